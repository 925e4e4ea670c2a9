import { assertEquals } from "@std/assert";
import { board, countClues } from "lib/datasets/sudoku.ts";
import { harderSample, makeHarderSample } from "lib/datasets/sudoku/harder_sample.ts";

Deno.test("harderSample() has 64 proper puzzles of each of 19 to 34 clues", () => {
  const set = harderSample(); // read with a proof that each puzzle has one solution
  const counts = new Map<number, number>();
  for (let i = 0; i < set.count; i++) {
    const clues = countClues(board(set, i).puzzle);
    counts.set(clues, (counts.get(clues) ?? 0) + 1);
  }
  const expected = Array.from({ length: 16 }, (_, i): [number, number] => [19 + i, 64]);
  assertEquals([...counts].sort(([a], [b]) => a - b), expected);
});

Deno.test("the sample is what makeHarderSample() makes", () => {
  const made = makeHarderSample(6), kept = harderSample();
  for (let i = 0; i < made.count; i++) assertEquals(board(made, i), board(kept, i));
});
