import { captioned, cellBlock, cellGrid, checkPlaces } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { formatNumber } from "./format.ts";
import { colourBar } from "./legend.ts";
import { DIVERGING, levelOf, linearThresholds, rampColours } from "./ramps.ts";
import { grid } from "./svg.ts";

/** An entry of one of the matrices shown. */
export interface MatrixCell {
  /** Name of the matrix, as "input" or "answer"; matrices stand in order of appearance. */
  readonly panel: string;
  /** Row, from 0 at the top. */
  readonly row: number;
  /** Column, from 0 at the left. */
  readonly column: number;
  /** The entry. */
  readonly value: number;
}

/** Options of {@linkcode matrixMaps}. */
export interface MatrixMapsOptions extends ChartOptions {
  /** "shared" (default): one scale of colours; "panel": each matrix its own, written below it. */
  readonly scale?: "shared" | "panel";
  /** Matrices in a row; default 5. */
  readonly columns?: number;
}

const COLOURS = rampColours(DIVERGING, 17);

/**
 * Matrices as maps side by side: blue below zero, white at zero, orange above.
 *
 * @param cells Entries of all matrices; an entry that is not given stays white
 * @param options Scale of the colours
 * @returns The chart
 * @throws {RangeError} If there are no cells, a number is not finite, or a place is none, or an option's
 * name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { matrixMaps } from "lib/plots/mod.ts";
 * const cells = ["input", "answer"].flatMap((panel) =>
 *   [0, 1].map((row) => ({ panel, row, column: 0, value: row - 0.5 }))
 * );
 * assert(matrixMaps(cells).svg().includes("answer"));
 * ```
 */
export function matrixMaps(cells: readonly MatrixCell[], options: MatrixMapsOptions = {}): Chart {
  checkOptions<MatrixMapsOptions>(options, { scale: true, columns: true });
  checkRows("matrix maps", cells, {
    panel: "string",
    row: "number",
    column: "number",
    value: "number",
  });
  checkPlaces("matrix maps", cells);
  const { title = "Matrices", scale = "shared", columns = 5 } = options;
  const all = reach(cells);
  const maps = distinct(cells, (cell) => cell.panel).map((panel) => {
    const own = cells.filter((cell) => cell.panel === panel);
    const most = scale === "shared" ? all : reach(own);
    const thresholds = linearThresholds(-most, most, COLOURS.length);
    const places = cellGrid(
      own.map((cell) => ({ ...cell, level: levelOf(cell.value, thresholds) })),
    );
    const block = cellBlock(
      places,
      COLOURS,
      150,
      Math.min(300, (150 * places.rows) / places.columns),
    );
    return captioned(block, panel, scale === "panel" ? `± ${formatNumber(most, 2)}` : undefined);
  });
  const ends = scale === "shared" ? [-all, 0, all] : ["−", 0, "+"];
  return chart([colourBar("value", COLOURS, ends), grid(maps, columns, 16)], { ...options, title });
}

function reach(cells: readonly MatrixCell[]): number {
  return cells.reduce((most, cell) => Math.max(most, Math.abs(cell.value)), 0) || 1;
}
