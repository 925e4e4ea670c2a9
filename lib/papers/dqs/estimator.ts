/** The score of a smoothed density by samples: one family with two known ends. */
import { suggestion } from "../../checks/spelling.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";

/** η of {@link smoothedScore}: a number, or the one of least variance. */
export type Eta = number | "optimal";

/** @throws {RangeError} Unless η is a finite number or "optimal"; or one of `others`, where there are some */
export function assertEta(eta: string | number, ...others: readonly string[]): void {
  if (Number.isFinite(eta)) return;
  const words = ["optimal", ...others];
  if (words.includes(eta as string)) return;
  throw new RangeError(
    `eta must be a finite number or one of ${words.join(", ")}: current value is ${eta}${
      suggestion(eta as string, words)
    }`,
  );
}

/**
 * An estimate of ∇ log (π * N(0, hI))(u) from y_k = u + √h·ε_k, with w = softmax(log π(y_k)):
 * Σ_k w_k·((1 - η)·ε_k/√h + η·∇ log π(y_k)).
 *
 * η = 1 is DQS's and iDEM's (gradients only), η = 0 MaxEntDP's (noise only). The difference of both
 * has mean 0 under the posterior of y given u (Stein), so that any η is right for K → ∞; "optimal"
 * regresses one on the other over the K samples, as one control variate for all coordinates.
 *
 * @param samples `noise`, `gradient` `[…, K, d]`, `logDensity` `[…, K, 1]` at y_k, `h` `[…, 1]`
 * @returns `[…, d]`
 * @throws {RangeError} If η is no finite number and not "optimal"
 */
export function smoothedScore(
  { noise, gradient, logDensity, h }: {
    readonly noise: Tensor;
    readonly gradient: Tensor;
    readonly logDensity: Tensor;
    readonly h: Tensor;
  },
  eta: Eta = 1,
): Tensor {
  assertEta(eta);
  const w = tf.transpose(
    tf.softmax(tf.transpose(logDensity, swapped(logDensity.rank))),
    swapped(logDensity.rank),
  );
  const average = (v: Tensor) => tf.sum(tf.mul(w, v), -2);
  const byNoise = tf.div(noise, tf.expandDims(tf.sqrt(h), -2));
  if (eta === 1) return average(gradient);
  if (eta === 0) return average(byNoise);
  const difference = tf.sub(gradient, byNoise);
  const [a, d] = [average(byNoise), average(difference)];
  if (typeof eta === "number") return tf.add(a, tf.mul(d, eta));
  const apart = tf.sub(difference, tf.expandDims(d, -2));
  const over = (v: Tensor) => tf.sum(average(v), -1, true);
  const covariance = over(tf.mul(apart, tf.sub(byNoise, tf.expandDims(a, -2))));
  const best = tf.neg(tf.div(covariance, tf.add(over(tf.square(apart)), 1e-8)));
  return tf.add(a, tf.mul(d, tf.clipByValue(best, -1, 2)));
}

/** The permutation that swaps the last two axes. */
const swapped = (rank: number) => [...Array(rank - 2).keys(), rank - 1, rank - 2];
