/** Solving: annealed descent, one landscape after the other (IRED, algorithm 2, as released). */
import { random, type Tensor, tf, tidy } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import { landscapeSteps } from "./landscape_steps.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import { encoder, landscapeOf, type Solver, type SolverSetting, type Solving } from "./solver.ts";

/**
 * Builds a solver that descends each landscape. What it compiles is shared by all of the network,
 * whatever their clamps. A step costs two forward-equivalents, as the energy and the gradient of an
 * accepted proposal are those of the next step's start.
 *
 * @throws {RangeError} If an option is impossible
 */
export function annealedDescent(
  network: EnergyNetwork,
  schedule: Schedule,
  options: SamplerOptions,
  { mode = network.mode ?? "xla", landscapes = schedule.levels }: SolverSetting = {},
): Solver {
  checkSamplerOptions(options);
  const compiled = landscapeSteps(network, schedule, options.jump, mode);

  /** Descends landscape t from y. */
  function descend(solving: Solving, t: number, y: Tensor, noise: Tensor | undefined) {
    return compiled.descend({
      params: solving.params,
      encoded: solving.encoded,
      observed: (solving.observed ?? {}) as Record<string, Tensor>,
      t: tf.tensor1d([t], "int32"),
      clamps: {
        jump: tf.scalar(options.clampJump),
        descent: tf.scalar(options.clampDescent),
        final: tf.scalar(options.clampFinal),
      },
      multiplier: tf.scalar(options.multiplierAfterFirst),
      y,
      ...(noise && { noise }),
    }, options);
  }

  const solver: Solver = {
    steps: landscapes,
    // The jump's, and that of each step's start.
    gradients: (options.jump === "on" ? 1 : 0) + options.innerSteps,
    encode: encoder(network, mode),
    init: (key, _, shape) => ({ y: random.normal(key, shape) }),
    step: (key, solving, state, k) =>
      tidy(() => {
        const t = landscapeOf(solver, k);
        const noise = options.posteriorNoise === "on" && t > 0
          ? random.normal(key, state.y.shape)
          : undefined;
        const info = descend(solving, t, state.y, noise);
        const { answer } = info;
        const y = t > 0 ? tf.mul(answer, schedule.sqrtAlphaBar[t - 1]!) : tf.clone(answer);
        return [{ y }, info];
      }),
    result: ({ y }) =>
      options.answerScale === "scaled" ? tf.mul(y, schedule.sqrtAlphaBar[0]!) : tf.clone(y),
  };
  return solver;
}
