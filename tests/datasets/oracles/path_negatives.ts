/**
 * Corrupted paths for the contrastive loss, made on the host.
 *
 * @module
 */
import type { Rng } from "../../../lib/datasets/rng.ts";
import { PATH_HORIZON } from "../../../lib/datasets/shortest_path.ts";

/**
 * `"reference"`: the first move becomes a uniformly drawn node, as the released code does; it may
 * be the true one, and then the example teaches nothing. `"distinct"`: never the true one.
 */
export type PathNegatives = "reference" | "distinct";

/**
 * Negatives of the answers `y`, `[B, 8, N, 1]` of ±1: the first move replaced, moves 1..7 kept; a
 * new array of the same shape.
 *
 * @param nodes Number of nodes N, at least 2.
 * @throws {RangeError} If `y` is not made of 8×N answers.
 */
export function pathNegatives(
  y: Float32Array,
  nodes: number,
  kind: PathNegatives,
  random: Rng,
): Float32Array {
  const entries = PATH_HORIZON * nodes;
  if (y.length % entries !== 0) {
    throw new RangeError(
      `Cannot corrupt paths as their length must be a multiple of ${PATH_HORIZON}×${nodes}: ` +
        `received ${y.length}`,
    );
  }
  const negative = y.slice();
  for (let offset = 0; offset < y.length; offset += entries) {
    const first = negative.subarray(offset, offset + nodes);
    const truth = first.indexOf(1);
    const node = kind === "reference"
      ? random.int(nodes)
      : (truth + 1 + random.int(nodes - 1)) % nodes;
    first.fill(-1);
    first[node] = 1;
  }
  return negative;
}
