/** Corrupted connectivity answers, on the host. */
import type { ConnectivityNegatives } from "../../../lib/datasets/connectivity.ts";
import type { Rng } from "../../../lib/datasets/rng.ts";

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
