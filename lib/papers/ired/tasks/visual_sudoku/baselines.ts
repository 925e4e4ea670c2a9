/** Ways to answer a Sudoku of images without solving it. */
import { type Tensor, tf } from "../../../../tensor/mod.ts";
import type { Problems } from "../../problems.ts";
import { sudokuBaselines } from "../sudoku/baselines.ts";
import { clueCells, encodeChoice } from "../sudoku/negatives.ts";
import type { TrivialBaseline } from "../task.ts";

/** Mean image of each digit among the clues of `training`, `[9, pixels]`. */
function meanImages({ condition, answer }: Problems): Tensor {
  const pixels = condition.x!.shape[3]!;
  const shown = tf.mul(tf.mul(tf.add(answer, 1), 0.5), clueCells(condition.mask!));
  const rows = tf.reshape(shown, [-1, 9]) as tf.Tensor2D;
  const images = tf.reshape(condition.x!, [-1, pixels]) as tf.Tensor2D;
  const sums = tf.matMul(rows, images, true);
  return tf.div(sums, tf.maximum(1, tf.reshape(tf.sum(rows, 0), [9, 1])));
}

/** The clues of a board by the nearest mean image, as Sudoku without images takes them. */
export function nearestReading(problems: Problems, training: Problems): Problems {
  const { x, mask } = problems.condition, [batch, , , pixels] = x!.shape as number[];
  const means = meanImages(training) as tf.Tensor2D;
  const images = tf.reshape(x!, [-1, pixels!]) as tf.Tensor2D;
  // ‖a - b‖² but for ‖a‖².
  const distance = tf.sub(
    tf.sum(tf.square(means), 1),
    tf.mul(tf.matMul(images, means, false, true), 2),
  );
  const digits = tf.reshape(tf.argMin(distance, 1), [batch!, 9, 9]);
  const values = tf.where(tf.cast(mask!, "bool"), encodeChoice(digits), tf.scalar(-1));
  return { ...problems, condition: { x: values, mask: mask! }, observed: { mask: mask!, values } };
}

/** Read each clue as the digit whose mean image is nearest, and answer as for Sudoku. */
export const visualBaselines: readonly TrivialBaseline[] = sudokuBaselines.map((
  { name, answer },
) => ({
  name: `nearest mean image, ${name}`,
  answer(problems, training) {
    const read = nearestReading(problems, training);
    return answer(read, training);
  },
}));
