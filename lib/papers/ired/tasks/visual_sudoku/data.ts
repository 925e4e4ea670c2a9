/** Puzzles of Sudoku with images for clues, as tensors. */
import { type Key, random, tf } from "../../../../tensor/mod.ts";
import type { DigitSplit } from "../../../../datasets/digits.ts";
import { type Rng, rng } from "../../../../datasets/rng.ts";
import { CLUE_PIXELS, drawClues } from "../../../../datasets/sudoku/clue_images.ts";
import { encodeBatch, gather } from "../../../../datasets/sudoku/encode.ts";
import { board, type SudokuSet } from "../../../../datasets/sudoku/splits.ts";
import type { Problems } from "../../problems.ts";
import { DATA_SEED, puzzlesWithClues, sudokuSet } from "../sudoku/data.ts";
import type { FiniteSet, Split, TestSplit } from "../task.ts";

/** Whose images a split has: digits of tests were seen in no training and no choice. */
export const DIGITS_OF: Readonly<Record<Split, DigitSplit>> = {
  train: "train",
  validation: "validation",
  same: "test",
  harder: "test",
};

/** Problems of puzzles, whose images `imagesOf` gives; the tensors belong to the caller. */
function problemsOf(
  set: SudokuSet,
  numbers: ArrayLike<number>,
  imagesOf: (puzzle: Uint8Array, i: number) => Float32Array,
): Problems {
  const count = numbers.length, { y, mask } = encodeBatch(set, numbers);
  const images = new Float32Array(count * 81 * CLUE_PIXELS);
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!;
    images.set(imagesOf(board(set, number).puzzle, number), i * 81 * CLUE_PIXELS);
  }
  return {
    condition: {
      x: tf.tensor4d(images, [count, 9, 9, CLUE_PIXELS]),
      mask: tf.tensor4d(mask, [count, 9, 9, 9]),
    },
    answer: tf.tensor4d(y, [count, 9, 9, 9]),
  };
}

/** Boards to learn from: images drawn anew each time, and shifted. */
export function trainingProblems(key: Key, set: SudokuSet, numbers: ArrayLike<number>): Problems {
  const stream = rng(random.seedOf(key)).split("clues");
  return problemsOf(set, numbers, (puzzle) => drawClues(puzzle, "train", stream, "shifted"));
}

/**
 * The same, but with chance ½ a board shows all of its cells: the same work for the energy, and 1.6
 * times as many images to learn to read.
 */
export function crowdedProblems(key: Key, set: SudokuSet, numbers: ArrayLike<number>): Problems {
  const [drawKey, chooseKey] = random.split(key) as [Key, Key];
  const chance = rng(random.seedOf(chooseKey)).split("crowded");
  const solutions = gather(set.solutions, numbers), puzzles = gather(set.puzzles, numbers);
  for (let i = 0; i < numbers.length; i++) {
    if (chance.int(2) === 1) puzzles.set(solutions.subarray(81 * i, 81 * i + 81), 81 * i);
  }
  const all = Array.from({ length: numbers.length }, (_, i) => i);
  const problems = trainingProblems(drawKey, { ...set, puzzles, solutions }, all);
  [drawKey, chooseKey].forEach((own) => own.dispose());
  return problems;
}

/** The stream of a test board: it shows the same images whoever asks. */
const streamOf = (split: TestSplit, number: number): Rng =>
  rng(DATA_SEED).split(`clues ${split}`).split(number);

/** Boards to choose or to test by: each has its images, as they are. */
export function testProblems(
  split: TestSplit,
  set: SudokuSet,
  numbers: ArrayLike<number>,
): Problems {
  return problemsOf(
    set,
    numbers,
    (puzzle, number) => drawClues(puzzle, DIGITS_OF[split], streamOf(split, number)),
  );
}

/** Test boards with so many clues, each with its images. */
export function boardsWithClues(clues: number): FiniteSet {
  const { set, numbers } = puzzlesWithClues(clues);
  const split = set === sudokuSet("harder") ? "harder" : "same";
  return {
    size: numbers.length,
    pick: (chosen) => testProblems(split, set, Array.from(chosen, (i) => numbers[i]!)),
  };
}
