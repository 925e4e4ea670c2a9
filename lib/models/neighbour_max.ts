/** The maximum of swish over neighbours, without a swish for each pair of nodes. */
import { type Tensor, tf } from "../tensor/mod.ts";
import { swish } from "../nn/layers.ts";

/**
 * max_j swish(own_i + other_j + pair_ij), per channel.
 *
 * swish falls, then rises, so that its maximum over a set of numbers is at the largest or at the
 * smallest of them, whatever own_i is added to all. So a pair of nodes costs no swish, and all that
 * is differentiated is a sum in which one neighbour counts: of equally good ones the first, as in
 * PyTorch, where TensorFlow.js's own maximum would give each of them the whole gradient.
 *
 * @param own `[batch, steps, n, channels]`
 * @param other `[batch, steps, n, channels]`
 * @param pair `[batch, n, n, channels]`, the same at all steps
 * @returns `[batch, steps, n, channels]`
 */
export function neighbourMax(own: Tensor, other: Tensor, pair: Tensor): Tensor {
  const n = own.shape[2]!;
  const sums = tf.add(tf.expandDims(other, 2), tf.expandDims(pair, 1));
  const at = (extreme: Tensor) => swish(tf.add(own, extreme));
  const rises = tf.greaterEqual(at(tf.max(sums, 3)), at(tf.min(sums, 3)));
  const sign = tf.sub(tf.mul(tf.cast(rises, "float32"), 2), 1);
  const best = tf.argMax(tf.mul(sums, tf.expandDims(sign, 3)), 3);
  const neighbours = tf.reshape(tf.range(0, n, 1, "int32"), [1, 1, 1, n, 1]);
  // A comparison has no derivative: to the gradient, which neighbour is best is a constant.
  const counts = tf.cast(tf.equal(neighbours, tf.expandDims(best, 3)), "float32");
  return swish(tf.add(own, tf.sum(tf.mul(sums, counts), 3)));
}
