/** Solving: annealed descent, one landscape after the other (IRED, algorithm 2, as released). */
import { type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Condition, Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { encoder } from "./encode.ts";
import { landscapeSteps, type SamplerMode } from "./landscape_steps.ts";
import type { Clues } from "../../../diffusion/noising.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

/** What the next landscape needs. */
export interface SamplerState {
  /** The next landscape, T - 1 … 0; -1 when the answer is found. */
  readonly t: number;
  /** The answer so far at the scale of landscape t, like y. */
  readonly y: Tensor;
  /** For posterior noise; unused without it. */
  readonly key: Key;
}

/** What happened on one landscape. */
export interface SamplerInfo {
  readonly t: number;
  /** y/√ᾱ_t when the landscape was left: an estimate of the answer, unscaled. */
  readonly answer: Tensor;
  /** Energies at the landscape's start and after each step, `[innerSteps + 1, batch]`. */
  readonly energies: Tensor;
  /** Which examples each step moved, `[innerSteps, batch]`. */
  readonly accepted: Tensor;
}

/** A problem being solved: parameters and encoded condition, and the clues if any. */
export interface Solving {
  readonly params: Params;
  readonly encoded: Encoded;
  readonly clues?: Clues;
}

/** A sampler for one network: `encode` once, `init`, then `step` until `state.t` is -1. */
export interface Sampler {
  readonly options: SamplerOptions;
  encode(params: Params, condition: Condition, clues?: Clues): Solving;
  /** Starts from standard normal numbers of the given shape. */
  init(key: Key, shape: readonly number[]): SamplerState;
  /** Descends one landscape. The caller disposes the states and infos it no longer needs. */
  step(solving: Solving, state: SamplerState): [SamplerState, SamplerInfo];
  /** The answer of a finished state, scaled as the options say; belongs to the caller. */
  answer(state: SamplerState): Tensor;
}

/**
 * Builds a sampler. What it compiles is shared by all samplers of the network, whatever their
 * clamps. A step costs two forward-equivalents, as the energy and the gradient of an accepted
 * proposal are those of the next step's start.
 *
 * @param mode Passed to {@link compile}, the network's own by default; "eager" runs op by op
 */
export function createSampler(
  network: EnergyNetwork,
  schedule: Schedule,
  options: SamplerOptions,
  mode: SamplerMode = network.mode ?? "xla",
): Sampler {
  checkSamplerOptions(options);
  const compiled = landscapeSteps(network, schedule, options.jump, mode);

  /** Descends landscape t from y. */
  function descend(solving: Solving, { t, y }: SamplerState, noise: Tensor | undefined) {
    return compiled.descend({
      params: solving.params,
      encoded: solving.encoded,
      clues: (solving.clues ?? {}) as Record<string, Tensor>,
      t: tf.tensor1d([t], "int32"),
      clamps: {
        jump: tf.scalar(options.clampJump),
        descent: tf.scalar(options.clampDescent),
        final: tf.scalar(options.clampFinal),
      },
      multiplier: tf.scalar(options.multiplierAfterFirst),
      y,
      ...(noise && { noise }),
    }, options.innerSteps);
  }

  return {
    options,
    encode: encoder(network, mode),
    init: (key, shape) => ({
      t: schedule.levels - 1,
      y: random.normal(key, shape),
      key: random.fold(key, 1),
    }),
    step(solving, state) {
      const [next, info] = tf.tidy(() => {
        const noisy = options.posteriorNoise === "on";
        const [noiseKey, key] = noisy ? random.split(state.key) : [, tf.clone(state.key)];
        const noise = noisy && state.t > 0 ? random.normal(noiseKey!, state.y.shape) : undefined;
        const info = descend(solving, state, noise);
        const { answer } = info;
        const y = state.t > 0
          ? tf.mul(answer, schedule.sqrtAlphaBar[state.t - 1]!)
          : tf.clone(answer);
        return [{ y, key: key! }, info] as unknown as tf.TensorContainer;
      }) as unknown as [{ y: Tensor; key: Key }, Omit<SamplerInfo, "t">];
      return [{ ...next, t: state.t - 1 }, { ...info, t: state.t }];
    },
    answer(state) {
      if (state.t >= 0) {
        throw new Error(`Cannot read the answer: landscape ${state.t} is still to be descended`);
      }
      return options.answerScale === "scaled"
        ? tf.mul(state.y, schedule.sqrtAlphaBar[0]!)
        : tf.clone(state.y);
    },
  };
}
