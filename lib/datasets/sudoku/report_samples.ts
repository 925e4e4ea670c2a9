/**
 * Puzzles that results are reported on once, kept in the repository as files in RRN's format: of a
 * seed that nothing else uses, from grids that training has none of.
 *
 * @module
 */
import { extremeSet } from "./extreme.ts";
import { harderSplit, standardSplit, type SudokuSet } from "./splits.ts";

/** Of both samples. */
const SEED = 4071;

/** Guesses that a puzzle of {@link makeExtremeSample} needs at least, on average. */
export const EXTREME_GUESSES = 10;

/** The files, as they are kept. */
export const REPORT_SAMPLES = {
  fresh: new URL("../../../data/samples/sudoku_fresh.csv", import.meta.url),
  extreme: new URL("../../../data/samples/sudoku_extreme.csv", import.meta.url),
} as const;

/** Canonical forms of the grids of training and test. */
const usual = (): Set<string> => standardSplit(0).taken;

/**
 * Puzzles of 19 to 34 clues, as many of each; 20 by default, in half a minute.
 *
 * @param taken Canonical forms of solutions that must not occur; those of the sample are added
 */
export function makeFreshSample(count = 320, taken: Set<string> = usual()): SudokuSet {
  return harderSplit(SEED, count, taken);
}

/** Minimal puzzles that need {@link EXTREME_GUESSES} guesses or more; the same for `taken`. */
export function makeExtremeSample(count = 96, taken: Set<string> = usual()): SudokuSet {
  return extremeSet({ count, seed: SEED, guesses: EXTREME_GUESSES, taken });
}
