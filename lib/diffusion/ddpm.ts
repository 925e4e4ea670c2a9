/** Noise that keeps the variance (VP), in steps: the chain of DDPM. */

/** Everything that a chain of `levels` steps fixes, after 1 … `levels` of them. */
export interface DdpmSchedule {
  readonly levels: number;
  /** β of each step. */
  readonly beta: Float64Array;
  /** ᾱ = ∏ (1 - β). */
  readonly alphaBar: Float64Array;
  /** Variance of x_{t-1} given x_t and x_0: β_t(1 - ᾱ_{t-1})/(1 - ᾱ_t). */
  readonly posteriorVariance: Float64Array;
}

/**
 * β from `low` to `high` in equal steps (Ho et al. 2020).
 *
 * @throws {RangeError} If there are no levels, or β does not lie in (0, 1)
 */
export function linearSchedule(levels = 100, low = 0.001, high = 0.07): DdpmSchedule {
  if (!Number.isInteger(levels) || levels < 1 || !(low > 0 && low <= high && high < 1)) {
    throw new RangeError(
      `Cannot build ${levels} levels of β from ${low} to ${high}: accepted are 1 level or more, 0 < β < 1`,
    );
  }
  const beta = Float64Array.from(
    { length: levels },
    (_, t) => low + (high - low) * (levels > 1 ? t / (levels - 1) : 0),
  );
  const alphaBar = new Float64Array(levels);
  beta.forEach((b, t) => alphaBar[t] = (alphaBar[t - 1] ?? 1) * (1 - b));
  const posteriorVariance = beta.map((b, t) =>
    b * (1 - (alphaBar[t - 1] ?? 1)) / (1 - alphaBar[t]!)
  );
  return { levels, beta, alphaBar, posteriorVariance };
}
