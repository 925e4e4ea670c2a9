/** Resampling by a clock of births and deaths, as the released code of FKC and PITA has it. */
import { type Key, random, type Tensor1D, tf, tidy } from "../tensor/mod.ts";
import { hostUniform } from "./host_random.ts";

/** What the clocks of `[batch]` particles say. */
export type Clocks = {
  /** How much weight a particle fell behind the mean since its last replacement. */
  readonly death: Tensor1D;
  /** A particle is replaced when its clock reaches it: a draw from Exp(1). */
  readonly threshold: Tensor1D;
};

/** Draws from Exp(1). */
const exponentials = (key: Key, count: number) =>
  hostUniform(key, count).map((u) => -Math.log1p(-u));

/** Clocks at 0. */
export function startClocks(key: Key, count: number): Clocks {
  return { death: tf.zeros([count]), threshold: tf.tensor1d(exponentials(key, count)) };
}

/**
 * One step: with δ_i the change of log w_i and m their mean, death clocks move by max(0, m - δ_i);
 * a particle that reaches its threshold is replaced by one drawn in proportion to
 * max(0, δ_j - m), and its clock starts anew. (The released code can also add up births since a
 * particle's last replacement; this is its instantaneous form.)
 *
 * @param change δ, `[batch]`
 * @returns Ancestors, int32 `[batch]`, and the clocks after the step
 */
export function birthAndDeath(
  key: Key,
  { death, threshold }: Clocks,
  change: Tensor1D,
): [Tensor1D, Clocks] {
  const delta = Float64Array.from(change.dataSync()), count = delta.length;
  const mean = delta.reduce((a, b) => a + b, 0) / count;
  const [clocks, limits] = [death.dataSync().slice(), threshold.dataSync().slice()];
  const edges = new Float64Array(count);
  let births = 0;
  for (let i = 0; i < count; i++) {
    clocks[i]! += Math.max(0, mean - delta[i]!);
    edges[i] = births += Math.max(0, delta[i]! - mean);
  }
  const ancestors = Int32Array.from({ length: count }, (_, i) => i);
  const dead = ancestors.filter((i) => clocks[i]! >= limits[i]!);
  if (dead.length) {
    const [which, anew] = tidy(() => random.split(key)) as [Key, Key];
    const u = hostUniform(which, dead.length);
    const fresh = exponentials(anew, dead.length);
    dead.forEach((i, k) => {
      ancestors[i] = births > 0 ? firstAbove(edges, u[k]! * births) : Math.floor(u[k]! * count);
      clocks[i] = 0;
      limits[i] = fresh[k]!;
    });
    which.dispose();
    anew.dispose();
  }
  return [
    tf.tensor1d(ancestors, "int32"),
    { death: tf.tensor1d(clocks), threshold: tf.tensor1d(limits) },
  ];
}

/** Index of the first of ascending `edges` above `value`. */
function firstAbove(edges: Float64Array, value: number): number {
  let low = 0, high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
