import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  addCounts,
  conflictingCells,
  consistentBoards,
  countSudoku,
  NO_COUNTS,
  sudokuMetrics,
  sudokuRates,
} from "../oracles/sudoku_metrics.ts";
import { generateSet } from "lib/datasets/sudoku.ts";
import { rng } from "lib/datasets/rng.ts";
import { corruptBoards } from "../../../datasets/oracles/corrupt_boards.ts";

const set = generateSet({ count: 20, clues: { from: 31, to: 40 }, seed: 2, label: "metrics" });
const { puzzles, solutions } = set;
const one = solutions.slice(0, 81), clues = puzzles.slice(0, 81);

Deno.test("A solved board scores 1 on everything", () => {
  assertEquals(sudokuMetrics(solutions, puzzles, solutions), {
    cellAccuracy: 1,
    solved: 1,
    consistency: 1,
    boardAccuracy: 1,
  });
});

Deno.test("Two unknown digits swapped: neither solved nor consistent", () => {
  const swapped = one.slice();
  const [i, j] = [...clues.keys()].filter((k) => clues[k] === 0 && k < 9) as [number, number];
  [swapped[i], swapped[j]] = [one[j]!, one[i]!];
  const rates = sudokuMetrics(swapped, clues, one);
  const unknown = clues.filter((v) => v === 0).length;
  assertEquals(rates.cellAccuracy, (unknown - 2) / unknown);
  assertEquals([rates.solved, rates.consistency], [0, 0]);
  assert(rates.boardAccuracy < 1);
});

Deno.test("A board of fives passes the sum test only", () => {
  const fives = new Uint8Array(81).fill(5);
  const rates = sudokuMetrics(fives, clues, one);
  assertEquals([rates.boardAccuracy, rates.consistency, rates.solved], [1, 0, 0]);
});

Deno.test("A valid board that overwrites clues is consistent but not solved", () => {
  const relabelled = one.map((v) => v % 9 + 1);
  const rates = sudokuMetrics(relabelled, clues, one);
  assertEquals([rates.consistency, rates.solved, rates.cellAccuracy], [1, 0, 0]);
});

Deno.test("Counts cover the whole batch, and batches add up to the set", () => {
  const wrong = corruptBoards(solutions, puzzles, rng(1), { kind: "corrected" });
  wrong.set(solutions.subarray(0, 81 * 5)); // the first five boards solved, the last wrong
  const whole = countSudoku(wrong, puzzles, solutions);
  assertEquals([whole.boards, whole.solved], [20, 5]);
  let sum = NO_COUNTS;
  for (const [from, to] of [[0, 7], [7, 8], [8, 20]] as const) {
    const part = (a: Uint8Array) => a.subarray(81 * from, 81 * to);
    sum = addCounts(sum, countSudoku(part(wrong), part(puzzles), part(solutions)));
  }
  assertEquals(sum, whole);
  const right = wrong.filter((v, i) => puzzles[i] === 0 && v === solutions[i]).length;
  assertEquals(whole.unknownRight, right);
});

Deno.test("Nothing to count gives NaN, and digits outside 1–9 count as wrong", () => {
  assert(Number.isNaN(sudokuRates(NO_COUNTS).solved));
  assert(Number.isNaN(sudokuMetrics(one, one, one).cellAccuracy));
  for (const v of [0, 10, 33]) {
    const rates = sudokuMetrics(new Uint8Array(81).fill(v), clues, one);
    assertEquals([rates.consistency, rates.solved, rates.cellAccuracy], [0, 0, 0]);
  }
});

Deno.test("consistentBoards() and conflictingCells() agree board by board", () => {
  const wrong = corruptBoards(solutions, puzzles, rng(5));
  const good = consistentBoards(wrong), marks = conflictingCells(wrong);
  for (let b = 0; b < 20; b++) {
    assertEquals(good[b] === 1, marks.subarray(81 * b, 81 * b + 81).every((m) => m === 0));
  }
  const pair = conflictingCells(one.with(0, one[1]!));
  assertEquals([pair[0], pair[1]], [1, 1]);
});

Deno.test("countSudoku() refuses shapes that do not match", () => {
  assertThrows(() => countSudoku(one, clues, solutions), RangeError, "lengths are 81, 81 and 1620");
  assertThrows(() => countSudoku(one.slice(1), one.slice(1), one.slice(1)), RangeError);
});
