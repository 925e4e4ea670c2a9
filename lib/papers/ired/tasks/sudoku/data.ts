/** The puzzles that Sudoku is learned from and tested on, as tensors. */
import { type Key, random, tf } from "../../../../tensor/mod.ts";
import { rng } from "../../../../datasets/rng.ts";
import { encodeBatch } from "../../../../datasets/sudoku/encode.ts";
import { countClues } from "../../../../datasets/sudoku/grid.ts";
import { harderSample } from "../../../../datasets/sudoku/harder_sample.ts";
import {
  board,
  generateSet,
  HARDER_CLUES,
  STANDARD_CLUES,
  standardSplit,
  type SudokuSet,
} from "../../../../datasets/sudoku/splits.ts";
import type { FiniteSet, Split } from "../task.ts";
import type { Problems } from "../../problems.ts";

/** Of the standard split and the harder sample. */
export const DATA_SEED = 0;

let standard: ReturnType<typeof standardSplit> | undefined;

let validation: SudokuSet | undefined;

/**
 * The puzzles of a split: 9,000 to learn from, 1,000 to choose by, 1,000 and 1,024 to test; made
 * once, in 3 s.
 */
export function sudokuSet(split: Split): SudokuSet {
  if (split === "harder") return harderSample();
  standard ??= standardSplit(DATA_SEED);
  if (split !== "validation") return split === "train" ? standard.train : standard.test;
  // After the other two, and without their grids, so that they stay as they are.
  return validation ??= generateSet({
    count: 1000,
    clues: STANDARD_CLUES,
    seed: DATA_SEED,
    label: "validation",
    taken: standard.taken,
  });
}

/** Boards of a set as a batch of problems; the tensors belong to the caller. */
export function asProblems(set: SudokuSet, indices: ArrayLike<number>): Problems {
  const { x, y, mask } = encodeBatch(set, indices);
  const tensor = (values: Float32Array) => tf.tensor(values, [indices.length, 9, 9, 9]);
  // Each with a tensor of its own, so that whoever disposes a tree frees every one once.
  return {
    condition: { x: tensor(x), mask: tensor(mask) },
    answer: tensor(y),
    observed: { mask: tensor(mask), values: tensor(x) },
  };
}

/**
 * `count` of the numbers 0 … `size` - 1 in random order, the same for the same key: each once
 * before any comes again.
 */
export function drawIndices(key: Key, count: number, size: number): Int32Array {
  const stream = rng(random.seedOf(key));
  const all = Int32Array.from({ length: size }, (_, i) => i);
  const drawn = new Int32Array(count);
  for (let start = 0; start < count; start += size) {
    stream.shuffle(all);
    drawn.set(all.subarray(0, Math.min(size, count - start)), start);
  }
  return drawn;
}

/** Clue counts that there are test puzzles of. */
export const CLUE_COUNTS: readonly number[] = Array.from({ length: 24 }, (_, i) => 19 + i);

/** The test puzzles with so many clues, from 19 to 42: harder ones up to 34, standard ones beyond. */
export function puzzlesWithClues(clues: number): { set: SudokuSet; numbers: number[] } {
  if (!CLUE_COUNTS.includes(clues)) {
    throw new RangeError(`clues must be an integer from 19 to 42: current value is ${clues}`);
  }
  const set = sudokuSet(clues <= HARDER_CLUES.to ? "harder" : "same");
  const all = Array.from({ length: set.count }, (_, i) => i);
  return { set, numbers: all.filter((i) => countClues(board(set, i).puzzle) === clues) };
}

/** The test puzzles with so many clues as problems. */
export function boardsWithClues(clues: number): FiniteSet {
  const { set, numbers } = puzzlesWithClues(clues);
  return {
    size: numbers.length,
    pick: (chosen) => asProblems(set, Array.from(chosen, (i) => numbers[i]!)),
  };
}
