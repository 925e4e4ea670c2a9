/**
 * All problem families, a namespace each.
 *
 * @module
 */
export * as connectivity from "./connectivity.ts";
export * as matrix from "./matrix.ts";
export * as shortestPath from "./shortest_path.ts";
export * as sudoku from "./sudoku.ts";
export { type Rng, rng } from "./rng.ts";
