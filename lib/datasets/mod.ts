/**
 * The problem families of IRED, a namespace each, and readers of graphs and matrices.
 *
 * @module
 */
export * as connectivity from "./connectivity.ts";
export * as matrix from "./matrix.ts";
export * as shortestPath from "./shortest_path.ts";
export * as sudoku from "./sudoku.ts";
export type { NumberArray } from "./read_arrays.ts";
export { type GraphOptions, parseGraph, type PlainGraph } from "./read_graph.ts";
export { type Matrix, type MatrixDemands, parseMatrix } from "./read_matrix.ts";
export { type Rng, rng } from "./rng.ts";
