/**
 * The Sudoku solver: propagation ({@linkcode propagate}) and, where logic stops, a guess at a cell
 * with the fewest candidates.
 *
 * Measured on one core of a two-core cloud machine: 10 µs to prove a published puzzle of 17–34 clues
 * unique (mean of 1,080), that is 100,000 puzzles a second; 50 µs for a random complete grid.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import type { Grid } from "./grid.ts";
import { ban, clear, place, propagate, STATE } from "./candidates.ts";

// One state per depth of guessing; the solver is not re-entrant and needs no allocation.
const stack = new Int32Array(STATE * 82);

interface Search {
  limit: number;
  found: number;
  /** Solutions land here, 81 cells each. */
  readonly out: Uint8Array | undefined;
  /** Guesses digits in random order if given. */
  readonly random: Rng | undefined;
  /** Digits that were tried where logic had stopped. */
  guesses?: number;
}

/**
 * Counts the solutions of `puzzle` (81 cells, 0 blank), stopping at `limit`.
 *
 * @example Uniqueness
 * ```ts
 * import { countSolutions, parseGrid } from "lib/datasets/sudoku.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const puzzle = parseGrid(
 *   "000000059300074000000000060700010300000080000000900000092050000000007800060000000",
 * );
 * assertEquals(countSolutions(puzzle, 2), 1);
 * ```
 */
export function countSolutions(puzzle: Grid, limit = 2): number {
  return load(puzzle) ? search({ limit, found: 0, out: undefined, random: undefined }) : 0;
}

/** The first solution of `puzzle`, or `undefined` if there is none; `random` randomises which. */
export function solve(puzzle: Grid, random?: Rng): Grid | undefined {
  const out = new Uint8Array(81);
  return load(puzzle) && search({ limit: 1, found: 0, out, random }) === 1 ? out : undefined;
}

/**
 * Writes solutions of `puzzle` to `out` (81 cells each) until it is full.
 *
 * @returns How many were written; if that is fewer than fit, these are all.
 */
export function enumerate(puzzle: Grid, out: Uint8Array): number {
  const limit = Math.floor(out.length / 81);
  return load(puzzle) && limit > 0 ? search({ limit, found: 0, out, random: undefined }) : 0;
}

/** Whether `puzzle` has a solution in which `cell` is not `digit`; the cell's own clue is ignored. */
export function hasSolutionWithout(puzzle: Grid, cell: number, digit: number): boolean {
  return load(puzzle, cell, digit) &&
    search({ limit: 1, found: 0, out: undefined, random: undefined }) === 1;
}

/**
 * How many digits the solver guesses before it has the first solution of `puzzle`, wrong ones and
 * right ones: 0 where singles and locked candidates suffice. A matter of luck, which `random` draws.
 */
export function countGuesses(puzzle: Grid, random: Rng): number {
  const run = { limit: 1, found: 0, out: undefined, random, guesses: 0 };
  if (load(puzzle)) search(run);
  return run.guesses;
}

const given = new Int32Array(30);

/**
 * Reads the clues into depth 0 and draws the conclusions. With `cell`, that clue is left out and
 * `digit` banned there.
 */
function load(puzzle: Grid, cell = -1, digit = 0): boolean {
  clear(stack, 0);
  given.fill(0);
  for (let i = 0; i < 81; i++) {
    const v = puzzle[i]!;
    if (v === 0 || i === cell) continue;
    place(stack, 0, i, v - 1);
    const band = (i / 27) | 0, bit = 1 << (i - 27 * band);
    given[3 * (v - 1) + band]! |= bit;
    given[27 + band]! |= bit;
  }
  // Not needed for the result; it spares propagation a round.
  for (let i = 0; i < 27; i++) stack[i]! &= given[i]! | ~given[27 + i % 3]!;
  for (let b = 27; b < 30; b++) stack[b]! &= ~given[b]!;
  if (cell >= 0) ban(stack, 0, cell, digit - 1);
  return propagate(stack, 0);
}

function search(run: Search): number {
  descend(run, 0);
  return run.found;
}

/** Explores the state at offset `o`; returns true when the limit is reached. */
function descend(run: Search, o: number): boolean {
  const cell = branch(o);
  if (cell < 0) {
    if (run.out) write(o, run.out, 81 * run.found);
    return ++run.found >= run.limit;
  }
  const band = (cell / 27) | 0, bit = cell - 27 * band;
  let digits = 0;
  for (let d = 0; d < 9; d++) digits |= ((stack[o + 3 * d + band]! >>> bit) & 1) << d;
  while (digits !== 0) {
    let pick = digits;
    if (run.random) {
      let skip = run.random.int(popcount(digits));
      while (skip-- > 0) pick &= pick - 1;
    }
    const d = 31 - Math.clz32(pick & -pick);
    digits &= ~(1 << d);
    if (run.guesses !== undefined) run.guesses++;
    const next = o + STATE;
    stack.copyWithin(next, o, next);
    place(stack, next, cell, d);
    if (propagate(stack, next, 1 << d) && descend(run, next)) return true;
  }
  return false;
}

/** The first undecided cell with the fewest candidates (2, 3 or more), or -1 if all are decided. */
function branch(o: number): number {
  let three = -1, more = -1;
  for (let b = 0; b < 3; b++) {
    const open = stack[o + 27 + b]!;
    if (open === 0) continue;
    let one = 0, two = 0, threes = 0, four = 0;
    for (let i = o + b; i < o + 27; i += 3) {
      const v = stack[i]!;
      four |= threes & v;
      threes |= two & v;
      two |= one & v;
      one |= v;
    }
    const pair = open & two & ~threes;
    if (pair !== 0) return 27 * b + 31 - Math.clz32(pair);
    const triple = open & threes & ~four;
    if (triple !== 0) three = 27 * b + 31 - Math.clz32(triple);
    more = 27 * b + 31 - Math.clz32(open);
  }
  return three >= 0 ? three : more;
}

function write(o: number, out: Uint8Array, at: number): void {
  for (let d = 0; d < 9; d++) {
    for (let b = 0; b < 3; b++) {
      let v = stack[o + 3 * d + b]!;
      while (v !== 0) {
        const bit = 31 - Math.clz32(v);
        v &= ~(1 << bit);
        out[at + 27 * b + bit] = d + 1;
      }
    }
  }
}

function popcount(v: number): number {
  let n = 0;
  for (; v !== 0; v &= v - 1) n++;
  return n;
}
