/** Trains the small implicit latent causal model: Adam, one compiled step. */
import { compile, type Key, random, type Tensor, type Tensor2D, tf } from "../../tensor/mod.ts";
import { initialize, type Params } from "../../nn/parameters.ts";
import {
  adamStep,
  clipByGlobalNorm,
  globalNorm,
  type Moments,
  zeroMoments,
} from "../../training/optimizer.ts";
import { type LatentModelConfig, latentModelSpec, pairLoss } from "./latent_model.ts";

/** Pairs of observations, `[count, n]` each. */
export type Observations = { readonly x: Tensor2D; readonly after: Tensor2D };

/** How long and how fast. */
export interface TrainingOptions {
  readonly steps: number;
  readonly batch: number;
  /** Greatest rate of Adam; falls to 0 along a cosine. */
  readonly learningRate: number;
  /** Standard deviation of x given e at the first step; falls geometrically. */
  readonly firstNoise: number;
  /** The same once `annealing` of the steps are done, and from then on. */
  readonly lastNoise: number;
  readonly annealing: number;
  readonly seed: number;
  /** Called every `every` steps with the loss of that step. */
  readonly observe?: (row: { readonly step: number; readonly loss: number }) => void;
  readonly every?: number;
}

type Learned = { readonly params: Params; readonly moments: Moments };
type StepInputs = {
  readonly learned: Learned;
  readonly data: Observations;
  readonly key: Key;
  readonly scalars: Readonly<Record<"step" | "noise" | "rate" | "one" | "two", Tensor>>;
};

/** One step: a random batch, the loss, its gradient, Adam. */
function trainingStep(config: LatentModelConfig, batch: number) {
  return compile(({ learned, data, key, scalars }: StepInputs) => {
    const [rowKey, lossKey] = random.split(random.fold(key, scalars.step));
    const rows = random.integers(rowKey!, [batch], 0, data.x.shape[0]) as tf.Tensor1D;
    const drawn = { x: tf.gather(data.x, rows), after: tf.gather(data.after, rows) };
    const names = Object.keys(learned.params).sort();
    const total = (...tensors: Tensor[]) =>
      pairLoss(
        Object.fromEntries(names.map((name, i) => [name, tensors[i]!])),
        config,
        drawn,
        scalars.noise,
        lossKey!,
      ).loss;
    const { value, grads } = tf.valueAndGrads(total)(names.map((name) => learned.params[name]!));
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
    const clipped = clipByGlobalNorm(gradients, globalNorm(gradients), 10);
    const { rate, one, two } = scalars;
    return {
      learned: adamStep(learned.params, clipped, learned.moments, rate, one, two),
      loss: value,
    };
  }, { name: "latent_model_step", mode: "graph" });
}

/**
 * Trains from scratch.
 *
 * @returns The parameters, which belong to the caller
 */
export function trainLatentModel(
  config: LatentModelConfig,
  data: Observations,
  { steps, batch, learningRate, firstNoise, lastNoise, annealing, seed, observe, every = 100 }: TrainingOptions,
): Params {
  const step = trainingStep(config, batch);
  const keys = tf.tidy(() => random.split(random.key(seed)));
  let params = initialize(keys[0]!, latentModelSpec(config));
  let moments = zeroMoments(params);
  for (let k = 1; k <= steps; k++) {
    const cooled = Math.min(1, k / steps / annealing);
    const noise = firstNoise * (lastNoise / firstNoise) ** cooled;
    const rate = learningRate * (1 + Math.cos((Math.PI * k) / steps)) / 2;
    const scalars = {
      step: tf.scalar(k, "int32"),
      noise: tf.scalar(noise),
      rate: tf.scalar(rate),
      one: tf.scalar(1 - 0.9 ** k),
      two: tf.scalar(1 - 0.99 ** k),
    };
    const out = step({ learned: { params, moments }, data, key: keys[1]!, scalars });
    tf.dispose([params, moments.first, moments.second, scalars] as tf.TensorContainer[]);
    ({ params, moments } = out.learned);
    if (k % every === 0 || k === steps) observe?.({ step: k, loss: out.loss.dataSync()[0]! });
    out.loss.dispose();
  }
  tf.dispose([keys, moments.first, moments.second] as tf.TensorContainer[]);
  step.dispose();
  return params;
}
