/** Ways to answer a Sudoku without solving it. */
import { random, type Tensor, tf } from "../../../../tensor/mod.ts";
import { encodeChoice } from "./negatives.ts";
import type { TrivialBaseline } from "../task.ts";
import type { Problems } from "../../problems.ts";

/** `answer` with the clues in their cells. */
function withClues(answer: Tensor, { observed }: Problems): Tensor {
  const { mask, values } = observed!;
  return tf.where(tf.cast(mask, "bool"), values, answer);
}

/** 1 for the digits of a cell that no clue of its row, column or box has, `[batch, 9, 9, 9]`. */
function legalDigits({ condition }: Problems): Tensor {
  const given = tf.mul(tf.add(condition.x!, 1), 0.5);
  const batch = given.shape[0]!;
  const blocks = tf.reshape(given, [batch, 3, 3, 3, 3, 9]);
  const boxes = tf.tile(tf.max(blocks, [2, 4], true), [1, 1, 3, 1, 3, 1]);
  const taken = tf.maximum(
    tf.maximum(tf.max(given, 1, true), tf.max(given, 2, true)),
    tf.reshape(boxes, [batch, 9, 9, 9]),
  );
  return tf.sub(1, taken);
}

/** Answers without learning, `[batch, 9, 9, 9]`; clues are kept. */
export const sudokuBaselines: readonly TrivialBaseline[] = [
  {
    name: "random legal digit",
    answer(problems) {
      const legal = legalDigits(problems);
      const chance = random.uniform(random.key(0), legal.shape);
      const digits = tf.argMax(tf.mul(legal, tf.add(chance, 1)), 3);
      return withClues(encodeChoice(digits), problems);
    },
  },
  {
    name: "one digit everywhere",
    answer: (problems) =>
      withClues(encodeChoice(tf.fill([problems.answer.shape[0]!, 9, 9], 4, "int32")), problems),
  },
];
