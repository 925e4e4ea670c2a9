/** Exponential moving averages of parameters, with the warm-up of the `ema_pytorch` package. */

/** How parameters are averaged; the default is IRED's. */
export interface AverageOptions {
  readonly decay: number;
  /** Steps between updates. */
  readonly every: number;
  /** Calls during which the average is a copy. */
  readonly copyFor: number;
  /** Warm-up: decay = min(`decay`, 1 - (1 + e)^-`power`), e = calls since the copying, from 1. */
  readonly power: number;
}

/** The reference's averaging. */
export const referenceAverage: AverageOptions = {
  decay: 0.995,
  every: 10,
  copyFor: 100,
  power: 2 / 3,
};

/**
 * The weight of the new parameters in average ← average + rate·(parameters - average) after
 * optimiser step `step` = 1, 2, …; 0 where the average is left alone.
 */
export function averageRate(step: number, options: AverageOptions): number {
  // The package acts on the calls 1, 11, 21, …, and counts a call before it takes the decay.
  if ((step - 1) % options.every !== 0) return 0;
  if (step - 1 <= options.copyFor) return 1;
  const e = step - options.copyFor - 1;
  const decay = e <= 0 ? 0 : Math.min(options.decay, 1 - (1 + e) ** -options.power);
  return 1 - decay;
}
