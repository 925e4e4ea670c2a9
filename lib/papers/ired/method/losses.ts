/** IRED's two losses. */
import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Landscape } from "../../../energy/energy_gradient.ts";
import type { Levels } from "../../../diffusion/levels.ts";
import { addNoise, type Observed } from "../../../diffusion/noising.ts";

/**
 * L_MSE = mean of w·(∇_y E(x, y_t, t) - target)² over batch and entries, where the target is the
 * noise: the gradient of the energy learns it. Observed entries count as zero, and in the mean.
 *
 * @param weight w, like y; 1 by default
 */
export function denoisingError(
  gradient: Tensor,
  target: Tensor,
  observed?: Observed,
  weight?: Tensor,
): Tensor {
  const difference = tf.sub(gradient, target);
  const error = tf.square(observed ? tf.mul(difference, tf.sub(1, observed.mask)) : difference);
  return tf.mean(weight ? tf.mul(weight, error) : error);
}

/**
 * L_contrast = mean of softplus(E⁺ - E⁻) over the batch: the answer should lie lower than the
 * negative, both under the same noise. ln 2 where they are the same.
 */
export function contrastiveLoss(
  landscape: Landscape,
  y: Tensor,
  negative: Tensor,
  noise: Tensor,
  levels: Levels,
  observed?: Observed,
): Tensor {
  // The reference holds the observed of both sides at those of the answer.
  const held = observed && { mask: observed.mask, values: y };
  const positiveEnergy = landscape(addNoise(y, noise, levels, held));
  const negativeEnergy = landscape(addNoise(negative, noise, levels, held));
  return tf.mean(tf.softplus(tf.sub(positiveEnergy, negativeEnergy) as Tensor1D));
}
