/** Everything that the noise schedule fixes, per level t = 0 (sharpest) … T - 1 (noisiest). */
export interface Schedule {
  readonly levels: number;
  /** β_t. */
  readonly beta: Float64Array;
  /** ᾱ_t = ∏ (1 - β). */
  readonly alphaBar: Float64Array;
  readonly sqrtAlphaBar: Float64Array;
  /** σ_t = √(1 - ᾱ_t), the noise level. */
  readonly sigma: Float64Array;
  /** λ_t = β_t/σ_t, the step size of descent on landscape t. */
  readonly stepSize: Float64Array;
  /** β_t(1 - ᾱ_{t-1})/(1 - ᾱ_t), with ᾱ_{-1} = 1. */
  readonly posteriorVariance: Float64Array;
}

/**
 * Cosine noise schedule (Nichol & Dhariwal 2021, equation 17) as IRED uses it: offset s = 0.008,
 * β clipped at 0.999, and the step size λ_t = β_t/σ_t.
 *
 * @param levels Number of landscapes T, at least 1
 * @throws {RangeError} If it is not a whole number of at least 1
 * @example
 * ```ts
 * import { cosineSchedule } from "./schedule.ts";
 * const { beta, sigma, stepSize } = cosineSchedule(10);
 * console.assert(beta[9] === 0.999 && Math.abs(stepSize[0]! - sigma[0]!) < 1e-12);
 * ```
 */
export function cosineSchedule(levels = 10): Schedule {
  if (!Number.isInteger(levels) || levels < 1) {
    throw new RangeError(
      `Cannot build the schedule as levels must be an integer >= 1: current value is ${levels}`,
    );
  }
  const s = 0.008;
  const f = (i: number) => Math.cos(((i / levels + s) / (1 + s)) * (Math.PI / 2)) ** 2;
  const beta = Float64Array.from(
    { length: levels },
    (_, t) => Math.min(0.999, 1 - f(t + 1) / f(t)),
  );
  const alphaBar = new Float64Array(levels);
  beta.forEach((b, t) => alphaBar[t] = (alphaBar[t - 1] ?? 1) * (1 - b));
  const sigma = alphaBar.map((a) => Math.sqrt(1 - a));
  return {
    levels,
    beta,
    alphaBar,
    sqrtAlphaBar: alphaBar.map(Math.sqrt),
    sigma,
    stepSize: beta.map((b, t) => b / sigma[t]!),
    posteriorVariance: beta.map((b, t) => b * (1 - (alphaBar[t - 1] ?? 1)) / (1 - alphaBar[t]!)),
  };
}
