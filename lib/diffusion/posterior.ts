/** What a predicted noise says of the answer, and the reverse step of a diffusion. */
import { type Tensor, tf } from "../tensor/mod.ts";
import type { Schedule } from "./schedule.ts";

/** Factors of the posterior q(y_{t-1} | y_t, y₀), whose mean is `ofAnswer`·y₀ + `ofState`·y_t. */
export interface Posterior {
  /** √ᾱ_{t-1}·β_t/(1 - ᾱ_t). */
  readonly ofAnswer: number;
  /** √α_t·(1 - ᾱ_{t-1})/(1 - ᾱ_t). */
  readonly ofState: number;
  /** √(β_t·(1 - ᾱ_{t-1})/(1 - ᾱ_t)). */
  readonly standardDeviation: number;
}

/** The posterior at each level (Ho et al. 2020, equation 7); ᾱ_{-1} = 1. */
export function posteriors(schedule: Schedule): Posterior[] {
  const { alphaBar, beta, posteriorVariance } = schedule;
  return Array.from(beta, (b, t) => {
    const before = alphaBar[t - 1] ?? 1, rest = 1 - alphaBar[t]!;
    return {
      ofAnswer: Math.sqrt(before) * b / rest,
      ofState: Math.sqrt(1 - b) * (1 - before) / rest,
      standardDeviation: Math.sqrt(posteriorVariance[t]!),
    };
  });
}

/** What the predicted noise says of the answer: (y_t - σ_t·ε)/√ᾱ_t, limited to ±`bound`. */
export function answerFromNoise(
  y: Tensor,
  noise: Tensor,
  schedule: Schedule,
  t: number,
  bound: number,
): Tensor {
  const clean = tf.sub(y, tf.mul(schedule.sigma[t]!, noise));
  return tf.clipByValue(tf.div(clean, schedule.sqrtAlphaBar[t]!), -bound, bound);
}
