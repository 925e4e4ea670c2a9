/** What happens on the landscapes, as rows for charts. */
import {
  compile,
  disposeTree,
  random,
  type Tensor,
  type Tensor1D,
  tf,
} from "../../../tensor/mod.ts";
import type { Encoded } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { evaluationKeys, firstProblems } from "../evaluation/problems.ts";
import { traceDescent, traceSolving } from "./trace.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";
import { solverSettings } from "../evaluation/solver.ts";

export { traceDescent, traceSolving };
export type { DescentTrace, LandscapeTrace, SolvingTrace } from "./trace.ts";
export * from "./trace_rows.ts";

/** An energy at a distance from the solution. */
export interface EnergyDistanceRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Mean squared distance to the solution. */
  readonly distance: number;
  /** Energy less the energy at the solution, averaged over problems. */
  readonly energy: number;
}

/** Options of {@link energyDistanceRows}. */
export interface EnergyDistanceOptions extends EvaluateOptions {
  /** Which landscapes; all of them by default. */
  readonly levels?: readonly number[];
  /** Mean squared distances; by default 21 from 0 to four times the mean square of the answers. */
  readonly distances?: readonly number[];
}

/** A tensor scaled so that the mean square of each example is 1. */
function unitMeanSquare(x: Tensor): Tensor {
  const axes = x.shape.map((_, i) => i).slice(1);
  return tf.div(x, tf.sqrt(tf.mean(tf.square(x), axes, true)));
}

/**
 * Energy against the distance to the solution, on each landscape (figure 4 of the paper):
 * E(x, √ᾱ_t·(y* + δ·n), t) less its value at δ = 0, with n normal noise of mean square 1, so that
 * δ² is the mean squared distance; averaged over the problems (64 by default, at most 256).
 */
export function energyDistanceRows(
  { levels: shown, distances: apart, ...options }: EnergyDistanceOptions,
): EnergyDistanceRow[] {
  const { task, network, params, difficulty = "same", problems: count = 64, seed = 0 } = options;
  const settings = solverSettings(task, options);
  const { sqrtAlphaBar } = cosineSchedule(settings.levels);
  const levels = shown ?? Array.from(sqrtAlphaBar, (_, t) => t).reverse();
  const problems = firstProblems(task, { difficulty, problems: count, seed });
  const { condition, answer } = problems;
  const keys = evaluationKeys(seed);
  const encoded = tf.tidy(() =>
    network.encode(params, condition) as unknown as tf.TensorContainer
  ) as unknown as Encoded;
  const noise = tf.tidy(() => unitMeanSquare(random.normal(keys.solver, answer.shape)));
  const meanEnergy = compile((inputs: {
    params: Params;
    encoded: Encoded;
    answer: Tensor;
    noise: Tensor;
    t: Tensor1D;
    scale: Tensor;
    delta: Tensor;
  }) => {
    const y = tf.add(inputs.answer, tf.mul(inputs.delta, inputs.noise));
    const scaled = tf.mul(inputs.scale, y);
    return { energy: tf.mean(network.energy(inputs.params, inputs.encoded, scaled, inputs.t)) };
  }, { name: `${network.name}_energy_by_distance`, mode: "graph" });
  const energyAt = (t: number, delta: number): number => {
    const scalars = {
      t: tf.tensor1d([t], "int32"),
      scale: tf.scalar(sqrtAlphaBar[t]!),
      delta: tf.scalar(delta),
    };
    const { energy } = meanEnergy({ params, encoded, answer, noise, ...scalars });
    const value = energy.dataSync()[0]!;
    disposeTree({ energy, ...scalars });
    return value;
  };
  const meanSquare = tf.tidy(() => tf.mean(tf.square(answer)).dataSync()[0]!);
  const distances = apart ??
    Array.from({ length: 21 }, (_, i) => 4 * meanSquare * i / 20);
  const rows = levels.flatMap((t) => {
    const atSolution = energyAt(t, 0);
    return distances.map((distance) => (
      { t, distance, energy: energyAt(t, Math.sqrt(distance)) - atSolution }
    ));
  });
  disposeTree({ problems, keys, encoded, noise });
  meanEnergy.dispose();
  return rows;
}
