/** Noise that only adds variance (VE): x_t = x_0 + √h(t)·ε, t from 0, no noise, to 1. */
import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/** A schedule of variances h(t), and how fast they grow. */
export interface VarianceSchedule {
  readonly name: string;
  /** h(t), t in [0, 1]. */
  h(t: number): number;
  /** g²(t) = dh/dt. */
  g2(t: number): number;
  /** h of many times at once, float32. */
  variance(t: Tensor): Tensor;
}

/** A noise level as a network or a density takes it, `[batch]` or `[1]`: the time and h(t). */
export type NoiseLevel = { readonly t: Tensor1D; readonly h: Tensor1D };

function assertRange(smin: number, smax: number): void {
  if (!(smin > 0 && smin < smax && Number.isFinite(smax))) {
    throw new RangeError(
      `Cannot build a schedule from ${smin} to ${smax}: accepted are deviations above 0, the first below the second`,
    );
  }
}

/**
 * The geometric schedule of iDEM: h(t) = smin²·(r^{2t} - 1) with r = smax/smin, so that h(0) = 0 and
 * g(t) = smin·rᵗ·√(2 ln r).
 *
 * @throws {RangeError} If the deviations are not above 0 and in order
 */
export function geometricSchedule(smin: number, smax: number): VarianceSchedule {
  assertRange(smin, smax);
  const rate = 2 * Math.log(smax / smin);
  return {
    name: "geometric",
    // expm1 in place of exp - 1, which near t = 0 would lose all digits.
    h: (t) => smin ** 2 * Math.expm1(rate * t),
    g2: (t) => smin ** 2 * rate * Math.exp(rate * t),
    variance: (t) => tf.tidy(() => tf.mul(smin ** 2, tf.expm1(tf.mul(t, rate)))),
  };
}

/**
 * The schedule of EDM (Karras et al. 2022): √h is a line in t to the power ρ,
 * h(t) = (smin^{1/ρ} + t·(smax^{1/ρ} - smin^{1/ρ}))^{2ρ}; h(0) = smin², not 0.
 *
 * @throws {RangeError} If the deviations are not above 0 and in order, or ρ is not above 0
 */
export function edmSchedule(smin: number, smax: number, rho = 7): VarianceSchedule {
  assertRange(smin, smax);
  if (!(rho > 0 && Number.isFinite(rho))) {
    throw new RangeError(`Cannot bend a schedule by ρ = ${rho}: it must be above 0`);
  }
  const low = smin ** (1 / rho), width = smax ** (1 / rho) - low;
  return {
    name: "edm",
    h: (t) => (low + t * width) ** (2 * rho),
    g2: (t) => 2 * rho * width * (low + t * width) ** (2 * rho - 1),
    variance: (t) => tf.tidy(() => tf.pow(tf.add(low, tf.mul(t, width)), 2 * rho)),
  };
}

/**
 * The noise level at one time, tensors `[1]`.
 *
 * @throws {RangeError} If the time is not in [0, 1], beyond which variances would be below 0
 */
export function noiseLevelAt(schedule: VarianceSchedule, t: number): NoiseLevel {
  if (!(typeof t === "number" && t >= 0 && t <= 1)) {
    throw new RangeError(`Cannot tell the noise at time ${t}: accepted are numbers from 0 to 1`);
  }
  return { t: tf.tensor1d([t]), h: tf.tensor1d([schedule.h(t)]) };
}
