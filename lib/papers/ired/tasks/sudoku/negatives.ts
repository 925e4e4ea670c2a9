/** Wrong Sudoku boards for the contrastive loss, as tensor ops that a training step can hold. */
import { type Key, random, type Tensor, tf } from "../../../../tensor/mod.ts";
import type { LossHooks } from "../../method/method.ts";
import type { Problems } from "../../problems.ts";

/**
 * How a wrong board is made. `reference`: every cell, with probability `rate`, gets a uniform digit,
 * which may be the right one; then the clues are restored. At 5 % a board with 45 unknown cells is
 * left unchanged 13 % of the time and teaches nothing. `corrected`: only unknown cells are drawn, a
 * replacement always differs, and a board with an unknown cell has at least one wrong.
 */
export type NegativeKind = "reference" | "corrected";

/** Probability that a cell is replaced. */
const RATE = 0.05;

/** One of the nine digits of each cell `[batch, 9, 9]`, as ±1 `[batch, 9, 9, 9]`. */
export function encodeChoice(digits: Tensor): Tensor {
  const chosen = tf.equal(tf.expandDims(digits, 3), tf.range(0, 9, 1, "int32"));
  return tf.sub(tf.mul(tf.cast(chosen, "float32"), 2), 1);
}

/** Which cells are observed, 1 or 0, `[batch, 9, 9, 1]`, of a mask `[batch, 9, 9, 9]`. */
export function clueCells(mask: Tensor): Tensor {
  return tf.slice(mask, [0, 0, 0, 0], [mask.shape[0]!, 9, 9, 1]);
}

/** Every cell, with probability 0.05, gets a uniform digit, which may be the right one. */
function referenceNegatives(key: Key, { answer, observed }: Problems): Tensor {
  const batch = answer.shape[0]!;
  const [placeKey, digitKey] = random.split(key);
  const chance = random.uniform(placeKey!, [batch, 9, 9, 1]);
  const replaced = tf.logicalAnd(tf.less(chance, RATE), tf.less(clueCells(observed!.mask), 0.5));
  const digits = random.integers(digitKey!, [batch, 9, 9], 0, 9);
  return tf.where(tf.tile(replaced, [1, 1, 1, 9]), encodeChoice(digits), answer);
}

/**
 * Only unknown cells are replaced, always by another digit, and of each board at least one: the
 * cell with the least of the numbers that decide.
 */
function correctedNegatives(key: Key, { answer, observed }: Problems): Tensor {
  const batch = answer.shape[0]!;
  const [placeKey, digitKey] = random.split(key);
  const known = clueCells(observed!.mask);
  // Beyond 1, so that the least number is not a clue's while there are other cells.
  const chance = tf.add(random.uniform(placeKey!, [batch, 9, 9, 1]), tf.mul(known, 2));
  const bound = tf.maximum(RATE, tf.min(chance, [1, 2, 3], true));
  const replaced = tf.logicalAnd(tf.lessEqual(chance, bound), tf.less(known, 0.5));
  const places = tf.range(0, 9, 1, "float32");
  const right = tf.sum(tf.mul(tf.mul(tf.add(answer, 1), 0.5), places), 3);
  const shift = random.integers(digitKey!, [batch, 9, 9], 1, 9);
  const digits = tf.mod(tf.add(tf.cast(right, "int32"), shift), tf.scalar(9, "int32"));
  return tf.where(tf.tile(replaced, [1, 1, 1, 9]), encodeChoice(digits), answer);
}

/**
 * Makes the hook that draws negatives, `[batch, 9, 9, 9]`; see {@link NegativeKind} for what the
 * kinds are.
 */
export function sudokuNegatives(kind: NegativeKind): NonNullable<LossHooks["negatives"]> {
  return kind === "reference" ? referenceNegatives : correctedNegatives;
}
