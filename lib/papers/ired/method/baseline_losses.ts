/** Losses of the methods that IRED is compared with, and their gradients. */
import { type Key, type Tensor, tf } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { BaselineLoss } from "./baseline_loss.ts";
import { feedforwardLoss } from "./feedforward.ts";
import { iremLoss } from "./irem.ts";
import type { Method } from "./methods.ts";
import { noisePredictionLoss } from "./noise_prediction.ts";
import type { Problem } from "../../../diffusion/noising.ts";
import type { LossOptions } from "./options.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import type { Batch, LossHooks, LossParts } from "./step.ts";

/** The baselines' losses by method. */
export const baselineLosses: Readonly<Record<Exclude<Method, "ired">, BaselineLoss>> = {
  irem: iremLoss,
  diffusion: noisePredictionLoss,
  feedforward: feedforwardLoss,
};

/** The loss of a baseline on one batch, its only part being called `denoising`, and its gradient. */
export function baselineLossAndGradients(
  network: EnergyNetwork,
  schedule: Schedule,
  options: LossOptions & { readonly method: Exclude<Method, "ired"> },
  hooks: LossHooks,
  params: Params,
  batch: Batch,
  key: Key,
): { readonly parts: LossParts; readonly gradients: Params } {
  const loss = baselineLosses[options.method]({
    network,
    schedule,
    options,
    params,
    problem: batch as Problem,
    weight: hooks.weight?.(batch.answer),
    key,
  });
  const names = Object.keys(params).sort();
  const total = (...tensors: Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])));
  const { value, grads } = tf.valueAndGrads(total)(names.map((name) => params[name]!));
  return {
    parts: { loss: value, denoising: tf.clone(value), contrast: tf.scalar(0) },
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!])),
  };
}
