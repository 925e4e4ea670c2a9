/**
 * How good predicted Sudoku boards are, as exact counts over a whole set.
 *
 * Counts of batches add up ({@linkcode addCounts}); rates are taken once, at the end, so that the
 * batch size cannot change a result.
 *
 * @module
 */

/** Counts over boards; see {@linkcode SudokuRates} for what they become. */
export interface SudokuCounts {
  /** All boards. */
  readonly boards: number;
  /** Cells that are blank in the puzzle. */
  readonly unknown: number;
  /** Those of them that are right. */
  readonly unknownRight: number;
  /** Boards equal to the solution in every cell, clues included. */
  readonly solved: number;
  /** Boards with each digit once in every row, column and box, whatever the puzzle. */
  readonly consistent: number;
  /** Cells whose row, column and box all sum to 45. */
  readonly balanced: number;
}

/** Fractions in 0..1; NaN where there is nothing to count. */
export interface SudokuRates {
  /** Blank cells filled rightly: the number that the IRED paper most plausibly calls accuracy. */
  readonly cellAccuracy: number;
  /** Boards solved completely. */
  readonly solved: number;
  /** Boards consistent in themselves; below `solved` never, above it if clues were overwritten. */
  readonly consistency: number;
  /** SATNet's sum test, per cell; a board filled with 5 passes it, so it flatters. */
  readonly boardAccuracy: number;
}

/** The counts of no boards. */
export const NO_COUNTS: SudokuCounts = Object.freeze({
  boards: 0,
  unknown: 0,
  unknownRight: 0,
  solved: 0,
  consistent: 0,
  balanced: 0,
});

/**
 * Counts over a batch of decoded boards.
 *
 * @param predicted `[batch, 81]`, digits 1–9 (anything else counts as wrong)
 * @param puzzles `[batch, 81]`, 0 for blank
 * @param solutions `[batch, 81]`
 * @throws {RangeError} If the three are not of one length, a multiple of 81.
 */
export function countSudoku(
  predicted: Uint8Array,
  puzzles: Uint8Array,
  solutions: Uint8Array,
): SudokuCounts {
  const length = predicted.length;
  if (puzzles.length !== length || solutions.length !== length || length % 81 !== 0) {
    throw new RangeError(
      `Cannot compare boards as all must be [batch, 81]: lengths are ${length}, ` +
        `${puzzles.length} and ${solutions.length}`,
    );
  }
  let unknown = 0, unknownRight = 0, solved = 0, consistent = 0, balanced = 0;
  for (let b = 0; b < length; b += 81) {
    let right = 0;
    for (let i = b; i < b + 81; i++) {
      const hit = predicted[i] === solutions[i] ? 1 : 0;
      right += hit;
      if (puzzles[i] === 0) {
        unknown++;
        unknownRight += hit;
      }
    }
    if (right === 81) solved++;
    const units = inspectUnits(predicted.subarray(b, b + 81));
    if (units.consistent) consistent++;
    balanced += units.balanced;
  }
  return { boards: length / 81, unknown, unknownRight, solved, consistent, balanced };
}

/** The counts of two sets of boards together. */
export function addCounts(a: SudokuCounts, b: SudokuCounts): SudokuCounts {
  return {
    boards: a.boards + b.boards,
    unknown: a.unknown + b.unknown,
    unknownRight: a.unknownRight + b.unknownRight,
    solved: a.solved + b.solved,
    consistent: a.consistent + b.consistent,
    balanced: a.balanced + b.balanced,
  };
}

/** The fractions that counts amount to. */
export function sudokuRates(counts: SudokuCounts): SudokuRates {
  return {
    cellAccuracy: counts.unknownRight / counts.unknown,
    solved: counts.solved / counts.boards,
    consistency: counts.consistent / counts.boards,
    boardAccuracy: counts.balanced / (81 * counts.boards),
  };
}

/** The rates of one batch: {@linkcode sudokuRates} of {@linkcode countSudoku}. */
export function sudokuMetrics(
  predicted: Uint8Array,
  puzzles: Uint8Array,
  solutions: Uint8Array,
): SudokuRates {
  return sudokuRates(countSudoku(predicted, puzzles, solutions));
}

/**
 * Whether each board is consistent: what an early stop asks.
 *
 * @param predicted `[batch, 81]`, digits
 * @returns `[batch]`, 1 or 0
 */
export function consistentBoards(predicted: Uint8Array): Uint8Array {
  return Uint8Array.from(
    { length: predicted.length / 81 },
    (_, b) => inspectUnits(predicted.subarray(81 * b, 81 * b + 81)).consistent ? 1 : 0,
  );
}

/**
 * Cells that share a row, column or box with the same digit: what a plot marks.
 *
 * @param predicted `[batch, 81]`, digits
 * @returns `[batch, 81]`, 1 for a conflict
 */
export function conflictingCells(predicted: Uint8Array): Uint8Array {
  const conflicts = new Uint8Array(predicted.length);
  for (let b = 0; b + 81 <= predicted.length; b += 81) {
    for (let i = 0; i < 81; i++) {
      for (let j = 0; j < 81; j++) {
        if (i !== j && predicted[b + i] === predicted[b + j] && isPeer(i, j)) conflicts[b + i] = 1;
      }
    }
  }
  return conflicts;
}

const ROW = Uint8Array.from({ length: 81 }, (_, i) => Math.floor(i / 9));
const COLUMN = Uint8Array.from({ length: 81 }, (_, i) => i % 9);
const BOX = Uint8Array.from(
  { length: 81 },
  (_, i) => 3 * Math.floor(i / 27) + Math.floor(i % 9 / 3),
);

const isPeer = (i: number, j: number): boolean =>
  ROW[i] === ROW[j] || COLUMN[i] === COLUMN[j] || BOX[i] === BOX[j];

/** Digit sets and sums of the 27 units of one board `[81]`. */
function inspectUnits(board: Uint8Array): { consistent: boolean; balanced: number } {
  const seen = new Uint16Array(27), sum = new Uint16Array(27);
  let legal = true;
  for (let i = 0; i < 81; i++) {
    const v = board[i]!;
    if (v < 1 || v > 9) legal = false;
    for (const unit of [ROW[i]!, 9 + COLUMN[i]!, 18 + BOX[i]!]) {
      seen[unit]! |= 1 << v;
      sum[unit]! += v;
    }
  }
  let balanced = 0;
  for (let i = 0; i < 81; i++) {
    if (sum[ROW[i]!] === 45 && sum[9 + COLUMN[i]!] === 45 && sum[18 + BOX[i]!] === 45) balanced++;
  }
  return { consistent: legal && seen.every((digits) => digits === 0x3fe), balanced };
}
