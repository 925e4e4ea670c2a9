/**
 * IREM (Du et al. 2022), as IRED's authors released it for comparison: one landscape, t = 0, and
 * training through the last step of an unrolled descent.
 */
import { type Key, random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { BaselineLoss } from "./baseline_loss.ts";
import { energyAndGradient, type Landscape } from "../../../energy/energy_gradient.ts";

/** How IREM descends. */
export interface IremOptions {
  /** Steps of the descent. */
  readonly steps: number;
  /** Size of a step, which no energy tests. */
  readonly stepSize: number;
  /** Largest |y| after a step; none as released, where a steep energy can make it infinite. */
  readonly clamp: number;
  /**
   * Where the descent starts: uniform from 0 to 1 as IRED's authors released it, or in ±1 as IREM's
   * did.
   */
  readonly start: "zero-to-one" | "plus-minus-one";
}

/** A start of the descent. */
export function iremStart(
  key: Key,
  shape: readonly number[],
  { start }: Pick<IremOptions, "start">,
): Tensor {
  return random.uniform(key, shape, start === "zero-to-one" ? 0 : -1, 1);
}

/** One step, y - `stepSize`·∇_y E, without a clamp, and the energy before it, `[batch]`. */
export function iremStep(
  landscape: Landscape,
  y: Tensor,
  stepSize: number,
): { readonly y: Tensor; readonly energy: Tensor1D } {
  const { energy, gradient } = energyAndGradient(landscape, y);
  return { y: tf.sub(y, tf.mul(stepSize, gradient)), energy };
}

/** y within ±`clamp`. */
export function iremClamp(y: Tensor, { clamp }: Pick<IremOptions, "clamp">): Tensor {
  return clamp === Infinity ? y : tf.clipByValue(y, -clamp, clamp);
}

/** The only landscape, for all examples. */
export const iremLevel = (): Tensor1D => tf.tensor1d([0], "int32");

/**
 * L = mean of w·(y_K - y*)² over batch and entries, y_k = y_{k-1} - η·∇_y E_θ(x, y_{k-1}). The
 * gradient is truncated: y_{K-1} is taken as given, so that only the last step depends on θ, and is
 * not clamped. Clues are not held, as in the release.
 */
export const iremLoss: BaselineLoss = ({ network, options, params, problem, weight, key }) => {
  const { steps, stepSize } = options.irem;
  const { condition, answer } = problem;
  const landscapeOf = (p: Params): Landscape => {
    const encoded = network.encode(p, condition);
    return (y) => network.energy(p, encoded, y, iremLevel());
  };
  const landscape = landscapeOf(params);
  let y = iremStart(key, answer.shape, options.irem);
  for (let k = 1; k < steps; k++) {
    y = iremClamp(iremStep(landscape, y, stepSize).y, options.irem);
  }
  return (p) => {
    const last = iremStep(landscapeOf(p), y, stepSize).y;
    const error = tf.squaredDifference(last, answer);
    return tf.mean(weight ? tf.mul(weight, error) : error);
  };
};
