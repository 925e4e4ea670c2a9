import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";
import { rowsAt } from "../nn/layers.ts";
import type { Schedule } from "./schedule.ts";

/** The schedule at each example's level, shaped `[batch or 1, 1, …]` so that it meets y. */
export interface Levels {
  readonly t: Tensor1D;
  /** √ᾱ_t. */
  readonly scale: Tensor;
  /** σ_t. */
  readonly sigma: Tensor;
  /** λ_t. */
  readonly stepSize: Tensor;
  /** √(posterior variance), which the noisy variant of the sampler adds. */
  readonly posteriorSigma: Tensor;
}

/**
 * Looks the schedule up.
 *
 * @param t Levels, int32 `[batch]`, or `[1]` for one level shared by all
 * @param rank Rank of the answers y
 */
export function levelsAt(schedule: Schedule, t: Tensor1D, rank: number): Levels {
  const table = tf.tensor2d(
    Array.from({ length: schedule.levels }, (_, i) => [
      schedule.sqrtAlphaBar[i]!,
      schedule.sigma[i]!,
      schedule.stepSize[i]!,
      Math.sqrt(schedule.posteriorVariance[i]!),
    ]),
  );
  const shape = [t.shape[0], ...new Array<number>(rank - 1).fill(1)];
  const [scale, sigma, stepSize, posteriorSigma] = tf.split(rowsAt(table, t), 4, 1)
    .map((column) => tf.reshape(column, shape));
  return {
    t,
    scale: scale!,
    sigma: sigma!,
    stepSize: stepSize!,
    posteriorSigma: posteriorSigma!,
  };
}
