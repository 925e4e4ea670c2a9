/** A training step as one compiled function. */
import {
  compile,
  type Compiled,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  tf,
} from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { contrastiveLoss, denoisingLoss } from "./losses.ts";
import { mineNegatives } from "./negatives.ts";
import type { Clues } from "../../../diffusion/noising.ts";
import type { LossOptions } from "./options.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import { baselineLossAndGradients } from "./baseline_losses.ts";
import {
  adamStep,
  clipByGlobalNorm,
  globalNorm,
  type Moments,
} from "../../../training/optimizer.ts";

/** What an optimiser step changes. */
export type Learned = {
  readonly params: Params;
  readonly average: Params;
  readonly moments: { readonly first: Params; readonly second: Params };
};

/** A batch of problems, as a tensor tree. */
export type Batch = {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
  readonly clues?: { readonly mask: Tensor; readonly values: Tensor };
};

/** Numbers that change from step to step, each a scalar. */
export type StepScalars = {
  readonly learningRate: Tensor;
  readonly correction1: Tensor;
  readonly correction2: Tensor;
  readonly averageRate: Tensor;
};

/**
 * The parts of the loss, each a scalar: `denoising` is L_MSE; for other methods than IRED the
 * squared error that they minimise, their only part.
 */
export type LossParts = {
  readonly loss: Tensor;
  readonly denoising: Tensor;
  readonly contrast: Tensor;
};

/** What a task may replace in the losses. */
export interface LossHooks {
  /** Clean negatives; mined by descent if absent. */
  readonly negatives?: (key: Key, batch: Batch) => Tensor;
  /** Weights of the denoising loss, like the answer. */
  readonly weight?: (answer: Tensor) => Tensor;
}

/** The loss of one batch by the method of `options`, and its gradient by the parameters. */
export function lossAndGradients(
  network: EnergyNetwork,
  schedule: Schedule,
  options: LossOptions,
  hooks: LossHooks,
  params: Params,
  batch: Batch,
  key: Key,
): { readonly parts: LossParts; readonly gradients: Params } {
  const { method } = options;
  return method === "ired"
    ? iredLossAndGradients(network, schedule, options, hooks, params, batch, key)
    : baselineLossAndGradients(
      network,
      schedule,
      { ...options, method },
      hooks,
      params,
      batch,
      key,
    );
}

/** L = L_MSE + c·L_contrast of one batch, and its gradient by the parameters. */
function iredLossAndGradients(
  network: EnergyNetwork,
  schedule: Schedule,
  options: LossOptions,
  hooks: LossHooks,
  params: Params,
  batch: Batch,
  key: Key,
): { readonly parts: LossParts; readonly gradients: Params } {
  const { condition, answer } = batch;
  const clues = batch.clues as Clues | undefined;
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
  // Negatives are data to the loss: made outside of the tape, as TensorFlow.js has no stop-gradient.
  const negative = !contrasts
    ? undefined
    : hooks.negatives
    ? hooks.negatives(negativeKey!, batch)
    : mineNegatives(landscapeOf(params), answer, contrastNoise, levels, options.mining, clues);

  const names = Object.keys(params).sort();
  let denoising: Tensor | undefined, contrast: Tensor | undefined;
  const total = (...tensors: Tensor[]) => {
    const landscape = landscapeOf(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])));
    const weight = hooks.weight?.(answer);
    denoising = tf.keep(denoisingLoss(landscape, answer, noise, levels, clues, weight));
    if (!negative) return tf.clone(denoising);
    contrast = tf.keep(
      contrastiveLoss(landscape, answer, negative, contrastNoise, levels, clues),
    );
    return tf.add(denoising, tf.mul(options.contrastWeight, contrast));
  };
  const { value, grads } = tf.valueAndGrads(total)(names.map((name) => params[name]!));
  const parts = {
    loss: value,
    denoising: tf.clone(denoising!),
    contrast: contrast ? tf.clone(contrast) : tf.scalar(0),
  };
  denoising!.dispose();
  contrast?.dispose();
  return { parts, gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
}

/** Inputs of a {@link TrainingStep}. */
export type StepInputs = {
  readonly learned: Learned;
  readonly batch: Batch;
  readonly key: Key;
  readonly scalars: StepScalars;
};

/** Outputs of a {@link TrainingStep}. */
export type StepOutputs = {
  readonly learned: Learned;
  readonly parts: LossParts & { readonly gradientNorm: Tensor };
};

/** Losses, gradients, clipping, Adam and averaging: one call. */
export type TrainingStep = Compiled<StepInputs, StepOutputs>;

/** Builds the training step of a network; gradients are clipped to a global norm of `clip`. */
export function createTrainingStep(
  network: EnergyNetwork,
  schedule: Schedule,
  options: LossOptions,
  hooks: LossHooks = {},
  clip = 1,
  mode: "xla" | "graph" = network.mode ?? "xla",
): TrainingStep {
  const step = ({ learned, batch, key, scalars }: StepInputs): StepOutputs => {
    const { parts, gradients } = lossAndGradients(
      network,
      schedule,
      options,
      hooks,
      learned.params,
      batch,
      key,
    );
    const gradientNorm = globalNorm(gradients);
    const clipped = clipByGlobalNorm(gradients, gradientNorm, clip);
    const { params, moments } = adamStep(
      learned.params,
      clipped,
      learned.moments as Moments,
      scalars.learningRate,
      scalars.correction1,
      scalars.correction2,
    );
    const average = Object.fromEntries(
      Object.entries(learned.average).map(([name, a]) => [
        name,
        tf.add(a, tf.mul(scalars.averageRate, tf.sub(params[name]!, a))),
      ]),
    );
    return { learned: { params, average, moments }, parts: { ...parts, gradientNorm } };
  };
  return compile(step, { name: `${network.name}_training_step`, mode });
}
