/** Solving as a diffusion model does: the reverse process, from noise to an answer. */
import { type Key, random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { compiledPiece, perNetwork } from "./compiled.ts";
import { encoder } from "./encode.ts";
import type { SamplerMode } from "./landscape_steps.ts";
import { answerFromNoise, posteriors } from "./noise_prediction.ts";
import { type Clues, holdClues } from "../../../diffusion/noising.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import { readoutLike } from "./readout.ts";
import type { Sampler } from "./annealed_descent.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

type Inputs = {
  readonly params: Params;
  readonly encoded: Encoded;
  readonly y: Tensor;
  readonly t: Tensor1D;
};

const prediction = perNetwork((network, mode: SamplerMode) =>
  compiledPiece(
    network,
    "noise",
    ({ params, encoded, y, t }: Inputs) => ({ noise: readoutLike(network, params, encoded, y, t) }),
    mode,
  ), (mode) => mode);

const hold = (y: Tensor, clues: Clues | undefined, scale: number) =>
  holdClues(y, clues, { scale: tf.scalar(scale) });

const clamp = (y: Tensor, bound: number) => tf.clipByValue(y, -bound, bound);

/**
 * A sampler whose steps are levels, one evaluation of the read-out ε each; ŷ = (y_t - σ_t·ε)/√ᾱ_t,
 * limited to ±`clampJump`.
 *
 * - `reverse: "ancestral"`: y_{t-1} is drawn from the posterior of {@link posteriors} at ŷ; the
 *   answer is ŷ of the last level.
 * - `reverse: "projection"`, the reference: y = √ᾱ_t·ŷ plus posterior noise, limited to
 *   ±√ᾱ_t·`clampFinal`, then scaled by √ᾱ_{t-1}/√ᾱ_t; the answer is scaled as `answerScale` says.
 *
 * There is no energy: `energies` is NaN. Of the other options none counts.
 */
export function createReverseSampler(
  network: EnergyNetwork,
  schedule: Schedule,
  options: SamplerOptions,
  mode: SamplerMode = network.mode ?? "xla",
): Sampler {
  checkSamplerOptions(options);
  const predict = prediction(network, mode);
  const { sqrtAlphaBar, levels } = schedule;
  const steps = posteriors(schedule);
  const projects = options.reverse === "projection";

  /** The estimate with which level t is left, and y at the scale of the next. */
  function move(y: Tensor, predicted: Tensor, noise: Tensor, t: number, clues: Clues | undefined) {
    const [scale, next] = [sqrtAlphaBar[t]!, sqrtAlphaBar[t - 1] ?? 1];
    const { ofAnswer, ofState, standardDeviation } = steps[t]!;
    const estimate = answerFromNoise(y, predicted, schedule, t, options.clampJump);
    const spread = tf.mul(standardDeviation, noise);
    if (!projects) {
      const answer = hold(estimate, clues, 1);
      const mean = tf.add(tf.mul(ofAnswer, answer), tf.mul(ofState, y));
      return { answer, y: tf.add(mean, spread) };
    }
    const noisy = hold(tf.add(tf.mul(scale, estimate), spread), clues, scale);
    const answer = tf.div(clamp(noisy, scale * options.clampFinal), scale);
    return { answer, y: tf.mul(next, answer) };
  }

  return {
    options,
    encode: encoder(network, mode),
    init: (key, shape) => ({
      t: levels - 1,
      y: random.normal(key, shape),
      key: random.fold(key, 1),
    }),
    step({ params, encoded, clues }, state) {
      const { t } = state;
      const batch = state.y.shape[0]!;
      const [next, info] = tf.tidy(() => {
        const [noiseKey, key] = random.split(state.key);
        const y = hold(state.y, clues, sqrtAlphaBar[t]!);
        const level = tf.tensor1d([t], "int32") as Tensor1D;
        const { noise: predicted } = predict({ params, encoded, y, t: level });
        const noise = random.normal(noiseKey!, y.shape); // weighs nothing on the last level
        const moved = move(y, predicted, noise, t, clues);
        return [
          { y: tf.clone(moved.y), key: key! },
          {
            answer: tf.clone(moved.answer),
            energies: tf.fill([1, batch], NaN),
            accepted: tf.zeros([0, batch], "bool"),
          },
        ] as unknown as tf.TensorContainer;
      }) as unknown as [
        { y: Tensor; key: Key },
        { answer: Tensor; energies: Tensor; accepted: Tensor },
      ];
      return [{ ...next, t: t - 1 }, { ...info, t }];
    },
    answer: ({ y }) =>
      projects && options.answerScale === "scaled" ? tf.mul(y, sqrtAlphaBar[0]!) : tf.clone(y),
  };
}
