/**
 * Reader of the SATNet Sudoku data (Wang et al. 2019): `features.pt` and `labels.pt`, tensors
 * `[n, 9, 9, 9]` (row, column, digit), one-hot, blank cells all zero in the features.
 *
 * @module
 */
import { gather } from "./encode.ts";
import { isSolution } from "./grid.ts";
import { countSolutions } from "./solver.ts";
import type { SudokuSet } from "./splits.ts";
import { readTorchTensor } from "./torch_tensor.ts";

/** A board left out because its puzzle has several solutions. */
export interface RejectedBoard {
  /** Position in the file, from 0. */
  readonly index: number;
  /** What is wrong with the puzzle. */
  readonly reason: "several solutions";
}

/** The boards of a SATNet file, split as in the published experiments. */
export interface SatnetData {
  /** The first nine tenths of the file. */
  readonly train: SudokuSet;
  /** The rest. */
  readonly test: SudokuSet;
  /** Boards in neither part. */
  readonly rejected: readonly RejectedBoard[];
}

/**
 * Reads the contents of `features.pt` and `labels.pt`.
 *
 * @throws {SyntaxError} If a file is damaged, a shape or an encoding is wrong, or a label is not the
 *   solution of its puzzle.
 */
export function readSatnet(features: Uint8Array, labels: Uint8Array): SatnetData {
  const puzzles = readDigits(features, "features"), solutions = readDigits(labels, "labels");
  if (puzzles.length !== solutions.length) {
    throw new SyntaxError(
      `Cannot read the boards as features and labels must be as many: they are ` +
        `${puzzles.length / 81} and ${solutions.length / 81}`,
    );
  }
  const count = puzzles.length / 81;
  const kept: number[] = [], rejected: RejectedBoard[] = [];
  for (let index = 0; index < count; index++) {
    const puzzle = puzzles.subarray(81 * index, 81 * index + 81);
    const solution = solutions.subarray(81 * index, 81 * index + 81);
    if (!isSolution(solution) || puzzle.some((v, i) => v !== 0 && v !== solution[i])) {
      throw new SyntaxError(`Cannot read board ${index} as its label does not solve its features`);
    }
    if (countSolutions(puzzle, 2) === 1) kept.push(index);
    else rejected.push({ index, reason: "several solutions" });
  }
  const part = (indices: number[]): SudokuSet => ({
    count: indices.length,
    puzzles: gather(puzzles, indices),
    solutions: gather(solutions, indices),
  });
  const training = Math.floor(0.9 * count);
  return {
    train: part(kept.filter((i) => i < training)),
    test: part(kept.filter((i) => i >= training)),
    rejected,
  };
}

/** One-hot `[n, 9, 9, 9]` as digits `[n, 81]`, 0 where all nine are 0. */
function readDigits(file: Uint8Array, name: string): Uint8Array {
  const { shape, values } = readTorchTensor(file);
  if (shape.length !== 4 || shape.slice(1).some((n) => n !== 9)) {
    throw new SyntaxError(
      `Cannot read the ${name} as their shape must be [n, 9, 9, 9]: it is [${shape.join(", ")}]`,
    );
  }
  const digits = new Uint8Array(values.length / 9);
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const cell = Math.floor(i / 9);
    if (values[i] !== 1 || digits[cell] !== 0) {
      throw new SyntaxError(
        `Cannot read the ${name} as cell ${cell % 81} of board ${
          Math.floor(cell / 81)
        } is not one-hot`,
      );
    }
    digits[cell] = 1 + i % 9;
  }
  return digits;
}
