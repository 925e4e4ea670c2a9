/**
 * What is measured of Sudoku answers `[batch, 9, 9, 9]`: the digit of a cell is the largest of its
 * nine numbers, the lowest digit on a tie.
 */
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../../../../tensor/mod.ts";
import { clueCells } from "./negatives.ts";
import type { Metric } from "../task.ts";
import type { Problems } from "../../problems.ts";

/** Chosen digits as ones, the rest zeros, `[batch, 9, 9, 9]`. */
function chosen(answer: Tensor): Tensor {
  const digits = tf.argMax(answer, 3);
  const all = tf.range(0, 9, 1, "int32");
  return tf.cast(tf.equal(tf.expandDims(digits, 3), all), "float32");
}

/** 1 where the digit is right, `[batch, 9, 9]`. */
function rightCells(answer: Tensor, problems: Problems): Tensor3D {
  return tf.sum(tf.mul(chosen(answer), tf.mul(tf.add(problems.answer, 1), 0.5)), 3);
}

/** 1 where nothing is given, `[batch, 9, 9]`. */
function unknownCells({ condition }: Problems): Tensor3D {
  return tf.squeeze(tf.sub(1, clueCells(condition.mask!)), [3]);
}

/** Values of cells `[batch, 9, 9, k]`, added up over rows, columns and boxes, `[batch, 9, k]` each. */
function unitSums(cells: Tensor): { rows: Tensor; columns: Tensor; boxes: Tensor } {
  const [batch, , , k] = cells.shape as [number, number, number, number];
  const blocks = tf.reshape(cells, [batch, 3, 3, 3, 3 * k]);
  const stacks = tf.reshape(tf.sum(blocks, 2), [batch, 9, 3, k]);
  return {
    rows: tf.sum(cells, 2),
    columns: tf.sum(cells, 1),
    boxes: tf.sum(stacks, 2),
  };
}

/** 1 for boards with every digit once in every row, column and box, `[batch]`. */
export function consistentBoards(answer: Tensor): Tensor {
  const { rows, columns, boxes } = unitSums(chosen(answer));
  const once = tf.equal(tf.concat([rows, columns, boxes], 1), 1);
  return tf.cast(tf.all(once, [1, 2]), "float32");
}

/** How many digits the rows, columns and boxes lack, `[batch]`: 0 for a consistent board. */
export function missingDigits(answer: Tensor): Tensor {
  const { rows, columns, boxes } = unitSums(chosen(answer));
  const lacks = tf.equal(tf.concat([rows, columns, boxes], 1), 0);
  return tf.sum(tf.cast(lacks, "float32"), [1, 2]);
}

/** The digits of a board as ±1. */
export const chosenDigits = (answer: Tensor): Tensor => tf.sub(tf.mul(chosen(answer), 2), 1);

/** 1 for cells whose row, column and box each add up to 45, `[batch, 9, 9]`. */
function balancedCells(answer: Tensor): Tensor {
  const batch = answer.shape[0]!;
  const digits = tf.reshape(tf.cast(tf.argMax(answer, 3), "float32"), [batch, 9, 9, 1]);
  const { rows, columns, boxes } = unitSums(digits);
  // Digits are counted from 0 here.
  const right = (sums: Tensor) => tf.cast(tf.equal(sums, 36), "float32");
  const ofRow = tf.reshape(right(rows), [batch, 9, 1]);
  const ofColumn = tf.reshape(right(columns), [batch, 1, 9]);
  const ofBox = tf.tile(tf.reshape(right(boxes), [batch, 3, 1, 3, 1]), [1, 1, 3, 1, 3]);
  return tf.mul(tf.mul(ofRow, ofColumn), tf.reshape(ofBox, [batch, 9, 9]));
}

/** Fraction of the unknown cells that are wrong, `[batch]`; 0 where there are none. */
export function wrongFraction(answer: Tensor, problems: Problems): Tensor {
  const unknown = unknownCells(problems);
  const wrong = tf.mul(unknown, tf.sub(1, rightCells(answer, problems)));
  return tf.div(tf.sum(wrong, [1, 2]), tf.maximum(1, tf.sum(unknown, [1, 2])));
}

/** A fraction of the problems, from one number of each. */
const perBoard = (name: string, count: (answer: Tensor, problems: Problems) => Tensor): Metric => ({
  name,
  better: "higher",
  counts: (answer, problems) => tf.expandDims(count(answer, problems), 1),
  value: (sums, problems) => sums[0]! / problems,
});

/** A fraction of cells over the whole set, from how many there are and how many count. */
const perCell = (
  name: string,
  count: (answer: Tensor, problems: Problems) => [counted: Tensor, all: Tensor],
): Metric => ({
  name,
  better: "higher",
  counts: (answer, problems) =>
    tf.stack(count(answer, problems).map((cells) => tf.sum(cells, [1, 2])), 1) as Tensor2D,
  value: (sums) => sums[0]! / sums[1]!,
});

/** Cells with a clue that the answer repeats; of interest where clues must be read. */
export const cluesRead: Metric = perCell("clues read", (answer, problems) => {
  const clues = tf.sub(1, unknownCells(problems));
  return [tf.mul(clues, rightCells(answer, problems)), clues];
});

/**
 * The paper's accuracy, as the released code computes it (but over whole batches); boards that are
 * the solution in every cell, clues included; boards that are consistent whatever the puzzle; and
 * SATNet's test of sums, which a board full of fives passes.
 */
export const sudokuMetrics: readonly Metric[] = [
  perCell("unknown cells right", (answer, problems) => {
    const unknown = unknownCells(problems);
    return [tf.mul(unknown, rightCells(answer, problems)), unknown];
  }),
  perBoard("boards solved", (answer, problems) => tf.min(rightCells(answer, problems), [1, 2])),
  perBoard("boards consistent", consistentBoards),
  perCell("cells in balance", (answer) => {
    const balanced = balancedCells(answer);
    return [balanced, tf.onesLike(balanced)];
  }),
];
