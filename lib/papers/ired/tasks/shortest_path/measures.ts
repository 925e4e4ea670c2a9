/** What is measured of paths, as counts of each problem. */
import { type Tensor, type Tensor2D, tf } from "../../../../tensor/mod.ts";
import type { Metric } from "../task.ts";
import type { Problems } from "../../problems.ts";

const steps = (answer: Tensor) => answer.shape[1]!;

/**
 * The best node at each step, as ones and zeros like the scores, `[batch, steps, n]`: of equal
 * ones the first, none where all scores are NaN.
 */
function bestNodes(answer: Tensor): Tensor {
  const [batch, count, n] = answer.shape as [number, number, number];
  const scores = tf.reshape(answer, [batch, count, n]);
  const known = tf.where(tf.isNaN(scores), tf.fill(scores.shape, -Infinity), scores);
  const best = tf.cast(tf.oneHot(tf.cast(tf.argMax(known, 2), "int32"), n), "float32");
  return tf.mul(best, tf.sub(1, tf.cast(tf.isNaN(scores), "float32")));
}

/** The best first node `[batch, n]`. */
export function firstMove(answer: Tensor): Tensor2D {
  const [batch, , n] = answer.shape as [number, number, number];
  const first = tf.slice(answer, [0, 0, 0, 0], [batch, 1, n, 1]);
  return tf.reshape(bestNodes(first), [batch, n]) as Tensor2D;
}

/** 1 for each problem whose first move is among `moves` `[batch, n]`, `[batch]`. */
export const firstMoveAmong = (answer: Tensor, moves: Tensor): Tensor =>
  tf.sum(tf.mul(firstMove(answer), moves), 1);

/** A fraction of problems, or of `per` things in each if there are several. */
function fraction(
  name: string,
  count: (answer: Tensor, problems: Problems) => Tensor,
  per?: (answer: Tensor) => number,
): Metric {
  return {
    name,
    better: "higher",
    counts: (answer, problems) =>
      tf.expandDims(tf.div(count(answer, problems), per?.(answer) ?? 1), 1) as Tensor2D,
    value: ([sum], problems) => sum! / problems,
  };
}

/** What the paper calls accuracy: the first move is legal and strictly closer to the goal. */
export const FIRST_ACTION = "first action accuracy";

/** All measures, the published one first. */
export const pathMetrics: readonly Metric[] = [
  fraction(FIRST_ACTION, (answer, { extra }) => firstMoveAmong(answer, extra!.optimal!)),
  fraction("first action legal", (answer, { extra }) => firstMoveAmong(answer, extra!.legal!)),
  fraction(
    "first action as stored",
    (answer, problems) => firstMoveAmong(answer, firstMove(problems.answer)),
  ),
  fraction(
    "actions as stored",
    (answer, problems) => tf.sum(tf.mul(bestNodes(answer), bestNodes(problems.answer)), [1, 2]),
    steps,
  ),
];
