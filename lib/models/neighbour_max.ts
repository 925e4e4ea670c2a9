/** The maximum of swish over neighbours, without a swish for each pair of nodes. */
import { type Tensor, tf } from "../tensor/mod.ts";
import { swish } from "../nn/layers.ts";

/**
 * The largest or smallest of `x` along `axis`, as the mean of those that are equal to it: they
 * share the gradient, where the engine's own maximum gives each of them all of it.
 */
export function extreme(x: Tensor, axis: number, which: "largest" | "smallest"): Tensor {
  const found = which === "largest" ? tf.max(x, axis, true) : tf.min(x, axis, true);
  const there = tf.cast(tf.equal(x, found), "float32");
  return tf.div(tf.sum(tf.mul(x, there), axis), tf.sum(there, axis));
}

/**
 * max_j swish(own_i + other_j + pair_ij), per channel.
 *
 * swish falls, then rises, so that its maximum over a set of numbers is at the largest or at the
 * smallest of them, whatever own_i is added to all. So a pair of nodes costs a sum and two
 * comparisons.
 *
 * @param own `[batch, steps, n, channels]`
 * @param other `[batch, steps, n, channels]`
 * @param pair `[batch, n, n, channels]`, the same at all steps
 * @returns `[batch, steps, n, channels]`
 */
export function neighbourMax(own: Tensor, other: Tensor, pair: Tensor): Tensor {
  const sums = tf.add(tf.expandDims(other, 2), tf.expandDims(pair, 1));
  const at = (which: "largest" | "smallest") => swish(tf.add(own, extreme(sums, 3, which)));
  return tf.maximum(at("largest"), at("smallest"));
}
