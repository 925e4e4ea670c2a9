/**
 * Sets of generated puzzles, and the splits of the experiments.
 *
 * Two puzzles that a symmetry maps onto each other have solutions that the same symmetry maps onto
 * each other. Splits therefore keep apart the canonical forms of the *solutions*: that rules out a
 * shared puzzle up to symmetry, and beyond it two puzzles cut from one grid.
 *
 * @module
 */
import { rng } from "../rng.ts";
import { canonicalForm } from "./canonical.ts";
import { LOWEST_CLUES, puzzle } from "./generate.ts";
import type { Grid } from "./grid.ts";

/** Puzzles with their solutions, one after the other. */
export interface SudokuSet {
  /** How many. */
  readonly count: number;
  /** `[count, 81]`, 0 for blank. */
  readonly puzzles: Uint8Array;
  /** `[count, 81]`. */
  readonly solutions: Uint8Array;
}

/** An inclusive range of clue counts. */
export interface ClueRange {
  /** The fewest clues, at least 18. */
  readonly from: number;
  /** The most clues, at most 81. */
  readonly to: number;
}

/** What {@linkcode generateSet} makes. */
export interface SetOptions {
  /** How many puzzles. */
  readonly count: number;
  /** The clue counts to cycle through. */
  readonly clues: ClueRange;
  /** Any safe integer; the same seed gives the same set. */
  readonly seed: number;
  /** Names the stream of numbers, so that splits of one seed differ. */
  readonly label: string;
  /** Canonical forms that must not occur; those of the new set are added. */
  readonly taken?: Set<string>;
}

/** Clue counts of the standard split, those of the SATNet data. */
export const STANDARD_CLUES: ClueRange = { from: 31, to: 42 };

/** Clue counts of the harder split; the published one (RRN) has 17–34. */
export const HARDER_CLUES: ClueRange = { from: LOWEST_CLUES, to: 34 };

/** Views of puzzle and solution `i`, `[81]` each. */
export function board(set: SudokuSet, i: number): { puzzle: Grid; solution: Grid } {
  return {
    puzzle: set.puzzles.subarray(81 * i, 81 * i + 81),
    solution: set.solutions.subarray(81 * i, 81 * i + 81),
  };
}

/**
 * Generates puzzles whose clue counts cycle through the range, so that each count occurs equally
 * often (to within one), and whose solutions are pairwise different up to symmetry. Example `i`
 * depends only on `seed`, `label`, `i` and the range, except where a grid repeats.
 *
 * @throws {RangeError} If the count or the range is impossible.
 */
export function generateSet(options: SetOptions): SudokuSet {
  const { count, clues: { from, to }, seed, label, taken = new Set() } = options;
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Cannot generate puzzles as count must be an integer >= 0: it is ${count}`,
    );
  }
  if (!(from <= to)) {
    throw new RangeError(`Cannot generate puzzles as the clue range is empty: ${from}..${to}`);
  }
  const puzzles = new Uint8Array(81 * count), solutions = new Uint8Array(81 * count);
  const random = rng(seed).split(`sudoku ${label}`);
  for (let i = 0; i < count; i++) {
    const stream = random.split(i);
    const clues = from + i % (to - from + 1);
    for (;;) {
      const made = puzzle(clues, stream);
      const form = canonicalForm(made.solution);
      if (taken.has(form)) continue;
      taken.add(form);
      puzzles.set(made.puzzle, 81 * i);
      solutions.set(made.solution, 81 * i);
      break;
    }
  }
  return { count, puzzles, solutions };
}

/**
 * The standard split: SATNet-style puzzles with 31–42 clues, uniform over the counts; 9,000 to train
 * and 1,000 to test unless told otherwise. About 3 s.
 */
export function standardSplit(
  seed: number,
  sizes: { readonly train?: number; readonly test?: number } = {},
): { train: SudokuSet; test: SudokuSet; taken: Set<string> } {
  const { train = 9000, test = 1000 } = sizes;
  const taken = new Set<string>();
  const shared = { clues: STANDARD_CLUES, seed, taken };
  // Testing first: a smaller training set then leaves the test set as it is.
  const testSet = generateSet({ ...shared, count: test, label: "test" });
  return { test: testSet, train: generateSet({ ...shared, count: train, label: "train" }), taken };
}

/**
 * The harder split: puzzles uniform over 19–34 clues, each from a grid of its own and none of them a
 * grid in `taken` (pass that of {@linkcode standardSplit}). About 45 ms a puzzle on average, nearly
 * all of it spent on 19 and 20 clues: 45 s for 1,000.
 *
 * It is not the published set: RRN's goes down to 17 clues, and its boards with more are 17-clue
 * puzzles with random clues added. Ours with 24 and more come from random removal instead.
 */
export function harderSplit(
  seed: number,
  count = 1000,
  taken: Set<string> = new Set(),
  clues: ClueRange = HARDER_CLUES,
): SudokuSet {
  return generateSet({ count, clues, seed, label: "harder", taken });
}
