/**
 * What IRED's notebooks use beside `lib/mod.ts`: measuring, and results as tables and charts.
 *
 * @module
 */
export { references } from "./evaluation/references.ts";
export * as plane from "./landscapes/plane.ts";
export { descentPaths, stepSizeRows } from "./landscapes/plane_descent.ts";
export * as ablations from "./report/ablations.ts";
export { walkAll, walkBars, walkLines } from "./report/closed_loop.ts";
export * as look from "./report/data.ts";
export { findings } from "./report/findings.ts";
export * as graphs from "./report/graphs.ts";
export { baselineByHardness, byInnerSteps, sweepNetworksByHardness } from "./report/hardness.ts";
export { methodsByHardness } from "./report/methods_by_hardness.ts";
export { recordedVerdicts } from "./report/claim_rows.ts";
export { lossRows, shippedNetworks, taskNetworks, trainingSummary } from "./report/networks.ts";
export * as paths from "./report/paths.ts";
export * as results from "./report/results.ts";
export { longestPaths } from "./report/longest_paths.ts";
export { trainingsTable } from "./report/seeds_table.ts";
export { trainingSteps } from "./report/training_steps.ts";
export { sharesWrong } from "./report/shares.ts";
export { steepness } from "./report/steepness.ts";
export * as boards from "./report/sudoku.ts";
export * as sweeps from "./report/sweeps.ts";
export { toyVerdicts } from "./report/toy_verdict.ts";
export * as visual from "./report/visual_sudoku.ts";
export { circleLine } from "./tasks/circle_line.ts";
export { inverseByRows } from "./tasks/inverse_by_rows.ts";
export { byNodes } from "./tasks/shortest_path/hardness.ts";
export { corruptMoves, wrongFirstMove } from "./tasks/shortest_path/wrong_moves.ts";
