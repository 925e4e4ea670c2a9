/** Descent on a landscape, compiled, shared by all samplers of a network. */
import { type Tensor, type Tensor1D, type TensorTree, tf, tidy } from "../../../tensor/mod.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import {
  descend,
  descendLast,
  type DescentState,
  type DescentStep,
  startDescent,
} from "./descent.ts";
import { energyAndGradient } from "../../../energy/energy_gradient.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { clampTo, holdObserved, type Observed } from "../../../diffusion/noising.ts";
import type { SamplerOptions } from "./options.ts";
import { firstLengths, nextLengths } from "./step_length.ts";
import { compiledPiece, perNetwork, type SamplerMode } from "./solver.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

/** What every piece needs: the problem, the landscape, and the largest |y/√ᾱ_t|, scalars. */
export type LandscapeInputs = {
  readonly params: Params;
  readonly encoded: Encoded;
  /** `mask` and `values`, or nothing. */
  readonly observed: Readonly<Record<string, Tensor>>;
  readonly t: Tensor1D;
  readonly clamps: { readonly jump: Tensor; readonly descent: Tensor; readonly final: Tensor };
};

/** The start of a landscape. */
export type StartInputs = LandscapeInputs & { readonly y: Tensor; readonly noise?: Tensor };

/** A step; `multiplier` broadcasts to the answers. */
export type MoveInputs = LandscapeInputs & {
  readonly state: DescentState;
  readonly multiplier: Tensor;
};

/** A whole landscape; `multiplier` is that of the steps after the first, a scalar. */
export type DescentInputs = StartInputs & { readonly multiplier: Tensor };

/** What a landscape gives. */
export type Descended = {
  /** y/√ᾱ_t, clamped. */
  readonly answer: Tensor;
  /** At the start and after each step, `[steps + 1, batch]`. */
  readonly energies: Tensor;
  /** `[steps, batch]`. */
  readonly accepted: Tensor;
};

/** The pieces. Each is compiled once per batch size, whatever the steps and clamps. */
interface Pieces {
  /** The jump, if it is on, posterior noise, if given, and the first energy. */
  start(inputs: StartInputs): DescentState;
  move(inputs: MoveInputs): { state: DescentState; accepted: Tensor1D };
  /** A step without a gradient, and y/√ᾱ_t, clamped, with which the landscape is left. */
  moveLast(inputs: MoveInputs): { y: Tensor; energy: Tensor1D; accepted: Tensor1D };
  /** The jump and y/√ᾱ_t, clamped, where no step follows: the energy has no gradient to go with. */
  pass(inputs: StartInputs): { y: Tensor; energy: Tensor1D };
}

/** What decides how often and how far a descent steps. */
export type DescentOptions = Pick<SamplerOptions, "innerSteps" | "stepLength">;

/** A network's landscapes, compiled. */
export interface LandscapeSteps {
  /** Descends a landscape. The caller disposes the inputs. */
  descend(inputs: DescentInputs, how: DescentOptions): Descended;
}

/** Puts the pieces together. */
function descendBy(
  pieces: Pieces,
  inputs: DescentInputs,
  { innerSteps: steps, stepLength }: DescentOptions,
): Descended {
  const { y, noise, multiplier, ...landscape } = inputs;
  const start = { ...landscape, y, ...(noise && { noise }) };
  if (steps === 0) {
    const { y: answer, energy } = pieces.pass(start);
    return {
      answer,
      energies: tf.stack([energy]),
      accepted: tf.zeros([0, y.shape[0]!], "bool"),
    };
  }
  const energies: Tensor[] = [], moves: Tensor[] = [];
  let moving = pieces.start(start);
  energies.push(moving.energy);
  let lengths = stepLength === "adaptive" ? firstLengths(y) : undefined;
  function multiplierOf(k: number): Tensor {
    const all = k === 0 ? tf.scalar(1) : multiplier;
    return lengths ? tf.mul(all, lengths) : all;
  }
  for (let k = 0; k < steps - 1; k++) {
    const next = pieces.move({ ...landscape, state: moving, multiplier: multiplierOf(k) });
    moving.y.dispose();
    moving.gradient.dispose();
    moving = next.state;
    energies.push(moving.energy);
    moves.push(next.accepted);
    lengths &&= nextLengths(lengths, next.accepted);
  }
  const last = pieces.moveLast({
    ...landscape,
    state: moving,
    multiplier: multiplierOf(steps - 1),
  });
  return {
    answer: last.y,
    energies: tf.stack([...energies, last.energy]),
    accepted: tf.stack([...moves, last.accepted]),
  };
}

/**
 * Descents of up to so many steps are one compiled function each where TensorFlow's own kernels
 * run, which saves time between steps. XLA would take long to compile it, and has the pieces.
 */
const AT_ONCE = 10;

function build(
  network: EnergyNetwork,
  schedule: Schedule,
  jump: SamplerOptions["jump"],
  mode: SamplerMode,
): LandscapeSteps {
  const landscapeOf = ({ params, encoded, t }: LandscapeInputs) => (y: Tensor) =>
    network.energy(params, encoded, y, t);
  const levelsOf = (t: Tensor1D, y: Tensor) => levelsAt(schedule, t, y.rank);
  const asObserved = (observed: LandscapeInputs["observed"]) =>
    "mask" in observed ? observed as unknown as Observed : undefined;

  /** Where a landscape starts: at the estimate of the answer, noised, if these are asked for. */
  function arrive(inputs: StartInputs): Tensor {
    const landscape = landscapeOf(inputs);
    const levels = levelsOf(inputs.t, inputs.y);
    const observed = asObserved(inputs.observed);
    let y = holdObserved(inputs.y, observed, levels);
    if (jump === "on") {
      const { gradient } = energyAndGradient(landscape, y);
      // y₀ = y/√ᾱ - √(1/ᾱ - 1)·∇E = (y - σ·∇E)/√ᾱ
      const y0 = tf.div(tf.sub(y, tf.mul(levels.sigma, gradient)), levels.scale);
      y = tf.mul(levels.scale, clampTo(y0, inputs.clamps.jump));
    }
    if (inputs.noise) y = tf.add(y, tf.mul(levels.posteriorSigma, inputs.noise));
    return holdObserved(y, observed, levels);
  }

  const start = (inputs: StartInputs) => startDescent(landscapeOf(inputs), arrive(inputs));

  function stepOf({ state, multiplier, t, observed, clamps }: MoveInputs): DescentStep {
    const levels = levelsOf(t, state.y);
    const bound = tf.mul(levels.scale, clamps.descent);
    return { levels, multiplier, bound, observed: asObserved(observed) };
  }

  function move(inputs: MoveInputs) {
    const [state, { accepted }] = descend(landscapeOf(inputs), inputs.state, stepOf(inputs));
    return { state, accepted };
  }

  function leave({ y, t, clamp }: { y: Tensor; t: Tensor1D; clamp: Tensor }) {
    const { scale } = levelsOf(t, y);
    return { y: tf.div(clampTo(y, tf.mul(scale, clamp)), scale) };
  }

  function pass(inputs: StartInputs) {
    const y = arrive(inputs), energy = landscapeOf(inputs)(y);
    return { ...leave({ y, t: inputs.t, clamp: inputs.clamps.final }), energy };
  }

  function moveLast(inputs: MoveInputs) {
    const last = descendLast(landscapeOf(inputs), inputs.state, stepOf(inputs));
    const { y } = leave({ y: last.y, t: inputs.t, clamp: inputs.clamps.final });
    return { ...last, y };
  }

  const named = <I extends TensorTree, O extends TensorTree>(name: string, fn: (i: I) => O) =>
    compiledPiece(network, name, fn, mode);
  const pieces: Pieces = {
    start: named("start", start),
    move: named("step", move),
    moveLast: named("last_step", moveLast),
    pass: named("pass", pass),
  };
  const whole = new Map<string, (inputs: DescentInputs) => Descended>();

  function down(inputs: DescentInputs, how: DescentOptions): Descended {
    const { innerSteps, stepLength } = how;
    if (mode !== "graph" || innerSteps > AT_ONCE) {
      return tidy(() => descendBy(pieces, inputs, how));
    }
    const name = `${innerSteps}_steps${stepLength === "adaptive" ? "_adaptive" : ""}`;
    let compiled = whole.get(name);
    if (!compiled) {
      const own = { innerSteps, stepLength };
      whole.set(
        name,
        compiled = named(name, (inputs: DescentInputs) => descendBy(pieces, inputs, own)),
      );
    }
    return compiled(inputs);
  }

  return {
    descend: down,
  };
}

/** The pieces for a network, compiled on first use and kept as long as the network is. */
export const landscapeSteps = perNetwork(
  build,
  ({ beta }, jump, mode) => `${jump} ${mode} ${beta.join()}`,
);
