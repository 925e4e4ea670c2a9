/** Particles of several kinds, and places where there is none: masks and means for networks of particles. */
import { type Tensor, tf } from "../tensor/mod.ts";

/** Which places hold a particle. */
export interface Presence {
  /** 1 or 0, `[batch, n, 1]`. */
  readonly own: Tensor;
  /** 1 for pairs of two different particles, `[batch, n, n, 1]`. */
  readonly pairs: Tensor;
}

/**
 * Presence by the last `kinds` of the conditions `[batch, n, c]`, which are one-hot, or all 0 where
 * there is no particle. Without kinds all `n` places hold one.
 */
export function presence(n: number, conditions?: Tensor, kinds = 0): Presence {
  const others = tf.reshape(tf.sub(1, tf.eye(n)), [1, n, n, 1]);
  if (!conditions || kinds === 0) return { own: tf.ones([1, n, 1]), pairs: others };
  if (conditions.rank !== 3) {
    throw new RangeError(
      `Conditions with kinds must be [batch, particles, conditions]: their rank is ${conditions.rank}`,
    );
  }
  const from = conditions.shape[2]! - kinds;
  const own = tf.sum(tf.slice(conditions, [0, 0, from], [-1, -1, kinds]), 2, true);
  const both = tf.mul(tf.expandDims(own, 2), tf.expandDims(own, 1));
  return { own, pairs: tf.mul(both, others) };
}

/**
 * Vectors `[batch, n, d]` without the mean of those that are there; 0 where there is no particle, and
 * throughout an example that has none.
 */
export function centredWhere(vectors: Tensor, own: Tensor): Tensor {
  const count = tf.maximum(tf.sum(own, 1, true), 1);
  const mean = tf.div(tf.sum(tf.mul(vectors, own), 1, true), count);
  return tf.mul(tf.sub(vectors, mean), own);
}
