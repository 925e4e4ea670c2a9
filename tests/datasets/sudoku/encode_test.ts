import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  board,
  decodeDigits,
  encodeBatch,
  encodeDigits,
  generateSet,
} from "lib/datasets/sudoku.ts";
import { rng } from "lib/datasets/rng.ts";
import { corruptBoards } from "../oracles/corrupt_boards.ts";

const set = generateSet({ count: 24, clues: { from: 31, to: 42 }, seed: 1, label: "encode" });
const unknown = Array.from(set.puzzles, (v) => v === 0);

Deno.test("encodeBatch() gives ±1 one-hot boards of 729 and a mask on the clue cells", () => {
  const { x, y, mask } = encodeBatch(set, [5, 0]);
  const { puzzle, solution } = board(set, 5);
  assertEquals([x.length, y.length, mask.length], [1458, 1458, 1458]);
  for (let cell = 0; cell < 81; cell++) {
    for (let d = 1; d <= 9; d++) {
      const i = 9 * cell + d - 1;
      assertEquals(x[i], puzzle[cell] === d ? 1 : -1);
      assertEquals(y[i], solution[cell] === d ? 1 : -1);
      assertEquals(mask[i], puzzle[cell] === 0 ? 0 : 1);
      if (mask[i] === 1) assertEquals(x[i], y[i]);
    }
  }
  assertEquals(decodeDigits(y).slice(81), board(set, 0).solution);
});

Deno.test("decodeDigits() inverts encodeDigits(), takes ties low and passes over NaN", () => {
  assertEquals(decodeDigits(encodeDigits(set.solutions)), set.solutions);
  const values = new Float32Array(729).fill(0.5);
  values[0] = NaN;
  values.fill(NaN, 9, 18);
  assertEquals([...decodeDigits(values).slice(0, 3)], [2, 1, 1]);
});

Deno.test("The encoding refuses wrong shapes, digits and indices", () => {
  assertThrows(() => decodeDigits(new Float32Array(728)), RangeError, "it is 728");
  assertThrows(() => encodeDigits(Uint8Array.of(10)), RangeError, "it is 10");
  assertThrows(() => encodeBatch(set, [24]), RangeError, "board 24");
});

Deno.test("corruptBoards() keeps clues, repeats by seed and leaves its input alone", () => {
  const before = set.solutions.slice();
  for (const kind of ["reference", "corrected"] as const) {
    const wrong = corruptBoards(set.solutions, set.puzzles, rng(2), { kind });
    assertEquals(wrong, corruptBoards(set.solutions, set.puzzles, rng(2), { kind }));
    wrong.forEach((v, i) => assert(v >= 1 && v <= 9 && (unknown[i] || v === set.solutions[i])));
  }
  assertEquals(set.solutions, before);
});

Deno.test("Reference negatives change 5 % × 8/9 of unknown cells, some boards not at all", () => {
  const random = rng(3), rounds = 100;
  let changed = 0, same = 0;
  for (let k = 0; k < rounds; k++) {
    const wrong = corruptBoards(set.solutions, set.puzzles, random);
    for (let b = 0; b < set.count; b++) {
      let n = 0;
      for (let i = 81 * b; i < 81 * b + 81; i++) n += wrong[i] === set.solutions[i] ? 0 : 1;
      changed += n;
      same += n === 0 ? 1 : 0;
    }
  }
  const cells = rounds * unknown.filter(Boolean).length;
  assert(Math.abs(changed / cells - 0.05 * 8 / 9) < 0.003);
  // (1 − .05·8/9)^U is between 10 % and 17 % for 39 to 50 unknown cells.
  assert(same / (rounds * set.count) > 0.09 && same / (rounds * set.count) < 0.2);
});

Deno.test("Corrected negatives are wrong on every board, and only full boards stay", () => {
  const wrong = corruptBoards(set.solutions, set.puzzles, rng(4), { kind: "corrected", rate: 0 });
  for (let b = 0; b < set.count; b++) {
    let n = 0;
    for (let i = 81 * b; i < 81 * b + 81; i++) n += wrong[i] === set.solutions[i] ? 0 : 1;
    assertEquals(n, 1);
  }
  const full = corruptBoards(set.solutions, set.solutions, rng(4), { kind: "corrected", rate: 1 });
  assertEquals(full, set.solutions);
  const all = corruptBoards(set.solutions, set.puzzles, rng(4), { kind: "corrected", rate: 1 });
  unknown.forEach((open, i) => assertEquals(all[i] !== set.solutions[i], open));
});

Deno.test("corruptBoards() refuses wrong shapes and rates", () => {
  const { solutions, puzzles } = set;
  assertThrows(() => corruptBoards(solutions, puzzles.slice(81), rng(1)), RangeError, "lengths");
  assertThrows(() => corruptBoards(solutions, puzzles, rng(1), { rate: 2 }), RangeError, "is 2");
});
