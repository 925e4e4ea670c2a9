/** Solving: annealed descent, one landscape after the other (IRED, algorithm 2, as released). */
import {
  compile,
  type CompileOptions,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type TensorTree,
  tf,
} from "../tensor/mod.ts";
import type { Condition, Encoded, EnergyNetwork } from "../nn/energy_network.ts";
import type { Params } from "../nn/parameters.ts";
import { descend, descendLast, startDescent } from "./descent.ts";
import { energyAndGradient } from "./energy_gradient.ts";
import { levelsAt } from "./levels.ts";
import { clampTo, type Clues, holdClues } from "./noising.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import type { Schedule } from "./schedule.ts";

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

type Inputs = { params: Params; encoded: Encoded; clues: Record<string, Tensor>; t: Tensor1D };
type Start = Inputs & { y: Tensor; noise?: Tensor };
type Moving = { y: Tensor; energy: Tensor1D; gradient: Tensor };
type Step = Inputs & { state: Moving; multiplier: Tensor };

const asClues = (clues: Record<string, Tensor>) =>
  "mask" in clues ? clues as unknown as Clues : undefined;

/**
 * Builds a sampler. Three functions are compiled, whatever the number of steps: the start of a
 * landscape, a step, and a last step; a step costs two forward-equivalents, as the energy and the
 * gradient of an accepted proposal are those of the next step's start.
 *
 * @param mode Passed to {@link compile}; "eager" runs op by op
 * @throws {RangeError} If an option is impossible
 */
export function createSampler(
  network: EnergyNetwork,
  schedule: Schedule,
  options: SamplerOptions,
  mode: CompileOptions["mode"] | "eager" = "xla",
): Sampler {
  checkSamplerOptions(options);
  const landscapeOf = ({ params, encoded, t }: Inputs) => (y: Tensor) =>
    network.energy(params, encoded, y, t);
  const levelsOf = (t: Tensor1D, y: Tensor) => levelsAt(schedule, t, y.rank);

  function start(inputs: Start) {
    const landscape = landscapeOf(inputs);
    const levels = levelsOf(inputs.t, inputs.y);
    const clues = asClues(inputs.clues);
    let y = holdClues(inputs.y, clues, levels);
    if (options.jump === "on") {
      const { gradient } = energyAndGradient(landscape, y);
      // y₀ = y/√ᾱ - √(1/ᾱ - 1)·∇E = (y - σ·∇E)/√ᾱ
      const y0 = tf.div(tf.sub(y, tf.mul(levels.sigma, gradient)), levels.scale);
      y = tf.mul(levels.scale, clampTo(y0, tf.scalar(options.clampJump)));
    }
    if (inputs.noise) y = tf.add(y, tf.mul(levels.posteriorSigma, inputs.noise));
    return startDescent(landscape, holdClues(y, clues, levels)) as Moving;
  }

  function stepOf({ state, multiplier, t, clues }: Step) {
    const levels = levelsOf(t, state.y);
    return {
      levels,
      multiplier,
      bound: tf.mul(levels.scale, options.clampDescent),
      clues: asClues(clues),
    };
  }

  function move(inputs: Step) {
    const [state, { accepted }] = descend(landscapeOf(inputs), inputs.state, stepOf(inputs));
    return { state: state as Moving, accepted };
  }

  /** y/√ᾱ_t, clamped: the estimate with which a landscape is left. */
  const leave = (y: Tensor, t: Tensor1D) => {
    const { scale } = levelsOf(t, y);
    return tf.div(clampTo(y, tf.mul(scale, options.clampFinal)), scale);
  };

  function moveLast(inputs: Step) {
    const { y, energy, accepted } = descendLast(
      landscapeOf(inputs),
      inputs.state,
      stepOf(inputs),
    );
    return { y: leave(y, inputs.t), energy, accepted };
  }

  const named = <I extends TensorTree, O extends TensorTree>(
    name: string,
    fn: (i: I) => O,
  ): (i: I) => O => {
    const full = `${network.name}_${name}`;
    return mode === "eager" ? compile(fn).eager : compile(fn, { name: full, mode });
  };
  const compiled = {
    encode: named(
      "encode",
      ({ params, condition }: { params: Params; condition: Condition }) =>
        network.encode(params, condition),
    ),
    start: named("start", start),
    move: named("step", move),
    moveLast: named("last_step", moveLast),
    leave: named("leave", ({ y, t }: { y: Tensor; t: Tensor1D }) => ({ y: leave(y, t) })),
  };

  /** Descends landscape t from y; returns the estimate of the answer, energies and moves. */
  function landscape(solving: Solving, state: SamplerState, noise: Tensor | undefined) {
    const t = tf.tensor1d([state.t], "int32");
    const clues = (solving.clues ?? {}) as Record<string, Tensor>;
    const inputs = { params: solving.params, encoded: solving.encoded, clues, t };
    let moving = compiled.start({ ...inputs, y: state.y, ...(noise && { noise }) });
    const energies: Tensor[] = [moving.energy];
    const moves: Tensor[] = [];
    const K = options.innerSteps;
    for (let k = 0; k < K - 1; k++) {
      const multiplier = tf.scalar(k === 0 ? 1 : options.multiplierAfterFirst);
      const next = compiled.move({ ...inputs, state: moving, multiplier });
      moving.y.dispose();
      moving.gradient.dispose();
      moving = next.state;
      energies.push(moving.energy);
      moves.push(next.accepted);
    }
    if (K === 0) return { answer: compiled.leave({ y: moving.y, t }).y, energies, moves };
    const multiplier = tf.scalar(K === 1 ? 1 : options.multiplierAfterFirst);
    const last = compiled.moveLast({ ...inputs, state: moving, multiplier });
    return {
      answer: last.y,
      energies: [...energies, last.energy],
      moves: [...moves, last.accepted],
    };
  }

  return {
    options,
    encode: (params, condition, clues) => ({
      params,
      encoded: compiled.encode({ params, condition }),
      ...(clues && { clues }),
    }),
    init: (key, shape) => ({
      t: schedule.levels - 1,
      y: random.normal(key, shape),
      key: random.fold(key, 1),
    }),
    step(solving, state) {
      const batch = state.y.shape[0]!;
      const [next, info] = tf.tidy(() => {
        const [noiseKey, key] = random.split(state.key);
        const noisy = options.posteriorNoise === "on" && state.t > 0;
        const noise = noisy ? random.normal(noiseKey!, state.y.shape) : undefined;
        const { answer, energies, moves } = landscape(solving, state, noise);
        const y = state.t > 0
          ? tf.mul(answer, schedule.sqrtAlphaBar[state.t - 1]!)
          : tf.clone(answer);
        return [
          { y, key: key! },
          {
            answer,
            energies: tf.stack(energies),
            accepted: moves.length ? tf.stack(moves) : tf.zeros([0, batch], "bool"),
          },
        ] as unknown as tf.TensorContainer;
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
