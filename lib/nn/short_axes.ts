/**
 * Sums over an axis of few entries, and repetition along one, as a pair: each is the gradient of
 * the other, to any order.
 *
 * A sum over nine entries of large blocks is several times faster as additions of slices, which XLA
 * makes one loop of, than as a reduction; broadcasting operators would bring the reduction back in
 * their gradients.
 */
import { type Tensor, tf } from "../tensor/mod.ts";

/** Sum over `axis`, which stays with size 1. */
export function shortSum(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis]!;
  const sum = tf.customGrad((x) => {
    const slices = tf.split(x as Tensor, size, axis);
    return {
      value: slices.reduce((total, slice) => tf.add(total, slice)),
      gradFunc: (dy: Tensor) => repeat(dy, axis, size),
    };
  });
  return sum(x);
}

/** Repeats `x`, of size 1 along `axis`, `size` times. */
export function repeat(x: Tensor, axis: number, size: number): Tensor {
  const repeated = tf.customGrad((x) => ({
    value: tf.broadcastTo(
      x as Tensor,
      (x as Tensor).shape.map((length, i) => i === axis ? size : length),
    ),
    gradFunc: (dy: Tensor) => shortSum(dy, axis),
  }));
  return repeated(x);
}
