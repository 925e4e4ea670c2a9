/**
 * Corrupted connectivity answers for the contrastive loss, as tensor ops.
 *
 * @module
 */
import { type Key, random, type Tensor, type Tensor3D, tf } from "../../tensor/mod.ts";

/**
 * `"reference"`: every entry by itself, the diagonal included, is set to -1 at the given rate, as
 * the released code does; it only ever removes connections and leaves the matrix asymmetric.
 * `"symmetric"`: every pair of different nodes is flipped at that rate, both entries together, so
 * connections are invented as well as removed.
 */
export type ConnectivityNegatives = "reference" | "symmetric";

/** 1 above the diagonal, else 0: `[N, N]`. */
function aboveDiagonal(nodes: number): Tensor {
  const values = Float32Array.from(
    { length: nodes * nodes },
    (_, e) => e % nodes > Math.floor(e / nodes) ? 1 : 0,
  );
  return tf.tensor2d(values, [nodes, nodes]);
}

/**
 * Negatives of the answers `y`, `[B, N, N]` of ±1, as tensor ops, which a compiled training step
 * needs.
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
