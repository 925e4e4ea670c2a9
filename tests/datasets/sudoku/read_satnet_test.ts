import { assertEquals, assertThrows } from "@std/assert";
import { board, generateSet, readSatnet } from "lib/datasets/sudoku.ts";
import { type TensorSpec, torchOld, torchZip } from "./torch_files.ts";

const set = generateSet({ count: 20, clues: { from: 31, to: 42 }, seed: 4, label: "satnet" });

/** Digits as one-hot 0/1 of 729 a board. */
function oneHot(digits: Uint8Array): Float32Array {
  const values = new Float32Array(9 * digits.length);
  digits.forEach((v, i) => v !== 0 && (values[9 * i + v - 1] = 1));
  return values;
}

const file = (digits: Uint8Array, write: (spec: TensorSpec) => Uint8Array = torchZip) =>
  write({ data: oneHot(digits), shape: [digits.length / 81, 9, 9, 9] });

Deno.test("readSatnet() gives back the boards, nine tenths to train", () => {
  for (const write of [torchZip, torchOld]) {
    const { train, test, rejected } = readSatnet(
      file(set.puzzles, write),
      file(set.solutions, write),
    );
    assertEquals([train.count, test.count, rejected], [18, 2, []]);
    assertEquals(board(train, 17), board(set, 17));
    assertEquals(board(test, 0), board(set, 18));
  }
});

Deno.test("readSatnet() reports a board with several solutions and keeps the others in place", () => {
  const puzzles = set.puzzles.slice().fill(0, 81 * 3, 81 * 4);
  const { train, test, rejected } = readSatnet(file(puzzles), file(set.solutions));
  assertEquals(rejected, [{ index: 3, reason: "several solutions" }]);
  assertEquals([train.count, test.count], [17, 2]);
  assertEquals(board(train, 3), board(set, 4));
});

Deno.test("readSatnet() refuses what is not Sudoku", () => {
  const features = file(set.puzzles), labels = file(set.solutions);
  const refuse = (f: Uint8Array, l: Uint8Array, reason: string) =>
    assertThrows(() => readSatnet(f, l), SyntaxError, reason);
  refuse(features, file(set.solutions.slice(81)), "they are 20 and 19");
  refuse(features, file(set.solutions.with(0, 0)), "board 0");
  refuse(labels, features, "board 0");
  const swapped = set.solutions.slice();
  swapped.set(set.solutions.subarray(0, 81), 81);
  refuse(features, file(swapped), "board 1 as its label");
  const half = oneHot(set.puzzles).with(5, 0.5);
  refuse(torchZip({ data: half, shape: [20, 9, 9, 9] }), labels, "not one-hot");
  refuse(torchZip({ data: half.fill(1), shape: [20, 9, 9, 9] }), labels, "not one-hot");
  refuse(torchZip({ data: half, shape: [20, 729] }), labels, "it is [20, 729]");
  refuse(features.slice(0, 500), labels, "Cannot read");
});
