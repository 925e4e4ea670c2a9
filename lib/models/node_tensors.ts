/** Ops on tensors over pairs of nodes, `[batch, N, N]` or `[batch, N, N, channels]`. */
import { type Tensor, type Tensor3D, tf } from "../tensor/mod.ts";

/** Beyond any value that a network computes; added where an entry must not be chosen. */
const FAR = 1e4;

/** Exchanges the two nodes of each pair. */
export function swapNodes(z: Tensor): Tensor {
  return tf.transpose(z, z.rank === 3 ? [0, 2, 1] : [0, 2, 1, 3]);
}

/** The identity, `[1, N, N, 1]`. */
export function diagonal(nodes: number): Tensor {
  return tf.reshape(tf.eye(nodes), [1, nodes, nodes, 1]);
}

/**
 * The largest of each row of `z` `[batch, N, N]` with its diagonal entry taken as 0, and the
 * smallest with it taken as 1: `[batch, N, 2]`.
 */
export function rowExtremes(z: Tensor3D): Tensor3D {
  const eye = tf.eye(z.shape[1]);
  const others = tf.mul(z, tf.sub(1, eye));
  return tf.stack([tf.max(others, 2), tf.min(tf.add(others, eye), 2)], 2) as Tensor3D;
}

/**
 * The largest (or smallest) of a_ik + b_jk over the nodes k other than i and j, for each pair (i, j):
 * `[batch, N, N, channels]`, as `a` and `b`. About ∓10,000 or beyond where there is no such node.
 */
export function bestJoin(a: Tensor, b: Tensor, which: "largest" | "smallest"): Tensor {
  const never = tf.mul(diagonal(a.shape[1]!), which === "largest" ? -FAR : FAR);
  const sums = tf.add(tf.expandDims(tf.add(a, never), 2), tf.expandDims(tf.add(b, never), 1));
  return which === "largest" ? tf.max(sums, 3) : tf.min(sums, 3);
}
