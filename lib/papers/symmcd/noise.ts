/** The three kinds of noise: normal on the lattice, wrapped on positions, letters at random. */
import { cosineSchedule } from "../../diffusion/schedule.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";

/** Constants of every level t = 0 (hardly any noise) … T - 1. */
export interface CrystalSchedule {
  readonly levels: number;
  /** ᾱ of lattices, elements and symbols. */
  readonly alphaBar: readonly number[];
  /** σ of positions, in fractional coordinates. */
  readonly sigma: readonly number[];
  /** E|∇ log q|² of the wrapped normal of each σ, for one coordinate. */
  readonly scoreSquare: readonly number[];
}

/** Lattice translations that count for a wrapped normal of the widest noise. */
const WRAPS: readonly number[] = [-3, -2, -1, 0, 1, 2, 3];

/** d/dx log Σ_n exp(-(x + n)²/2σ²). */
function wrappedScore(x: number, sigma: number): number {
  let [weights, sum] = [0, 0];
  for (const n of WRAPS) {
    const weight = Math.exp(-((x + n) ** 2) / (2 * sigma ** 2));
    weights += weight;
    sum -= weight * (x + n) / sigma ** 2;
  }
  return sum / weights;
}

/** The mean square of a wrapped normal's score, by the midpoint rule over one period. */
export function wrappedScoreSquare(sigma: number): number {
  const points = 4000;
  let [mass, total] = [0, 0];
  for (let i = 0; i < points; i++) {
    const x = (i + 0.5) / points - 0.5;
    const weight = WRAPS.reduce((sum, n) => sum + Math.exp(-((x + n) ** 2) / (2 * sigma ** 2)), 0);
    if (weight === 0) continue; // too far for a double
    mass += weight;
    total += weight * wrappedScore(x, sigma) ** 2;
  }
  return total / mass;
}

/**
 * The paper's schedule with T levels: ᾱ along a cosine, σ geometric from 0.005 to 0.5.
 *
 * @throws {RangeError} If `levels` is not an integer ≥ 2
 */
export function crystalSchedule(levels: number): CrystalSchedule {
  if (!Number.isInteger(levels) || levels < 2) {
    throw new RangeError(
      `Cannot build the schedule as levels must be an integer >= 2: current value is ${levels}`,
    );
  }
  const [low, high] = [0.005, 0.5];
  const sigma = Array.from({ length: levels }, (_, t) => low * (high / low) ** (t / (levels - 1)));
  const alphaBar = [...cosineSchedule(levels).alphaBar];
  return { levels, alphaBar, sigma, scoreSquare: sigma.map(wrappedScoreSquare) };
}

/** x - ⌊x⌋. */
export const wrap = (x: Tensor): Tensor => tf.sub(x, tf.floor(x));

/** The score of a wrapped normal at a displacement `d` of the same shape as, or wider than, σ. */
export function wrappedNormalScore(d: Tensor, sigma: Tensor): Tensor {
  const near = tf.sub(d, tf.round(d));
  const variance = tf.square(sigma);
  let weights: Tensor = tf.zerosLike(near), sum: Tensor = tf.zerosLike(near);
  for (const n of WRAPS) {
    const at = tf.add(near, n);
    // Relative to the nearest image, so that small σ do not make every weight zero.
    const excess = tf.sub(tf.square(near), tf.square(at));
    const weight = tf.exp(tf.div(excess, tf.mul(variance, 2)));
    weights = tf.add(weights, weight);
    sum = tf.sub(sum, tf.mul(weight, tf.div(at, variance)));
  }
  return tf.div(sum, weights);
}

/** Chances of a letter after noise: ᾱ·clean + (1 - ᾱ)·marginal, over the last axis. */
export const noisyChances = (clean: Tensor, marginal: Tensor, alphaBar: Tensor): Tensor =>
  tf.add(tf.mul(alphaBar, clean), tf.mul(tf.sub(1, alphaBar), marginal));

/** What {@linkcode posteriorChances} needs; letters are along the last axis of all. */
export interface PosteriorInputs {
  /** The letter at level t, one-hot. */
  readonly noisy: Tensor;
  /** Predicted chances of the clean letter. */
  readonly predicted: Tensor;
  readonly marginal: Tensor;
  /** ᾱ at t and one level below (1 below the last). */
  readonly alphaBar: Tensor;
  readonly alphaBarBelow: Tensor;
}

/**
 * D3PM's step down with Q_t = α_t·1 + (1 - α_t)·1mᵀ: the mixture of q(a_{t-1} | a_t, a_0) over the
 * predicted a_0, as chances over the last axis.
 */
export function posteriorChances(inputs: PosteriorInputs): Tensor {
  const { noisy, predicted, marginal, alphaBar, alphaBarBelow } = inputs;
  const alpha = tf.div(alphaBar, alphaBarBelow);
  const marginalOfNoisy = tf.sum(tf.mul(noisy, marginal), -1, true);
  const likelihood = tf.add(
    tf.mul(alpha, noisy),
    tf.mul(tf.sub(1, alpha), marginalOfNoisy),
  );
  // q(a_t | a_0) for each clean letter a_0.
  const evidence = tf.add(
    tf.mul(alphaBar, noisy),
    tf.mul(tf.sub(1, alphaBar), marginalOfNoisy),
  );
  const ratio = tf.div(predicted, tf.add(evidence, 1e-12));
  const prior = tf.add(
    tf.mul(alphaBarBelow, ratio),
    tf.mul(tf.mul(tf.sub(1, alphaBarBelow), marginal), tf.sum(ratio, -1, true)),
  );
  const chances = tf.mul(likelihood, prior);
  return tf.div(chances, tf.add(tf.sum(chances, -1, true), 1e-20));
}

/**
 * Letters drawn by their chances along the last axis, one-hot (Gumbel's trick).
 *
 * @param uniform Uniform numbers of the same shape
 */
export function drawLetters(chances: Tensor, uniform: Tensor): Tensor {
  const gumbel = tf.neg(tf.log(tf.add(tf.neg(tf.log(tf.add(uniform, 1e-20))), 1e-20)));
  // A letter of chance 0 must never win: the smallest chance counts, and it is far below.
  const scores = tf.add(tf.log(tf.add(chances, 1e-30)), gumbel);
  const letters = chances.shape.at(-1)!;
  return tf.oneHot(tf.cast(tf.argMax(scores, -1), "int32"), letters, 1, 0, "float32") as Tensor;
}
