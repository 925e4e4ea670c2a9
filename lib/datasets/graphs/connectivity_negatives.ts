/**
 * Corrupted connectivity answers for the contrastive loss, on the host and as tensor ops.
 *
 * @module
 */
import { type Key, random, type Tensor, type Tensor3D, tf } from "../../tensor/mod.ts";
import type { Rng } from "../rng.ts";

/**
 * `"reference"`: every entry by itself, the diagonal included, is set to -1 at the given rate, as
 * the released code does; it only ever removes connections and leaves the matrix asymmetric.
 * `"symmetric"`: every pair of different nodes is flipped at that rate, both entries together, so
 * connections are invented as well as removed.
 */
export type ConnectivityNegatives = "reference" | "symmetric";

/**
 * Negatives of the answers `y`, `[B, N, N]` of ±1; a new array of the same shape.
 *
 * @param nodes Number of nodes N.
 * @param rate Chance that an entry (or pair) is corrupted; the reference's is 0.05.
 * @throws {RangeError} If `y` is not made of N×N matrices.
 */
export function connectivityNegatives(
  y: Float32Array,
  nodes: number,
  kind: ConnectivityNegatives,
  stream: Rng,
  rate = 0.05,
): Float32Array {
  const entries = nodes * nodes;
  if (y.length % entries !== 0) {
    throw new RangeError(
      `Cannot corrupt answers as their length must be a multiple of ${nodes}²: ` +
        `received ${y.length}`,
    );
  }
  const negative = y.slice();
  if (kind === "reference") {
    for (let e = 0; e < negative.length; e++) {
      if (stream.uniform() < rate) negative[e] = -1;
    }
    return negative;
  }
  for (let offset = 0; offset < y.length; offset += entries) {
    for (let i = 0; i < nodes; i++) {
      for (let j = i + 1; j < nodes; j++) {
        if (stream.uniform() >= rate) continue;
        negative[offset + i * nodes + j]! *= -1;
        negative[offset + j * nodes + i]! *= -1;
      }
    }
  }
  return negative;
}

/** 1 above the diagonal, else 0: `[N, N]`. */
function aboveDiagonal(nodes: number): Tensor {
  const values = Float32Array.from(
    { length: nodes * nodes },
    (_, e) => e % nodes > Math.floor(e / nodes) ? 1 : 0,
  );
  return tf.tensor2d(values, [nodes, nodes]);
}

/**
 * The same as tensor ops, as a compiled training step needs them: negatives of `y` `[B, N, N]` of ±1.
 *
 * @param rate Chance that an entry (or pair) is corrupted; the reference's is 0.05.
 */
export function drawConnectivityNegatives(
  key: Key,
  y: Tensor,
  kind: ConnectivityNegatives,
  rate = 0.05,
): Tensor3D {
  const chosen = tf.cast(tf.less(random.uniform(key, y.shape), rate), "float32");
  if (kind === "reference") return tf.sub(y, tf.mul(chosen, tf.add(y, 1))) as Tensor3D;
  const pairs = tf.mul(chosen, aboveDiagonal(y.shape[1]!)) as Tensor3D;
  const flipped = tf.add(pairs, tf.transpose(pairs, [0, 2, 1]));
  return tf.mul(y, tf.sub(1, tf.mul(2, flipped))) as Tensor3D;
}
