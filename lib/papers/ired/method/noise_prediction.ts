/** The diffusion baseline: the network's read-out learns the noise (Ho et al. 2020). */
import { random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { BaselineLoss } from "./baseline_loss.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { addNoise } from "../../../diffusion/noising.ts";
import { readoutLike } from "./readout.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

/**
 * L = mean of w·(o_θ(x, y_t, t) - ε)² over batch and entries, with levels and noise as for IRED.
 * Clue entries count as zero, and in the mean.
 */
export const noisePredictionLoss: BaselineLoss = (
  { network, schedule, problem, weight, key },
) => {
  const { condition, answer, clues } = problem;
  const [levelKey, noiseKey] = random.split(key);
  const t = random.integers(levelKey!, [answer.shape[0]!], 0, schedule.levels) as Tensor1D;
  const noise = random.normal(noiseKey!, answer.shape);
  const y = addNoise(answer, noise, levelsAt(schedule, t, answer.rank), clues);
  return (params) => {
    const predicted = readoutLike(network, params, network.encode(params, condition), y, t);
    const difference = tf.sub(predicted, noise);
    const error = tf.square(clues ? tf.mul(difference, tf.sub(1, clues.mask)) : difference);
    return tf.mean(weight ? tf.mul(weight, error) : error);
  };
};

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
