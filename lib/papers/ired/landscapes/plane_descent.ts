/** Descents over two-dimensional answers, every step of them. */
import { compile, type Key, random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import { descend, startDescent } from "../method/descent.ts";
import { levelsAt } from "../../../diffusion/levels.ts";
import { clampTo } from "../../../diffusion/noising.ts";
import type { SamplerOptions } from "../method/options.ts";
import { firstLengths, nextLengths } from "../method/step_length.ts";
import { cosineSchedule, type Schedule } from "../../../diffusion/schedule.ts";
import type { Task } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type PlanePoint, type PlaneProblem, repeat } from "./plane.ts";

/** A point of a descent. */
export interface PlanePathPoint extends PlanePoint {
  /** Which descent. */
  readonly path: number;
  /** Place along the path: 0 where the landscape was entered, then after the jump and each step. */
  readonly order: number;
  readonly energy: number;
  /** Whether the step before this point was taken; a refused step stays where it was. */
  readonly accepted: boolean;
}

/** How {@link descentPaths} descends. */
export interface DescentPathsOptions {
  readonly sampler: SamplerOptions;
  /** Number of descents; the condition's batch is as large, or 1, shared by all. */
  readonly paths: number;
  /** Fixes where they start, and the posterior noise. */
  readonly key: Key;
  /** "on" (default) refuses steps that raise the energy; "off" takes them all. */
  readonly energyTest?: "on" | "off";
  /** Factor on all step sizes λ_t; 1 by default. */
  readonly stepFactor?: number;
  readonly schedule?: Schedule;
}

type At = { params: Params; encoded: Encoded; t: Tensor1D };
type State = { y: Tensor; energy: Tensor1D; gradient: Tensor };

/** Entering a landscape, and a step on it: compiled, as they run hundreds of times. */
function compiledMoves(network: EnergyNetwork, schedule: Schedule) {
  const landscapeOf = ({ params, encoded, t }: At) => (y: Tensor) =>
    network.energy(params, encoded, y, t);
  const enter = ({ y, ...at }: At & { y: Tensor }) => startDescent(landscapeOf(at), y) as State;
  const step = (
    { state, multiplier, clamp, ...at }: At & { state: State; multiplier: Tensor; clamp: Tensor },
  ) => {
    const levels = levelsAt(schedule, at.t, 2);
    const limits = { levels, multiplier, bound: tf.mul(levels.scale, clamp) };
    const [next, { accepted }] = descend(landscapeOf(at), state, limits);
    return { state: next as State, accepted };
  };
  return {
    enter: compile(enter, { name: "plane_enter", mode: "graph" }),
    step: compile(step, { name: "plane_step", mode: "graph" }),
  };
}

const kept = new WeakMap<EnergyNetwork, ReturnType<typeof compiledMoves>>();

/**
 * Descents from normal noise down all landscapes, every step of them: what `annealedDescent`
 * (`lib/papers/ired/method/annealed_descent.ts`) does, without its speed.
 */
export function descentPaths(
  { network, params, condition }: PlaneProblem,
  options: DescentPathsOptions,
): PlanePathPoint[] {
  const { sampler, paths, key, energyTest = "on", stepFactor = 1 } = options;
  const schedule = options.schedule ?? cosineSchedule();
  const moves = kept.get(network) ?? compiledMoves(network, schedule);
  if (!options.schedule) kept.set(network, moves);
  const rows: PlanePathPoint[] = [];
  tf.tidy(() => {
    const shared = Object.values(condition)[0]!.shape[0] !== paths;
    const encoded = network.encode(params, shared ? repeat(condition, paths) : condition);
    const [startKey, ...noiseKeys] = random.split(key, schedule.levels + 1);
    const anywhere = tf.fill([paths], Infinity) as Tensor1D;
    let y: Tensor = random.normal(startKey!, [paths, 2]);
    for (let t = schedule.levels - 1; t >= 0; t--) {
      const at = { params, encoded, t: tf.tensor1d([t], "int32") };
      const scale = schedule.sqrtAlphaBar[t]!;
      let order = 0;
      const keep = (state: State, accepted?: Tensor) => {
        rows.push(...pathPoints(t, order++, state, accepted));
        return state;
      };
      const enter = (y: Tensor) => keep(moves.enter({ ...at, y }));
      let state = enter(y);
      if (sampler.jump === "on") {
        const jumped = tf.sub(y, tf.mul(schedule.sigma[t]!, state.gradient));
        state = enter(clampTo(jumped, tf.scalar(scale * sampler.clampJump)));
      }
      if (sampler.posteriorNoise === "on" && t > 0) {
        const sigma = Math.sqrt(schedule.posteriorVariance[t]!);
        state = enter(tf.add(state.y, tf.mul(sigma, random.normal(noiseKeys[t]!, y.shape))));
      }
      let lengths = firstLengths(y);
      for (let k = 0; k < sampler.innerSteps; k++) {
        const all = stepFactor * (k === 0 ? 1 : sampler.multiplierAfterFirst);
        const multiplier = tf.mul(all, lengths);
        // From an infinite energy every step leads down: that takes the test out.
        const from = energyTest === "on" ? state : { ...state, energy: anywhere };
        const clamp = tf.scalar(sampler.clampDescent);
        const next = moves.step({ ...at, state: from, multiplier, clamp });
        state = keep(next.state, next.accepted);
        if (sampler.stepLength === "adaptive") lengths = nextLengths(lengths, next.accepted);
      }
      const left = tf.div(clampTo(state.y, tf.scalar(scale * sampler.clampFinal)), scale);
      y = tf.mul(left, t > 0 ? schedule.sqrtAlphaBar[t - 1]! : 1);
    }
  });
  return rows;
}

function pathPoints(t: number, order: number, state: State, accepted?: Tensor): PlanePathPoint[] {
  const [at, energies] = [state.y.dataSync(), state.energy.dataSync()];
  const moved = accepted?.dataSync();
  return Array.from(energies, (energy, path) => ({
    t,
    path,
    order,
    x: at[2 * path]!,
    y: at[2 * path + 1]!,
    energy,
    accepted: moved ? moved[path] === 1 : true,
  }));
}

/** What a step size leads to, with and without the energy test. */
export interface StepSizeRow {
  /** Factor on λ_t, for all steps. */
  readonly factor: number;
  /** Share of the steps that the test refuses. */
  readonly refused: number;
  /** Mean error of the answers with the test, and without it. */
  readonly withTest: number;
  readonly withoutTest: number;
}

/** Errors of two-dimensional answers by step size, on `problems`, one descent each. */
export function stepSizeRows(
  { network, params, task, problems, sampler, key }: Omit<PlaneProblem, "condition"> & {
    readonly task: Task;
    readonly problems: Problems;
    readonly sampler: SamplerOptions;
    readonly key: Key;
  },
  factors: readonly number[],
): StepSizeRow[] {
  const paths = problems.answer.shape[0]!;
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const run = (stepFactor: number, energyTest: "on" | "off") => {
    const problem = { network, params, condition: problems.condition };
    const points = descentPaths(problem, { sampler, paths, key, energyTest, stepFactor });
    const scale = cosineSchedule().sqrtAlphaBar[0]!;
    const last = points.slice(-paths).map(({ x, y }) => [x / scale, y / scale]);
    const errors = tf.tidy(() => task.error(tf.tensor2d(last), problems).dataSync());
    const refusals = points.filter(({ accepted }) => !accepted).length;
    const steps = cosineSchedule().levels * sampler.innerSteps * paths;
    return { error: mean(errors), refused: refusals / steps };
  };
  return factors.map((factor) => {
    const [on, off] = [run(factor, "on"), run(factor, "off")];
    return { factor, refused: on.refused, withTest: on.error, withoutTest: off.error };
  });
}
