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
    return {
      value: sumOf(x as Tensor, axis),
      gradFunc: (dy: Tensor) => repeat(dy, axis, size),
    };
  });
  return sum(x);
}

/** Repeats `x`, of size 1 along `axis`, `size` times. */
export function repeat(x: Tensor, axis: number, size: number): Tensor {
  const repeated = tf.customGrad((x) => ({
    value: repeatOf(x as Tensor, axis, size),
    gradFunc: (dy: Tensor) => shortSum(dy, axis),
  }));
  return repeated(x);
}

/** `[…, size, …]` as `[before, size, after]`. */
function around(x: Tensor, axis: number): [before: number, size: number, after: number] {
  const product = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1);
  return [product(x.shape.slice(0, axis)), x.shape[axis]!, product(x.shape.slice(axis + 1))];
}

/** WebAssembly's kernels slice and tile entry by entry, twenty times slower than they multiply. */
const multiplies = () => tf.getBackend() === "wasm";

function sumOf(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis]!;
  if (!multiplies()) {
    return tf.split(x, size, axis).reduce((total, slice) => tf.add(total, slice));
  }
  const product = tf.matMul(tf.ones([1, 1, size]), tf.reshape(x, around(x, axis)));
  return tf.reshape(product, x.shape.map((length, i) => i === axis ? 1 : length));
}

function repeatOf(x: Tensor, axis: number, size: number): Tensor {
  const shape = x.shape.map((length, i) => i === axis ? size : length);
  if (!multiplies()) return tf.broadcastTo(x, shape);
  return tf.reshape(tf.matMul(tf.ones([1, size, 1]), tf.reshape(x, around(x, axis))), shape);
}
