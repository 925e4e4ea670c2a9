/**
 * Random puzzles with exactly one solution.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import { countClues, type Grid } from "./grid.ts";
import { descend } from "./low_clues.ts";
import { hasSolutionWithout, solve } from "./solver.ts";
import { randomSymmetry, transform } from "./symmetry.ts";

/** A puzzle `[81]` and its only solution `[81]`. */
export interface Puzzle {
  /** 0 for blank. */
  readonly puzzle: Grid;
  /** The digits 1–9. */
  readonly solution: Grid;
}

/** Fewest clues that {@linkcode puzzle} finds within a second on average. */
export const LOWEST_CLUES = 19;

/** At this many clues and above, most removal orders get there directly. */
const DIRECT = 24;
const BLANK = new Uint8Array(81);
const CELLS = Uint8Array.from({ length: 81 }, (_, i) => i);

/**
 * A random complete grid `[81]`: randomised search on the empty grid, then a random symmetry, so
 * that no cell or digit is special. Every grid can occur; the distribution is close to uniform over
 * grids but not exactly so.
 */
export function randomGrid(random: Rng): Grid {
  return transform(solve(BLANK, random)!, randomSymmetry(random));
}

/**
 * Clears clues of `grid` in place, in random order, while the solution stays unique and more than
 * `clues` are left; with `clues` 0 the result is a minimal puzzle. Returns `grid`.
 */
export function removeClues(grid: Grid, clues: number, random: Rng): Grid {
  let left = countClues(grid);
  for (const cell of random.shuffle(CELLS.slice())) {
    if (left <= clues) break;
    const digit = grid[cell]!;
    if (digit === 0 || hasSolutionWithout(grid, cell, digit)) continue;
    grid[cell] = 0;
    left--;
  }
  return grid;
}

/**
 * A random puzzle with exactly `clues` clues and one solution, each call from a fresh grid.
 *
 * From 24 clues up, clues are removed in random order until `clues` are left, as in SATNet-style
 * data; below, {@linkcode descend} searches the neighbourhood of a minimal puzzle.
 *
 * Mean time on one core of a two-core cloud machine, proof of uniqueness included:
 *
 * | clues | 31–42  | 26–28  | 24     | 23     | 22    | 21    | 20     | 19    | 18   |
 * | ----- | ------ | ------ | ------ | ------ | ----- | ----- | ------ | ----- | ---- |
 * | time  | 0.2 ms | 0.3 ms | 0.7 ms | 4.5 ms | 10 ms | 31 ms | 100 ms | 0.5 s | 22 s |
 *
 * That is 5,000 standard puzzles a second; the time for 18 is the mean of only six. A puzzle with 17
 * clues, the fewest possible, did not turn up in a minute of searching; the published ones come from
 * lists collected over years.
 *
 * @throws {RangeError} If `clues` is not an integer in 18..81.
 */
export function puzzle(clues: number, random: Rng): Puzzle {
  if (!Number.isInteger(clues) || clues < 18 || clues > 81) {
    throw new RangeError(
      `Cannot make a puzzle as its clues must be an integer in 18..81: current value is ${clues}`,
    );
  }
  for (;;) {
    const solution = randomGrid(random);
    const found = removeClues(solution.slice(), clues, random);
    if (countClues(found) === clues) return { puzzle: found, solution };
    if (clues >= DIRECT) continue;
    const low = descend(found, clues, random);
    if (low === undefined) continue;
    const lowSolution = solve(low)!;
    reveal(low, lowSolution, clues, random);
    return { puzzle: low, solution: lowSolution };
  }
}

/** Fills random blank cells of `grid` from `solution`, in place, until it has `clues` clues. */
export function reveal(grid: Grid, solution: Grid, clues: number, random: Rng): Grid {
  let left = countClues(grid);
  for (const cell of random.shuffle(CELLS.slice())) {
    if (left >= clues) break;
    if (grid[cell] !== 0) continue;
    grid[cell] = solution[cell]!;
    left++;
  }
  return grid;
}
