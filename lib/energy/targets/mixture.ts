/** Mixtures of round Gaussians: everything about them is known, at every noise level. */
import { assertFinite } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import {
  isRecording,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../tensor/mod.ts";
import { assertPoints, type Target } from "../target.ts";

/** What a {@link gaussianMixture} is made of. */
export interface MixtureOptions {
  /** One row for each component. */
  readonly means: readonly (readonly number[])[];
  /** Standard deviation of every component, along every axis. */
  readonly deviation: number;
  /** Weights of the components, which need not add up to 1; default: equal. */
  readonly weights?: readonly number[];
}

/** A {@link gaussianMixture}. */
export interface Mixture extends Target {
  readonly means: readonly (readonly number[])[];
  readonly deviation: number;
  /** Weights that add up to 1. */
  readonly weights: readonly number[];
  /**
   * log p(x), normalised, `[batch]`, of x `[batch, dimensions]`; under noise of variance `h`, a
   * number or `[1]` or `[batch]`, it is that of x + √h·ε.
   */
  logDensity(x: Tensor, h?: Tensor | number): Tensor1D;
  /** ∇ log p(x), like `x`; under noise of variance `h` that of {@link logDensity}. */
  score(x: Tensor, h?: Tensor | number): Tensor;
  sample(key: Key, count: number): Tensor;
}

function assertMixture(options: MixtureOptions): void {
  const { means, deviation, weights } = options;
  assertOptionNames(options, ["means", "deviation", "weights"]);
  if (!Array.isArray(means) || !means.every((mean) => Array.isArray(mean))) {
    throw new RangeError(
      `Cannot make a mixture of means ${
        JSON.stringify(means)
      }: accepted is a list of coordinates for each, such as [[-1], [1]]`,
    );
  }
  const sizes = new Set(means.map((mean) => mean.length));
  if (sizes.size !== 1 || sizes.has(0)) {
    throw new RangeError(
      `Cannot make a mixture of means of [${[
        ...sizes,
      ]}] coordinates: all need the same number, above 0`,
    );
  }
  const spoilt = means.flat().find((x) => !Number.isFinite(x));
  if (spoilt !== undefined) {
    throw new RangeError(
      `Cannot make a mixture of a mean at ${spoilt}: accepted are finite coordinates`,
    );
  }
  if (!(deviation > 0 && Number.isFinite(deviation))) {
    throw new RangeError(`Cannot make a mixture of deviation ${deviation}: it must be above 0`);
  }
  if (!weights) return;
  const sum = weights.reduce((a, b) => a + b, 0);
  if (
    weights.length !== means.length || !(sum > 0 && sum < Infinity) || !weights.every((w) => w >= 0)
  ) {
    throw new RangeError(
      `Cannot weigh ${means.length} means by [${weights}]: accepted is one finite weight for each, none below 0, not all 0`,
    );
  }
}

/** @throws {RangeError} If a number is below 0 or not finite, or a tensor has not one variance for each x */
function assertVariance(h: Tensor | number, x: Tensor): void {
  if (h instanceof tf.Tensor) {
    if (h.size === 1 || h.size === x.shape[0]) {
      // Where a function is recorded there are no values to look at.
      if (!isRecording()) {
        h.dataSync().forEach((one) => assertFinite("Variance h", one, "at least 0"));
      }
      return;
    }
    throw new RangeError(
      `Cannot add noise of variances of shape [${h.shape}] to points of shape [${x.shape}]: accepted are [1] and [${
        x.shape[0]
      }]`,
    );
  }
  assertFinite("Variance h", h, "at least 0");
}

/**
 * p(x) = Σ_m w_m N(x; μ_m, σ²I), with its density, score and exact samples. Noise of variance h
 * only widens its components, to σ² + h.
 *
 * The energy is -log p(x), so that log Z = 0.
 *
 * @throws {RangeError} If the means are no lists, differ in length or are not finite, the deviation is not above 0, weights
 * are not one for each mean, all 0 or below 0, or an option's name is mistyped; its functions, if x is not `[batch, dimensions]`,
 * or a variance h is below 0, not finite, or not for each x
 * @example
 * ```ts
 * import { gaussianMixture } from "../../../lib/energy/mod.ts";
 * import { random } from "../../../lib/tensor/mod.ts";
 * const pair = gaussianMixture({ means: [[-1, 0], [1, 0]], deviation: 0.2 });
 * console.assert(pair.sample(random.key(0), 5).shape[0] === 5);
 * ```
 */
export function gaussianMixture(options: MixtureOptions): Mixture {
  assertMixture(options);
  const { means, deviation } = options;
  const dimensions = means[0]!.length;
  const given = options.weights ?? means.map(() => 1);
  const total = given.reduce((a, b) => a + b, 0);
  const weights = given.map((w) => w / total);
  const variance = (h: Tensor | number, x: Tensor) => {
    assertPoints("a mixture", x, [dimensions]);
    assertVariance(h, x);
    return tf.reshape(tf.add(deviation ** 2, h), [-1]);
  };
  const column = (axis: number) => tf.tensor2d(means.map((mean) => [mean[axis]!]));

  /** log w_m - |x - μ_m|²/2v, `[components, batch]`: components first are summed over faster. */
  function exponents(x: Tensor, v: Tensor): Tensor2D {
    // Coordinate by coordinate: products of matrices would cancel, and cost as much for so few.
    const squares = tf.unstack(x, 1).map((coordinate, axis) =>
      tf.square(tf.sub(tf.expandDims(coordinate, 0), column(axis)))
    );
    const logWeights = tf.tensor2d(weights.map((w) => [w > 0 ? Math.log(w) : -1e30]));
    const exponent = tf.div(squares.reduce((a, b) => tf.add(a, b)), tf.mul(v, -2));
    return tf.add(exponent, logWeights) as Tensor2D;
  }

  const logDensity = (x: Tensor, h: Tensor | number = 0) =>
    tf.tidy(() => {
      const v = variance(h, x);
      const constant = tf.mul(-dimensions / 2, tf.log(tf.mul(2 * Math.PI, v)));
      return tf.add(tf.logSumExp(exponents(x, v), 0), constant) as Tensor1D;
    });
  return {
    shape: [dimensions],
    means,
    deviation,
    weights,
    logDensity,
    energy: (x) => tf.tidy(() => tf.neg(logDensity(x))),
    score: (x, h = 0) =>
      tf.tidy(() => {
        const v = variance(h, x);
        const exponent = exponents(x, v);
        const share = tf.exp(tf.sub(exponent, tf.max(exponent, 0, true))) as Tensor2D;
        const sums = tf.matMul(
          tf.tensor2d(
            [...Array(dimensions).keys()].map((axis) => means.map((mean) => mean[axis]!)),
          ),
          share,
        );
        const attracted = tf.transpose(tf.div(sums, tf.sum(share, 0)));
        return tf.div(tf.sub(attracted, x), tf.reshape(v, [-1, 1]));
      }),
    sample: (key, count) =>
      tf.tidy(() => {
        const [which, noise] = random.split(key) as [Key, Key];
        const u = random.uniform(which, [count, 1]);
        let sum = 0;
        const edges = tf.tensor1d(weights.slice(0, -1).map((w) => sum += w));
        const chosen = tf.sum(tf.cast(tf.greaterEqual(u, edges), "int32"), 1) as Tensor1D;
        const spread = tf.mul(random.normal(noise, [count, dimensions]), deviation);
        return tf.add(tf.gather(tf.tensor2d(means as number[][]), chosen), spread);
      }),
  };
}
