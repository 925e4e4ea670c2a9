/** Energies of given answers on each landscape. */
import {
  compile,
  disposeTree,
  type Key,
  type Tensor,
  type Tensor1D,
  tf,
} from "../../../tensor/mod.ts";
import type { Encoded } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import type { Problems } from "../problems.ts";
import { evaluationKeys, firstProblems } from "../evaluation/problems.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";
import { solverSettings } from "../evaluation/solver.ts";

/** The first problems of a set, and the energies of answers to them. */
export interface ProblemEnergies {
  readonly problems: Problems;
  /** For whatever is drawn about them. */
  readonly key: Key;
  /** All landscapes, from the smoothest to the sharpest. */
  readonly levels: readonly number[];
  /** E(x, √ᾱ_t·y, t) of each problem, for answers `y` like the right ones. */
  of(y: Tensor, t: number): Float32Array;
  dispose(): void;
}

/**
 * Energies of answers to the first `problems` (64 by default, at most 256) of a set. Disposed by the
 * one who takes it.
 */
export function problemEnergies(options: EvaluateOptions): ProblemEnergies {
  const { task, network, params, difficulty = "same", problems: count = 64, seed = 0 } = options;
  const { sqrtAlphaBar } = cosineSchedule(solverSettings(task, options).levels);
  const problems = firstProblems(task, { difficulty, problems: count, seed });
  const keys = evaluationKeys(seed);
  const encoded = tf.tidy(() =>
    network.encode(params, problems.condition) as unknown as tf.TensorContainer
  ) as unknown as Encoded;
  const energies = compile((inputs: {
    params: Params;
    encoded: Encoded;
    y: Tensor;
    t: Tensor1D;
    scale: Tensor;
  }) => {
    const scaled = tf.mul(inputs.scale, inputs.y);
    return { energy: network.energy(inputs.params, inputs.encoded, scaled, inputs.t) };
  }, { name: `${network.name}_energies`, mode: "graph" });
  return {
    problems,
    key: keys.solver,
    levels: Array.from(sqrtAlphaBar, (_, t) => t).reverse(),
    of(y, t) {
      const at = { t: tf.tensor1d([t], "int32"), scale: tf.scalar(sqrtAlphaBar[t]!) };
      const { energy } = energies({ params, encoded, y, ...at });
      const values = Float32Array.from(energy.dataSync());
      disposeTree({ energy, ...at });
      return values;
    },
    dispose() {
      disposeTree({ problems, keys, encoded });
      energies.dispose();
    },
  };
}
