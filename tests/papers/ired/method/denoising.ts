/** The denoising loss at answers under noise, as the released code has it in one place. */
import { energyAndGradient, type Landscape } from "../../../../lib/energy/energy_gradient.ts";
import type { Levels } from "../../../../lib/diffusion/levels.ts";
import { addNoise, type Observed } from "../../../../lib/diffusion/noising.ts";
import { denoisingError } from "../../../../lib/papers/ired/method/losses.ts";
import type { Tensor } from "../../../../lib/tensor/mod.ts";

/** Mean of w·(∇_y E(x, y_t, t) - ε)². */
export function denoisingLoss(
  landscape: Landscape,
  y: Tensor,
  noise: Tensor,
  levels: Levels,
  observed?: Observed,
  weight?: Tensor,
): Tensor {
  const { gradient } = energyAndGradient(landscape, addNoise(y, noise, levels, observed));
  return denoisingError(gradient, noise, observed, weight);
}
