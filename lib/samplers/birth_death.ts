/** Resampling by a clock of births and deaths, as the released code of FKC and PITA has it. */
import { assertChoice } from "../checks.ts";
import { type Key, random, type Tensor1D, tf, tidy } from "../tensor/mod.ts";
import { hostUniform } from "./host_random.ts";

/** What the clocks of `[batch]` particles say. */
export type Clocks = {
  /** How much weight a particle fell behind the mean since its last replacement. */
  readonly death: Tensor1D;
  /** A particle is replaced when its clock reaches it: a draw from Exp(1). */
  readonly threshold: Tensor1D;
  /** Births of all since a particle's last replacement, added up. */
  readonly births: Tensor1D;
  /** Who would replace a particle now: drawn in proportion to births since its last replacement. */
  readonly candidate: Tensor1D;
};

/**
 * What the one that replaces is drawn in proportion to: births in this very step, or births added up
 * since the last replacement of the one that dies. The released code has both.
 */
export type Births = "instantaneous" | "accumulated";

const BIRTHS: readonly Births[] = ["instantaneous", "accumulated"];

/** Draws from Exp(1). */
const exponentials = (key: Key, count: number) =>
  hostUniform(key, count).map((u) => -Math.log1p(-u));

/** Clocks at 0. */
export function startClocks(key: Key, count: number): Clocks {
  return {
    death: tf.zeros([count]),
    threshold: tf.tensor1d(exponentials(key, count)),
    births: tf.zeros([count]),
    candidate: tf.range(0, count, 1, "int32"),
  };
}

/**
 * One step: with δ_i the change of log w_i and m their mean, death clocks move by max(0, m - δ_i);
 * a particle that reaches its threshold, or whose weight is 0 (δ = -∞, left out of m), is replaced by one
 * drawn in proportion to max(0, δ_j - m), of this step or added up, see {@link Births}, and its clock starts
 * anew.
 *
 * Added-up births would need a history of all particles. A reservoir does the same: with the births
 * B of a step and A of all so far, a step's own draw becomes the candidate with probability B/A.
 *
 * @param change δ, `[batch]`
 * @returns Ancestors, int32 `[batch]`, and the clocks after the step
 * @throws {RangeError} If there is not one clock for each change, or no such kind of births; if a change is NaN or
 * +∞, or all weights are 0
 */
export function birthAndDeath(
  key: Key,
  { death, threshold, births: before, candidate }: Clocks,
  change: Tensor1D,
  kind: Births = "instantaneous",
): [Tensor1D, Clocks] {
  if (change.size !== death.size) {
    throw new RangeError(
      `Cannot move ${death.size} clocks by ${change.size} changes: accepted is one for each`,
    );
  }
  assertChoice("kind", kind, BIRTHS);
  const delta = Float64Array.from(change.dataSync()), count = delta.length;
  const ancestors = Int32Array.from({ length: count }, (_, i) => i);
  const alive = ancestors.filter((i) => delta[i] !== -Infinity);
  assertRates(delta, alive.length);
  const mean = alive.reduce((sum, i) => sum + delta[i]!, 0) / alive.length;
  const [clocks, limits] = [death.dataSync().slice(), threshold.dataSync().slice()];
  const edges = new Float64Array(count);
  let births = 0;
  for (let i = 0; i < count; i++) {
    clocks[i]! += Math.max(0, mean - delta[i]!); // of weight 0 at once
    edges[i] = births += Math.max(0, delta[i]! - mean);
  }
  const added = before.dataSync().slice(), candidates = candidate.dataSync().slice();
  if (kind === "accumulated" && births > 0) {
    const [turn, which] = tidy(() => random.split(random.fold(key, 1))) as [Key, Key];
    const turns = hostUniform(turn, count), draws = hostUniform(which, count);
    for (let i = 0; i < count; i++) {
      added[i]! += births;
      if (turns[i]! * added[i]! < births) candidates[i] = firstAbove(edges, draws[i]! * births);
    }
    turn.dispose();
    which.dispose();
  }
  const dead = ancestors.filter((i) => clocks[i]! >= limits[i]!);
  if (dead.length) {
    const [which, anew] = tidy(() => random.split(key)) as [Key, Key];
    const u = hostUniform(which, dead.length);
    const fresh = exponentials(anew, dead.length);
    dead.forEach((i, k) => {
      const anyone = kind === "accumulated" ? !(added[i]! > 0) : !(births > 0);
      const chosen = kind === "accumulated" ? candidates[i]! : firstAbove(edges, u[k]! * births);
      ancestors[i] = anyone || delta[chosen] === -Infinity
        ? alive[Math.floor(u[k]! * alive.length)]!
        : chosen;
      added[i] = 0;
      clocks[i] = 0;
      limits[i] = fresh[k]!;
    });
    which.dispose();
    anew.dispose();
  }
  return [
    tf.tensor1d(ancestors, "int32"),
    {
      death: tf.tensor1d(clocks),
      threshold: tf.tensor1d(limits),
      births: tf.tensor1d(added),
      candidate: tf.tensor1d(candidates, "int32"),
    },
  ];
}

/** A clock that is NaN never strikes again. */
function assertRates(delta: Float64Array, alive: number): void {
  const wrong = delta.findIndex((change) => Number.isNaN(change) || change === Infinity);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot weigh particles: the logarithm of weight ${wrong} changes by ${delta[wrong]}`,
    );
  }
  if (alive > 0) return;
  throw new RangeError(`Cannot weigh ${delta.length} particles: all weights are 0`);
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
