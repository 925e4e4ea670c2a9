/** IRED: the energy's gradient learns the noise, and negatives are to lie higher. */
import { random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { annealedDescent } from "./annealed_descent.ts";
import { contrastiveLoss, denoisingLoss } from "./losses.ts";
import { gradientsOf, type Method } from "./method.ts";
import { mineNegatives } from "./negatives.ts";

/** L = L_MSE + c·L_contrast (IRED, algorithm 1); solving is annealed descent (algorithm 2). */
export const ired: Method = {
  name: "ired",
  title: "IRED",
  hasEnergy: true,
  lossAndGradients({ network, schedule, options, hooks }, params, batch, key) {
    const { condition, answer, observed } = batch;
    const [levelKey, noiseKey, contrastKey, negativeKey] = random.split(key, 4);
    const t = random.integers(levelKey!, [answer.shape[0]!], 0, schedule.levels) as Tensor1D;
    const levels = levelsAt(schedule, t, answer.rank);
    const noise = random.normal(noiseKey!, answer.shape);
    const contrastNoise = random.normal(contrastKey!, answer.shape);
    const landscapeOf = (p: Params) => {
      const encoded = network.encode(p, condition);
      return (y: Tensor) => network.energy(p, encoded, y, t);
    };
    const contrasts = options.contrastWeight !== 0;
    // Negatives are data to the loss: made outside of its tape.
    const negative = !contrasts
      ? undefined
      : hooks.negatives
      ? hooks.negatives(negativeKey!, batch)
      : mineNegatives(landscapeOf(params), answer, contrastNoise, levels, options.mining, observed);

    let denoising: Tensor | undefined, contrast: Tensor | undefined;
    const { value, gradients } = gradientsOf((p) => {
      const landscape = landscapeOf(p);
      const weight = hooks.weight?.(answer);
      denoising = tf.keep(denoisingLoss(landscape, answer, noise, levels, observed, weight));
      if (!negative) return tf.clone(denoising);
      contrast = tf.keep(
        contrastiveLoss(landscape, answer, negative, contrastNoise, levels, observed),
      );
      return tf.add(denoising, tf.mul(options.contrastWeight, contrast));
    }, params);
    const parts = {
      loss: value,
      denoising: tf.clone(denoising!),
      contrast: contrast ? tf.clone(contrast) : tf.scalar(0),
    };
    denoising!.dispose();
    contrast?.dispose();
    return { parts, gradients };
  },
  limits: () => ({ innerSteps: 10_000, restarts: 1000 }),
  solver: ({ network, schedule, options, ...setting }) =>
    annealedDescent(network, schedule, options, setting),
};
