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

/** Puzzles of 19 to 34 clues, as many of each; 20 by default. */
export function makeFreshSample(count = 320): SudokuSet {
  return harderSplit(SEED, count, standardSplit(0).taken);
}

/** Minimal puzzles that need {@link EXTREME_GUESSES} guesses or more; half a minute for the file. */
export function makeExtremeSample(count = 96): SudokuSet {
  return extremeSet({
    count,
    seed: SEED,
    guesses: EXTREME_GUESSES,
    taken: standardSplit(0).taken,
  });
}
