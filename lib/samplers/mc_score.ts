/** The score of a noised density from energies alone, by Monte Carlo. */
import { assertChoice, assertNumber } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  isRecording,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
  tidy,
} from "../tensor/mod.ts";
import { alongBatch } from "../diffusion/conversions.ts";
import { energyAndGradient } from "../energy/energy_gradient.ts";
import type { Target } from "../energy/target.ts";

/** Options of {@link monteCarloScore}. */
export interface MonteCarloOptions {
  /** Points per estimate, K: so many energies and gradients each. */
  readonly samples: number;
  /** Longest estimate; longer ones are cut to it. Default: none is. */
  readonly clip?: number;
  /**
   * What is averaged under the weights: forces -∇E(y_k) ("gradient", iDEM's, default); the noise,
   * ε_k/√h ("noise"), which is better where h is large; or of both together the combination whose
   * estimated variance is least, at each x for itself ("mixed").
   */
  readonly kind?: "gradient" | "noise" | "mixed";
  /** What is cut: the whole vector (default), or the part of each particle, `[…, n, d]`. */
  readonly clipPer?: "sample" | "particle";
  /**
   * Points `[batch, …shape]` of which x is the noised form; each takes the place of one of the K. If they
   * are samples of p itself, estimates by forces alone or noise alone that are not cut have no bias, whatever K:
   * to choose among a sample of the posterior and K - 1 points around x by weights e^{-E} leaves the posterior
   * as it is (iterated sampling importance resampling). "mixed" keeps a bias that falls with K, as its mixture is
   * found from the same points. With K = 1 this is denoising score matching; where K is large, the usual estimate.
   */
  readonly kept?: Tensor;
}

/** Names of {@link MonteCarloOptions}. */
const OPTION_NAMES = [
  ...["samples", "clip", "kind", "clipPer", "kept"],
] as const satisfies (keyof MonteCarloOptions)[];

/** What {@link monteCarloScore} gives. */
export interface MonteCarloEstimate {
  /** Estimates of ∇ log p_h, like x. */
  readonly score: Tensor;
  /** Estimates of log p_h, up to log Z, `[batch]`. */
  readonly logDensity: Tensor1D;
  /** Effective number of points behind each, from 1 to K, `[batch]`. */
  readonly ess: Tensor1D;
}

/** A number whose square float32 still holds. */
const HUGE = 1e18;

const KINDS = ["gradient", "noise", "mixed"], CUTS = ["sample", "particle"];

/**
 * Vectors of `score` along its last axis, or all but the first, cut to `limit`.
 *
 * @throws {RangeError} If `per` is neither, or the limit is not above 0
 */
export function clipNorm(
  score: Tensor,
  limit: number,
  per: "sample" | "particle" = "sample",
): Tensor {
  assertChoice("per", per, CUTS);
  // A limit below 0 would turn scores round.
  assertNumber("limit", limit, "above 0");
  const axes = per === "particle" ? [score.rank - 1] : score.shape.map((_, axis) => axis).slice(1);
  return tidy(() => {
    const norm = tf.sqrt(tf.sum(tf.square(score), axes, true));
    return tf.mul(score, tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6))));
  });
}

/**
 * The mean of a + η(b - a) under weights that add up to 1, with the η that makes its variance
 * Σ w²|a + η(b - a) - mean|² least, cut to [0, 1] and drawn to 1 where few points carry the weight. As the
 * parts have one mean, any fixed η has it too; this one depends on the points, which costs a bias.
 */
function mixed(weights: Tensor, a: Tensor, b: Tensor): Tensor {
  const axes = a.shape.map((_, axis) => axis).slice(1);
  const mean = (terms: Tensor) => tf.sum(tf.mul(weights, terms), 1, true);
  const [meanA, meanB] = [mean(a), mean(b)];
  const apart = tf.sub(tf.sub(b, meanB), tf.sub(a, meanA));
  const squares = tf.square(weights);
  const along = tf.sum(tf.mul(squares, tf.mul(apart, tf.sub(a, meanA))), axes, true);
  const size = tf.sum(tf.mul(squares, tf.square(apart)), axes, true);
  // Where one point has all the weight, both variances seem to be 0: this then decides for b.
  const unsure = tf.div(tf.mean(tf.square(tf.sub(b, a)), axes, true), a.shape[1]! ** 2);
  const eta = tf.div(tf.sub(unsure, along), tf.add(size, tf.add(unsure, 1e-12)));
  return tf.squeeze(tf.add(meanA, tf.mul(tf.clipByValue(eta, 0, 1), tf.sub(meanB, meanA))), [1]);
}

/**
 * @param dividing What divides by √h, and so needs noise, in words
 * @throws {TypeError} If `h` is no tensor
 * @throws {RangeError} If one is below 0 or not finite, or 0 where something divides by it; nothing can be
 * read where it is recorded
 */
function assertVariances(h: Tensor1D, dividing: string | undefined): void {
  const given: unknown = h;
  if (!(given instanceof tf.Tensor)) {
    throw new TypeError(
      `h must be a tensor of variances, such as tf.tensor1d([0.1]): it is ${typeof given}`,
    );
  }
  if (isRecording()) return;
  const accepted = (variance: number) => dividing ? variance > 0 : variance >= 0;
  const wrong = h.dataSync().find((variance) => !(accepted(variance) && variance < Infinity));
  if (wrong === undefined) return;
  throw new RangeError(
    `Cannot estimate a score ${
      dividing ? `by ${dividing} ` : ""
    }under noise of variance ${wrong}: accepted are finite numbers ${
      dividing ? "above 0" : "of at least 0"
    }`,
  );
}

/**
 * Points of another batch, and variances of another, would be repeated.
 *
 * @throws {RangeError} If the shape of `h`, or that of `kept`, is not one for each x
 */
function assertShapes(x: Tensor, h: Tensor1D, kept: Tensor | undefined): void {
  const batch = x.shape[0]!, sizes = [...new Set([1, batch])];
  if (h.rank !== 1 || !sizes.includes(h.size)) {
    throw new RangeError(`h must have shape [${sizes.join("] or [")}]: it has [${h.shape}]`);
  }
  if (kept && `${kept.shape}` !== `${x.shape}`) {
    throw new RangeError(`kept must have shape [${x.shape}], as x: it has [${kept.shape}]`);
  }
}

/**
 * iDEM's estimator of the score of p * N(0, h) at x (Akhound-Sadegh et al. 2024): with points
 * y_k = x + √h·ε_k, S = Σ_k softmax_k(-E(y_k))·(-∇E(y_k)). It needs the energy and its gradient,
 * and no sample. Its bias is O(1/K), its spread grows with h until few points carry all weight.
 * Other estimators of the same score: see `kind`.
 *
 * @param x `[batch, …shape]`
 * @param h Variances, `[batch]` or `[1]`
 * @throws {TypeError} If h is no tensor
 * @throws {RangeError} If h or `kept` are not for each x, there are no points, there is no such kind, nothing such to cut per or to, or an
 * option's name is mistyped; if a variance is below 0 or not finite, or is 0 with `kept` or a kind that
 * divides by it ("noise", "mixed"), which is seen where values can be read
 */
export function monteCarloScore(
  target: Target,
  key: Key,
  x: Tensor,
  h: Tensor1D,
  options: MonteCarloOptions,
): MonteCarloEstimate {
  const { samples, clip, kind = "gradient", clipPer = "sample" } = options;
  assertOptionNames(options, OPTION_NAMES);
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`Cannot estimate a score from ${samples} points: accepted are 1, 2, 3, …`);
  }
  assertChoice("kind", kind, KINDS);
  assertChoice("clipPer", clipPer, CUTS);
  if (clip !== undefined) assertNumber("clip", clip, "above 0");
  const noisy = kind === "gradient" ? undefined : `kind "${kind}"`;
  assertVariances(h, noisy ?? (options.kept && "kept points"));
  assertShapes(x, h, options.kept);
  return tidy(() => ({ ...estimate(target, key, x, h, options) }));
}

function estimate(
  target: Target,
  key: Key,
  x: Tensor,
  h: Tensor1D,
  { samples, clip, clipPer, kept, kind = "gradient" }: MonteCarloOptions,
): MonteCarloEstimate {
  const batch = x.shape[0]!, shape = x.shape.slice(1);
  const fresh = kept ? samples - 1 : samples, parts: Tensor[] = [];
  if (kept) parts.push(tf.expandDims(tf.div(tf.sub(kept, x), alongBatch(tf.sqrt(h), x)), 1));
  if (fresh > 0) parts.push(random.normal(key, [batch, fresh, ...shape]));
  const noise = tf.concat(parts, 1);
  const around = tf.add(tf.expandDims(x, 1), tf.mul(alongBatch(tf.sqrt(h), noise), noise));
  const points = tf.reshape(around, [batch * samples, ...shape]);
  const { energy, gradient } = energyAndGradient((y) => target.energy(y), points);
  const logs = tf.neg(tf.reshape(energy, [batch, samples])) as Tensor2D;
  const weights = tf.softmax(logs, 1);
  const forces = tf.reshape(gradient, [batch, samples, ...shape]);
  const wide = tf.reshape(weights, [batch, samples, ...shape.map(() => 1)]);
  const averaged = (terms: Tensor) => tf.sum(tf.mul(wide, terms), 1);
  // A point of weight 0 says nothing, although its force may be no number, as that of particles in one place.
  const counts = tf.logicalOr(tf.greater(wide, 0), tf.less(tf.abs(forces), HUGE));
  const byForce = tf.where(counts, tf.neg(forces), tf.zerosLike(forces));
  const byNoise = tf.div(noise, alongBatch(tf.sqrt(h), noise));
  const score = kind === "gradient"
    ? averaged(byForce)
    : kind === "noise"
    ? averaged(byNoise)
    : mixed(wide, byForce, byNoise);
  return {
    score: clip === undefined ? score : clipNorm(score, clip, clipPer),
    logDensity: tf.sub(tf.logSumExp(logs, 1), Math.log(samples)) as Tensor1D,
    ess: tf.div(1, tf.sum(tf.square(weights), 1)) as Tensor1D,
  };
}
