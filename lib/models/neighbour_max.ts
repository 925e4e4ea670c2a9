/** The maximum of swish over neighbours, without a swish for each pair of nodes. */
import { type Tensor, tf } from "../tensor/mod.ts";
import { swish } from "../nn/layers.ts";

/** `best`, whose gradient goes to the one neighbour that `counts` marks for each node and channel. */
function chosen(other: Tensor, pair: Tensor, best: Tensor, counts: Tensor): Tensor {
  return tf.customGrad((...inputs) => {
    (inputs.at(-1) as unknown as tf.GradSaveFunc)([counts]);
    return {
      value: tf.clone(best),
      gradFunc(dy, [mark]) {
        const each = tf.mul(tf.expandDims(dy, 3), mark!);
        return [tf.sum(each, 2), tf.sum(each, 1)];
      },
    };
  })(other, pair);
}

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
  const largest = tf.max(sums, 3), smallest = tf.min(sums, 3);
  const at = (extreme: Tensor) => swish(tf.add(own, extreme));
  const best = tf.where(tf.greaterEqual(at(largest), at(smallest)), largest, smallest);
  const isBest = tf.equal(sums, tf.expandDims(best, 3));
  const neighbours = tf.reshape(tf.range(0, n, 1, "int32"), [1, 1, 1, n, 1]);
  // An argMax by plain minima: from some 16 problems on a little faster under XLA than its own.
  const first = tf.min(tf.where(isBest, neighbours, tf.scalar(n, "int32")), 3, true);
  // A comparison has no derivative: to the gradient, which neighbour is best is a constant.
  const counts = tf.cast(tf.equal(neighbours, first), "float32");
  return swish(tf.add(own, chosen(other, pair, best, counts)));
}
