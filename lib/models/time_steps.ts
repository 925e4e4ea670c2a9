/** How the steps of a plan see their neighbours in time. */
import { type Tensor, tf } from "../tensor/mod.ts";

/**
 * "corrected": each step sees the one before and the one after. "reference": it sees itself in
 * their places, as in IRED's released code, which zeroes the slices it should shift.
 */
export type TemporalShift = "reference" | "corrected";

/** @throws {RangeError} If `shift` is neither */
export function assertTemporalShift(shift: TemporalShift): void {
  if (shift !== "reference" && shift !== "corrected") {
    throw new RangeError(
      `temporalShift must be "reference" or "corrected": current value is ${shift}`,
    );
  }
}

/** `count` steps of `x` from step `first`. */
export function stepsOf(x: Tensor, first: number, count: number): Tensor {
  const [batch, , n, channels] = x.shape as [number, number, number, number];
  return tf.slice(x, [0, first, 0, 0], [batch, count, n, channels]);
}

/**
 * [u₋; u; u₊] over the last axis: what stands in the places of the step before and of the one
 * after, zero where there is none.
 *
 * @param u `[batch, steps, n, channels]`, of at least two steps
 * @returns `[batch, steps, n, 3·channels]`
 */
export function withNeighbouringSteps(u: Tensor, shift: TemporalShift): Tensor {
  const [batch, steps, n, channels] = u.shape as [number, number, number, number];
  const zero = tf.zeros([batch, 1, n, channels]);
  const [before, after] = shift === "corrected"
    ? [stepsOf(u, 0, steps - 1), stepsOf(u, 1, steps - 1)]
    : [stepsOf(u, 1, steps - 1), stepsOf(u, 0, steps - 1)];
  return tf.concat([tf.concat([zero, before], 1), u, tf.concat([after, zero], 1)], 3);
}
