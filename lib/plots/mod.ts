/**
 * Charts and tables of plain rows, which show themselves in Jupyter and give SVG or PNG.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { lossCurves } from "lib/plots/mod.ts";
 * const chart = lossCurves([{ step: 1, loss: 0.5 }, { step: 2, loss: 0.1 }]);
 * assert(chart.svg().includes("http://www.w3.org/2000/svg"));
 * ```
 *
 * @module
 */
export type { AxisType } from "./axes.ts";
export { type Chart, type ChartOptions, type DisplayBundle, jupyterDisplay } from "./chart.ts";
export * from "./board_trace.ts";
export * from "./causal_graphs.ts";
export * from "./comparison.ts";
export * from "./corruption.ts";
export * from "./curves.ts";
export * from "./energy_along_line.ts";
export * from "./energy_by_distance.ts";
export * from "./energy_trace.ts";
export * from "./error_by_steps.ts";
export * from "./error_maps.ts";
export { formatNumber, formatSeconds } from "./format.ts";
export type { EdgeKind } from "./graph_edges.ts";
export * from "./graph_maps.ts";
export * from "./histogram.ts";
export * from "./labelled_matrices.ts";
export * from "./landscape_maps.ts";
export * from "./loss_curves.ts";
export * from "./matrix_maps.ts";
export * from "./mesh_maps.ts";
export * from "./molecule_maps.ts";
export { type Picture, pictures, type PicturesOptions } from "./pictures.ts";
export * from "./plane_maps.ts";
export * from "./policy_maps.ts";
export * from "./progress.ts";
export * from "./scatter.ts";
export * from "./table.ts";
export * from "./verdicts.ts";
export { landscapeColour, methodColour, theme } from "./theme.ts";
export * from "./unit_cells.ts";
