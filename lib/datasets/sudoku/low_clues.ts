/**
 * Search for puzzles with few clues.
 *
 * Taking clues away from a random grid mostly ends at 24 or 25 clues, at 21 in 11 of 4,000 tries
 * and at 20 in none. Neighbourhood moves go further. Take one or two clues out and list all
 * solutions that remain: a (cell, digit) that occurs in exactly one of them makes the puzzle unique
 * again. Two out and one in (−2+1) saves a clue; one out and one in (−1+1) is a sideways step to try
 * again from.
 * Only pairs of clues that each leave few solutions are worth trying, which makes the search about
 * ten times faster than trying them in random order.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import { countClues, type Grid } from "./grid.ts";
import { enumerate, hasSolutionWithout } from "./solver.ts";

/** Clue sets with this many solutions or more are given up; more did not pay. */
const CAP = 100;
/** Pairs tried per −2+1 round, the most promising first. */
const PAIRS = 15;
/** Sideways steps without a gain before the start is given up. */
const PATIENCE = 50;

const solutions = new Uint8Array(81 * CAP);
const tally = new Uint16Array(81 * 10);

/** A clue to put in: `10 cell + digit`. */
type Clue = number;

/**
 * Walks from a unique `start` `[81]` to a unique puzzle with at most `clues` clues; the solution may
 * change on the way. `undefined` if the walk got stuck.
 */
export function descend(start: Grid, clues: number, random: Rng): Grid | undefined {
  let puzzle = start;
  for (let idle = 0; idle < PATIENCE;) {
    const before = countClues(puzzle);
    if (before <= clues) return puzzle;
    const next = step(puzzle, random);
    if (next === undefined) return undefined;
    idle = countClues(next) < before ? 0 : idle + 1;
    puzzle = next;
  }
  return undefined;
}

/** One −2+1 move if any is found among the promising pairs, else a random −1+1 move. */
function step(puzzle: Grid, random: Rng): Grid | undefined {
  const cells = [...puzzle.keys()].filter((cell) => puzzle[cell] !== 0);
  const sideways: [cell: number, clue: Clue][] = [];
  const open: { cell: number; left: number }[] = [];
  for (const cell of cells) {
    const q = without(puzzle, cell);
    const left = enumerate(q, solutions);
    if (left === CAP) continue;
    open.push({ cell, left });
    const old = 10 * cell + puzzle[cell]!;
    for (const clue of restoring(q, left)) if (clue !== old) sideways.push([cell, clue]);
  }
  const pairs = open.flatMap((a, i) =>
    open.slice(0, i).map((b) => ({ a: a.cell, b: b.cell, left: a.left * b.left }))
  );
  pairs.sort((x, y) => x.left - y.left);
  for (const { a, b } of pairs.slice(0, PAIRS)) {
    const q = without(puzzle, a, b);
    const left = enumerate(q, solutions);
    const clues = left === CAP ? [] : restoring(q, left);
    if (clues.length > 0) return settled(q, clues[random.int(clues.length)]!, random);
  }
  if (sideways.length === 0) return undefined;
  const [cell, clue] = sideways[random.int(sideways.length)]!;
  return settled(without(puzzle, cell), clue, random);
}

function without(puzzle: Grid, ...cells: number[]): Grid {
  const q = puzzle.slice();
  for (const cell of cells) q[cell] = 0;
  return q;
}

/** The clues that exactly one of the first `count` listed solutions of `puzzle` has. */
function restoring(puzzle: Grid, count: number): Clue[] {
  tally.fill(0);
  for (let k = 0; k < 81 * count; k += 81) {
    for (let cell = 0; cell < 81; cell++) tally[10 * cell + solutions[k + cell]!]!++;
  }
  const clues: Clue[] = [];
  for (let clue = 0; clue < 810; clue++) {
    if (tally[clue] === 1 && puzzle[Math.floor(clue / 10)] === 0) clues.push(clue);
  }
  return clues;
}

/** Puts the clue in and drops, in random order, clues that have become redundant. */
function settled(puzzle: Grid, clue: Clue, random: Rng): Grid {
  puzzle[Math.floor(clue / 10)] = clue % 10;
  for (const cell of random.shuffle([...puzzle.keys()])) {
    const digit = puzzle[cell]!;
    if (digit !== 0 && !hasSolutionWithout(puzzle, cell, digit)) puzzle[cell] = 0;
  }
  return puzzle;
}
