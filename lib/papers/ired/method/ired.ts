/** IRED: the energy's gradient learns the noise, and negatives are to lie higher. */
import { random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type Levels, levelsAt } from "../../../diffusion/levels.ts";
import { annealedDescent } from "./annealed_descent.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import { energyAndGradient } from "../../../energy/energy_gradient.ts";
import { addNoise } from "../../../diffusion/noising.ts";
import { contrastiveLoss, denoisingError } from "./losses.ts";
import {
  type BatchWithPool,
  gradientsOf,
  type LossAndGradients,
  type LossSetting,
  type Method,
} from "./method.ts";
import { mineNegatives } from "./negatives.ts";
import {
  advancePool,
  joinProblems,
  type Pool,
  poolTarget,
  problemRows,
  rows,
} from "./own_descents.ts";
import type { Key } from "../../../tensor/mod.ts";
import type { Problems } from "../problems.ts";

/** Where the loss looks, all of one batch. */
interface LossPoints {
  readonly problems: Problems;
  /** Landscapes, int32 `[batch]`, and what the schedule says of them. */
  readonly t: Tensor1D;
  readonly levels: Levels;
  /** Where the gradient is taken, and what it should be, like the answers. */
  readonly start: Tensor;
  readonly target: Tensor;
  /** Factor on the squared error beside the task's own weights. */
  readonly trust?: Tensor;
  /** Of both sides of the contrast. */
  readonly contrastNoise: Tensor;
}

/**
 * L = L_MSE + c·L_contrast with their gradients, and the gradient of the energy at the starts, which
 * is kept only if asked for.
 */
function lossAt(
  { network, options, hooks }: LossSetting,
  params: Params,
  { problems, t, levels, start, target, trust, contrastNoise }: LossPoints,
  negativeKey: Key,
  slope: "keep" | "drop",
): LossAndGradients & { readonly slope: Tensor | undefined } {
  const { condition, answer, observed } = problems;
  const landscapeOf = (p: Params) => {
    const encoded = encodeCondition(network, p, condition);
    return (y: Tensor) => network.energy(p, encoded, y, t);
  };
  // Negatives are data to the loss: made outside of its tape.
  const negative = options.contrastWeight === 0
    ? undefined
    : hooks.negatives
    ? hooks.negatives(negativeKey, problems)
    : mineNegatives(landscapeOf(params), answer, contrastNoise, levels, options.mining, observed);

  let denoising: Tensor | undefined, contrast: Tensor | undefined, found: Tensor | undefined;
  const { value, gradients } = gradientsOf((p) => {
    const landscape = landscapeOf(p);
    const own = hooks.weight?.(answer);
    const { gradient } = energyAndGradient(landscape, start);
    if (slope === "keep") found = tf.keep(tf.clone(gradient));
    const weight = own && trust ? tf.mul(own, trust) : own ?? trust;
    denoising = tf.keep(denoisingError(gradient, target, observed, weight));
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
  return { parts, gradients, slope: found };
}

/**
 * IRED's loss where a part of the batch are states of the model's own descents: at them the
 * gradient should be (y - √ᾱ_t·y*)/σ_t, with weight σ_t², so that one step of λ_t or one jump from
 * wherever descent really leads goes towards the answer. The pool moves on by the gradient that the
 * loss computes anyway.
 */
function lossWithPool(
  setting: LossSetting,
  params: Params,
  { batch, pool, clamp }: BatchWithPool,
  key: Key,
): LossAndGradients & { readonly pool: Pool } {
  const { schedule } = setting;
  const members = pool.t.shape[0], total = batch.answer.shape[0]!, fresh = total - members;
  const spares = problemRows(batch, fresh, members);
  const problems = joinProblems(problemRows(batch, 0, fresh), pool.problems);
  const { answer, observed } = problems;
  const [levelKey, noiseKey, contrastKey, negativeKey, poolKey] = random.split(key, 5);
  const drawn = random.integers(levelKey!, [fresh], 0, schedule.levels) as Tensor1D;
  const t = tf.concat([drawn, pool.t]) as Tensor1D;
  const levels = levelsAt(schedule, t, answer.rank);
  const noise = random.normal(noiseKey!, answer.shape);
  const contrastNoise = random.normal(contrastKey!, answer.shape);
  const ofPool = levelsAt(schedule, pool.t, answer.rank);
  const start = tf.concat([
    rows(addNoise(answer, noise, levels, observed), 0, fresh),
    pool.y,
  ]);
  const target = tf.concat([rows(noise, 0, fresh), poolTarget(pool, ofPool)]);
  const square = tf.square(ofPool.sigma);
  const trust = tf.concat([tf.ones([fresh, ...square.shape.slice(1)]), square]);
  const points = { problems, t, levels, start, target, trust, contrastNoise };
  const { parts, gradients, slope } = lossAt(setting, params, points, negativeKey!, "keep");
  const at = rows(slope!, fresh, members);
  const next = advancePool(poolKey!, pool, at, spares, { schedule, clamp });
  slope!.dispose();
  return { parts, gradients, pool: next };
}

/** L = L_MSE + c·L_contrast (IRED, algorithm 1); solving is annealed descent (algorithm 2). */
export const ired: Method = {
  name: "ired",
  title: "IRED",
  hasEnergy: true,
  reads: [
    "innerSteps",
    "clampJump",
    "clampDescent",
    "clampFinal",
    "multiplierAfterFirst",
    "stepLength",
    "jump",
    "posteriorNoise",
    "answerScale",
  ],
  lossAndGradients(setting, params, batch, key) {
    const { schedule } = setting;
    const { answer, observed } = batch;
    const [levelKey, noiseKey, contrastKey, negativeKey] = random.split(key, 4);
    const t = random.integers(levelKey!, [answer.shape[0]!], 0, schedule.levels) as Tensor1D;
    const levels = levelsAt(schedule, t, answer.rank);
    const noise = random.normal(noiseKey!, answer.shape);
    const contrastNoise = random.normal(contrastKey!, answer.shape);
    const start = addNoise(answer, noise, levels, observed);
    const points = { problems: batch, t, levels, start, target: noise, contrastNoise };
    const { parts, gradients } = lossAt(setting, params, points, negativeKey!, "drop");
    return { parts, gradients };
  },
  lossWithPool,
  limits: () => ({ innerSteps: 10_000, restarts: 1000, cycles: 100_000 }),
  solver: ({ network, schedule, options, ...setting }) =>
    annealedDescent(network, schedule, options, setting),
};
