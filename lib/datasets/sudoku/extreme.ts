/**
 * Puzzles that are hard for a backtracking solver, in the manner of Sudoku-Extreme (Wang et al.
 * 2025), whose hardness is the number of guesses a solver needs.
 *
 * @module
 */
import { type Rng, rng } from "../rng.ts";
import { canonicalForm } from "./canonical.ts";
import { randomGrid, removeClues } from "./generate.ts";
import type { Grid } from "./grid.ts";
import { countGuesses } from "./solver.ts";
import type { SudokuSet } from "./splits.ts";
import { randomSymmetry, transform } from "./symmetry.ts";

/** Orders in which a puzzle is solved for its mean. */
const ORDERS = 32;
/** With fewer guesses in so many orders a puzzle is given up before the others are tried. */
const TRIAL = 4;

/**
 * Mean number of guesses that the solver needs ({@link countGuesses}) for images of `puzzle`
 * under random symmetries, digits tried in random order: a property of the puzzle up to symmetry.
 *
 * @param orders How many images
 */
export function meanGuesses(puzzle: Grid, random: Rng, orders: number = ORDERS): number {
  let sum = 0;
  for (let k = 0; k < orders; k++) {
    sum += countGuesses(transform(puzzle, randomSymmetry(random)), random);
  }
  return sum / orders;
}

/** What {@link extremeSet} makes. */
export interface ExtremeOptions {
  readonly count: number;
  readonly seed: number;
  /** The least mean number of guesses. */
  readonly guesses: number;
  /** Canonical forms of solutions that must not occur; those of the new set are added. */
  readonly taken?: Set<string>;
}

/** Hard puzzles, and how hard each is. */
export interface ExtremeSet extends SudokuSet {
  /** Mean guesses of each puzzle. */
  readonly guesses: Float64Array;
}

/**
 * Minimal puzzles of random grids (no clue can be taken away) that need at least so many guesses on
 * average; those of `data/samples/sudoku_extreme.csv` have 22 to 28 clues, mostly 23 to 25.
 *
 * @throws {RangeError} If the count is impossible
 */
export function extremeSet(
  { count, seed, guesses: least, taken = new Set() }: ExtremeOptions,
): ExtremeSet {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`count must be an integer from 0 on: current value is ${count}`);
  }
  const puzzles = new Uint8Array(81 * count), solutions = new Uint8Array(81 * count);
  const guesses = new Float64Array(count);
  const random = rng(seed).split("sudoku extreme");
  for (let i = 0; i < count;) {
    const solution = randomGrid(random);
    const puzzle = removeClues(solution.slice(), 0, random);
    if (meanGuesses(puzzle, random, TRIAL) < least / 2) continue;
    const mean = meanGuesses(puzzle, random);
    const form = canonicalForm(solution);
    if (mean < least || taken.has(form)) continue;
    taken.add(form);
    puzzles.set(puzzle, 81 * i);
    solutions.set(solution, 81 * i);
    guesses[i++] = mean;
  }
  return { count, puzzles, solutions, guesses };
}
