import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  board,
  countClues,
  countGuesses,
  countSolutions,
  parseGrid,
  parseRrn,
  puzzle,
} from "lib/datasets/sudoku.ts";
import { extremeSet, meanGuesses } from "lib/datasets/sudoku/extreme.ts";
import {
  EXTREME_GUESSES,
  makeExtremeSample,
  REPORT_SAMPLES,
} from "lib/datasets/sudoku/report_samples.ts";
import { hasSolutionWithout } from "lib/datasets/sudoku/solver.ts";
import { canonicalForm, standardSplit } from "lib/datasets/sudoku.ts";
import { rng } from "lib/datasets/rng.ts";

Deno.test("a puzzle that logic solves takes no guess, the hardest ones many, the empty grid all", () => {
  const random = rng(3);
  for (let i = 0; i < 5; i++) assertEquals(countGuesses(puzzle(40, random).puzzle, random), 0);
  // Arto Inkala's puzzle of 2012.
  const hard = parseGrid(
    "800000000003600000070090200050007000000045700000100030001000068008500010090000400",
  );
  assertEquals(countSolutions(hard), 1);
  const mean = meanGuesses(hard, random);
  assert(mean > 5, `${mean} guesses`);
  // Nothing is known of the empty grid: a guess in each cell that the others do not decide.
  assert(countGuesses(new Uint8Array(81), random) >= 17);
  const clash = new Uint8Array(81);
  clash[0] = clash[1] = 5;
  assertEquals(countGuesses(clash, random), 0);
});

Deno.test("guesses: a right one counts, and wrong ones before it", () => {
  // Two solutions that differ in one rectangle: whichever digit is guessed first is right.
  const { solution } = puzzle(40, rng(5));
  const grid = solution.slice();
  const swap = [...Array(81).keys()].flatMap((i): number[][] => {
    // Rows of one band, columns of two stacks: the digits of the corners cross.
    const [r, c] = [Math.floor(i / 9), i % 9];
    return [1, 2].flatMap((dr) =>
      Math.floor((r + dr) / 3) !== Math.floor(r / 3) ? [] : [...Array(9).keys()].flatMap((d) => {
        if (Math.floor(d / 3) <= Math.floor(c / 3)) return [];
        const corners = [i, 9 * (r + dr) + d, 9 * r + d, 9 * (r + dr) + c];
        const [a, b, e, f] = corners.map((cell) => solution[cell]!);
        return a === b && e === f ? [corners] : [];
      })
    );
  })[0];
  assert(swap !== undefined, "the grid has such a rectangle");
  for (const cell of swap) grid[cell] = 0;
  assertEquals(countGuesses(grid, rng(1)), 1);
});

Deno.test("extremeSet(): minimal puzzles of so many guesses, the same for a seed", () => {
  const options = { count: 3, seed: 9, guesses: 4 };
  const set = extremeSet(options), again = extremeSet({ ...options, count: 2 });
  assertEquals(board(set, 1), board(again, 1));
  for (let i = 0; i < 3; i++) {
    const { puzzle: grid } = board(set, i);
    assert(set.guesses[i]! >= 4 && countClues(grid) < 30);
    grid.forEach((digit, cell) =>
      assert(digit === 0 || hasSolutionWithout(grid, cell, digit), "every clue is needed")
    );
  }
  // Of other orders the mean is another, but not by much.
  const means = [0, 1, 2].map((i) => meanGuesses(board(set, i).puzzle, rng(77), 64));
  means.forEach((mean, i) => assert(Math.abs(mean / set.guesses[i]! - 1) < 0.5));
  assertThrows(() => extremeSet({ ...options, count: -1 }), RangeError, "count");
});

Deno.test("the samples to report on are what is made, and none of training's", () => {
  const [fresh, extreme] = [REPORT_SAMPLES.fresh, REPORT_SAMPLES.extreme].map((path) =>
    parseRrn(Deno.readTextFileSync(path)).set
  );
  const { taken } = standardSplit(0);
  const made = makeExtremeSample(2, new Set(taken));
  for (let i = 0; i < 2; i++) assertEquals(board(made, i), board(extreme!, i));
  assertEquals([fresh!.count, extreme!.count], [320, 96]);
  for (const set of [fresh!, extreme!]) {
    for (let i = 0; i < set.count; i += 16) {
      const { puzzle: grid, solution } = board(set, i);
      assert(!taken.has(canonicalForm(solution)));
      if (set === extreme) assert(meanGuesses(grid, rng(1)) > EXTREME_GUESSES / 2);
    }
  }
  const clues = Array.from({ length: 320 }, (_, i) => countClues(board(fresh!, i).puzzle));
  assertEquals(clues.slice(0, 17), [...Array.from({ length: 16 }, (_, i) => 19 + i), 19]);
});
