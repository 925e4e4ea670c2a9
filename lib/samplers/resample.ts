/** Particles with weights, and how they become particles without. */
import { assertNumber } from "../checks.ts";
import { type Key, type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";
import { hostUniform } from "./host_random.ts";

/** Samples `[batch, …]` and the logarithms of their weights `[batch]`, up to a constant. */
export type Weighted = { readonly x: Tensor; readonly logWeights: Tensor1D };

/** How a resampling went. */
export type Resampling = {
  /** Which particle each came from, int32 `[batch]`. */
  readonly ancestors: Tensor1D;
  /** Effective sample size before it, a scalar: (Σw)²/Σw². */
  readonly ess: Tensor;
};

/**
 * Weights that add up to 1, float64, of their logarithms.
 *
 * @throws {TypeError} If they are no list, as a tensor is none
 * @throws {RangeError} If a logarithm is not a number or +∞, or all weights are 0
 */
export function normalisedWeights(logWeights: ArrayLike<number>): Float64Array {
  if (typeof logWeights?.length !== "number" || typeof logWeights === "string") {
    throw new TypeError(
      `Cannot weigh particles by ${logWeights}: accepted are logarithms in a list, as dataSync() gives a tensor's`,
    );
  }
  let top = -Infinity;
  for (let i = 0; i < logWeights.length; i++) {
    const log = logWeights[i]!;
    if (Number.isNaN(log) || log === Infinity) {
      throw new RangeError(`Cannot weigh particles: the logarithm of weight ${i} is ${log}`);
    }
    if (log > top) top = log;
  }
  if (top === -Infinity) {
    throw new RangeError(`Cannot weigh ${logWeights.length} particles: all weights are 0`);
  }
  // Plain loops: they run once a step over all particles.
  const weights = new Float64Array(logWeights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] = Math.exp(logWeights[i]! - top);
  for (let i = 0; i < weights.length; i++) weights[i]! /= sum;
  return weights;
}

/** How far from 1 a sum of weights may be, as rounding leaves it. */
const ROUNDING = 1e-3;

/** @throws {RangeError} If weights are below 0 or do not add up to 1 */
function assertNormalised(doing: string, weights: Float64Array): void {
  let sum = 0, wrong = false;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (!(weights[i]! >= 0)) wrong = true;
  }
  if (!wrong && Math.abs(sum - 1) <= ROUNDING) return;
  throw new RangeError(
    `Cannot ${doing} by weights that ${
      wrong ? "are not all at least 0" : `add up to ${sum}`
    }: accepted are weights of at least 0 that add up to 1, as normalisedWeights gives them`,
  );
}

/**
 * Effective sample size 1/Σw² of weights that add up to 1, from 1 to their number.
 *
 * @throws {RangeError} If weights are below 0 or do not add up to 1
 */
export function effectiveSampleSize(weights: Float64Array): number {
  assertNormalised("count particles", weights);
  return 1 / weights.reduce((sum, w) => sum + w * w, 0);
}

/**
 * Systematic resampling: one uniform `u` in [0, 1), then particle i as often as there are (u + k)/n
 * within its stretch of the cumulated weights, which begins with its lower end: ⌊n·w_i⌋ or ⌈n·w_i⌉
 * times, n·w_i on average, and never where w_i is 0.
 *
 * @param weights Weights that add up to 1
 * @returns Ancestors in ascending order
 * @throws {RangeError} If weights are below 0 or do not add up to 1, or u is not in [0, 1)
 */
export function systematic(weights: Float64Array, u: number): Int32Array {
  assertNormalised("resample", weights);
  if (!(u >= 0 && u < 1)) {
    throw new RangeError(
      `Cannot resample at u = ${u}: accepted are numbers of at least 0, below 1`,
    );
  }
  const n = weights.length;
  const ancestors = new Int32Array(n);
  // Rounding may leave the sum a little short of 1: what is beyond it is the last one's with a weight.
  let last = n - 1;
  while (last > 0 && weights[last] === 0) last--;
  let i = 0, reached = weights[0]!;
  for (let k = 0; k < n; k++) {
    while (reached <= (u + k) / n && i < last) reached += weights[++i]!;
    ancestors[k] = i;
  }
  return ancestors;
}

/**
 * Resamples systematically if the effective sample size is below the share `below` of the
 * particles; `Infinity` does it always. Weights are equal afterwards; their logarithms are 0.
 *
 * @throws {RangeError} If all weights are 0, or one is not a number, or there is not one for each
 * particle, or `below` is not a number of at least 0
 */
export function resample(
  key: Key,
  { x, logWeights }: Weighted,
  below: number,
): [Weighted, Resampling] {
  assertNumber("below", below, "at least 0");
  if (x.shape[0] !== logWeights.size) {
    throw new RangeError(
      `Cannot resample ${
        x.shape[0]
      } particles by ${logWeights.size} weights: accepted is one for each`,
    );
  }
  const weights = normalisedWeights(logWeights.dataSync());
  const count = weights.length, size = effectiveSampleSize(weights);
  if (!(size < below * count)) {
    const same = tf.range(0, count, 1, "int32");
    return [{ x: tf.clone(x), logWeights: tf.clone(logWeights) }, {
      ancestors: same,
      ess: tf.scalar(size),
    }];
  }
  const [u] = hostUniform(key, 1);
  const ancestors = tf.tensor1d(systematic(weights, u!), "int32");
  return [{ x: tf.gather(x, ancestors), logWeights: tf.zeros([count]) }, {
    ancestors,
    ess: tf.scalar(size),
  }];
}
