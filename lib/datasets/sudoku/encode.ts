/**
 * Boards as the network sees them: 729 = (row, column, digit) numbers, +1 for the digit in a cell
 * and −1 for the eight others; a blank cell is nine times −1. Entry `9 cell + digit − 1`.
 *
 * @module
 */
import type { SudokuSet } from "./splits.ts";

/** A batch of boards, row-major. */
export interface SudokuBatch {
  /** The condition `[batch, 729]`: the puzzle, ±1, blank cells all −1. */
  readonly x: Float32Array;
  /** The answer `[batch, 729]`: the solution, ±1. */
  readonly y: Float32Array;
  /** `[batch, 729]`: 1 on all nine entries of a clue cell, else 0. */
  readonly mask: Float32Array;
}

/**
 * Encodes digits `[batch, 81]` (0 for blank) as ±1 `[batch, 729]`.
 *
 * @throws {RangeError} If a digit is above 9; its cell is named
 */
export function encodeDigits(digits: Uint8Array): Float32Array {
  const values = new Float32Array(9 * digits.length).fill(-1);
  for (let i = 0; i < digits.length; i++) {
    const v = digits[i]!;
    if (v > 9) {
      throw new RangeError(`Cannot encode cell ${i} as a digit must be in 0..9: it is ${v}`);
    }
    if (v !== 0) values[9 * i + v - 1] = 1;
  }
  return values;
}

/** The clue mask `[batch, 729]` of puzzles `[batch, 81]`. */
export function clueMask(puzzles: Uint8Array): Float32Array {
  const mask = new Float32Array(9 * puzzles.length);
  for (let i = 0; i < puzzles.length; i++) if (puzzles[i] !== 0) mask.fill(1, 9 * i, 9 * i + 9);
  return mask;
}

/**
 * The most likely digits `[batch, 81]`, 1–9, of values `[batch, 729]`: the largest of each cell's
 * nine, the lowest digit on a tie; NaN loses against every number.
 *
 * @throws {RangeError} If the length is no multiple of 729.
 */
export function decodeDigits(values: Float32Array): Uint8Array {
  if (values.length % 729 !== 0) {
    throw new RangeError(
      `Cannot decode boards as the length must be a multiple of 729: it is ${values.length}`,
    );
  }
  const digits = new Uint8Array(values.length / 9);
  for (let i = 0; i < digits.length; i++) {
    let best = 0, top = -Infinity;
    for (let d = 0; d < 9; d++) {
      const v = values[9 * i + d]!;
      if (v > top) {
        top = v;
        best = d;
      }
    }
    digits[i] = best + 1;
  }
  return digits;
}

/** The boards of `set` at `indices`, in that order, encoded. */
export function encodeBatch(set: SudokuSet, indices: ArrayLike<number>): SudokuBatch {
  const puzzles = gather(set.puzzles, indices), solutions = gather(set.solutions, indices);
  return { x: encodeDigits(puzzles), y: encodeDigits(solutions), mask: clueMask(puzzles) };
}

/**
 * Boards `[indices.length, 81]` picked from `[count, 81]`.
 *
 * @throws {RangeError} If there is no board of one of the indices
 */
export function gather(boards: Uint8Array, indices: ArrayLike<number>): Uint8Array {
  const picked = new Uint8Array(81 * indices.length);
  for (let k = 0; k < indices.length; k++) {
    const i = indices[k]!;
    if (!Number.isInteger(i) || i < 0 || 81 * i >= boards.length) {
      throw new RangeError(`Cannot pick board ${i} as there are ${boards.length / 81}`);
    }
    picked.set(boards.subarray(81 * i, 81 * i + 81), 81 * k);
  }
  return picked;
}
