/**
 * Sudoku: puzzles with one solution generated from a seed, readers of the public files, and the
 * encoding that the networks see.
 *
 * @module
 */
export { withoutSeparators } from "./sudoku/board_rows.ts";
export * from "./sudoku/canonical.ts";
export { CLUE_PIXELS, drawClues } from "./sudoku/clue_images.ts";
export * from "./sudoku/encode.ts";
export * from "./sudoku/extreme.ts";
export * from "./sudoku/generate.ts";
export * from "./sudoku/grid.ts";
export { harderSample } from "./sudoku/harder_sample.ts";
export * from "./sudoku/read_boards.ts";
export * from "./sudoku/read_puzzles.ts";
export * from "./sudoku/read_rrn.ts";
export * from "./sudoku/read_satnet.ts";
export * from "./sudoku/solver.ts";
export * from "./sudoku/splits.ts";
export * from "./sudoku/symmetry.ts";
export { readTorchTensor, type TorchTensor } from "./sudoku/torch_tensor.ts";
