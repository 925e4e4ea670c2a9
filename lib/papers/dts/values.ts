/** How good estimates of a noisy state's value are: log E exp(r(x_0)) given x_t. */
import { growTree } from "../../samplers/tree.ts";
import type { Selection } from "../../samplers/tree_options.ts";
import { meanOf } from "../../records/statistics.ts";
import type { Noise } from "./chain.ts";
import { DEEPER, deeper } from "./deeper.ts";
import { logMeanExp } from "./log_mean_exp.ts";
import { noiseOf } from "./plane.ts";
import type { Guided } from "./problems.ts";
import { treeProblem } from "./tree_problem.ts";

/** Error of an estimate over states of one noise level. */
export interface ValueRow {
  readonly problem: string;
  readonly t: number;
  readonly method: string;
  /** For each state. */
  readonly evaluations: number;
  /** Mean of estimate - truth. */
  readonly bias: number;
  readonly rmse: number;
  /** Half of its interval of 95 %, over states. */
  readonly within: number;
  /** Estimate - truth of each state; all methods of a problem and time see the same states. */
  readonly errors: readonly number[];
}

/** log mean exp(r) of `count` rollouts from x at time t. */
export function rolloutValue(
  { chain, reward }: Guided,
  { x, t, count }: { readonly x: Float64Array; readonly t: number; readonly count: number },
  noise: Noise,
): number {
  const end = new Float64Array(x.length);
  return logMeanExp(Float64Array.from({ length: count }, () => {
    end.set(x);
    chain.walk(end, t, 0, noise);
    return reward(end);
  }));
}

/** The value of x at time t as a tree that begins there estimates it. */
export function treeValue(
  problem: Guided,
  { x, t, budget, ...options }: {
    readonly x: Float64Array;
    readonly t: number;
    readonly budget: number;
    readonly selection: Selection;
    /** A node of N visits has at most C·N^α children. */
    readonly C?: number;
    readonly alpha?: number;
  },
  noise: Noise,
): number {
  const times = problem.times.filter((time) => time <= t);
  const tree = growTree(treeProblem(problem, noise, { x, times }), {
    uniform: noise.uniform,
    ...options,
  });
  tree.grow(budget);
  return tree.value();
}

/**
 * Tweedie's r(x̂_0), one rollout, rollouts and trees at `budget` evaluations each, against the truth
 * by `truth` rollouts, over `states` states that the prior's chain visits at each branching time.
 *
 * @throws {RangeError} If the budget does not reach for two rollouts from the first time: a scouted
 * tree spends the first on a scout, and knows no value before the second
 */
export function valueErrors(
  problem: Guided,
  { states, budget, truth, seed }: {
    readonly states: number;
    readonly budget: number;
    readonly truth: number;
    readonly seed: number;
  },
): ValueRow[] {
  const { chain } = problem, noise = noiseOf(seed, "values"), needed = 2 * problem.times[0]!;
  if (!(budget >= needed)) {
    throw new RangeError(`budget must be at least ${needed}: current value is ${budget}`);
  }
  return problem.times.slice(0, -1).flatMap((t) => {
    const at = Array.from({ length: states }, () => {
      const x = chain.start(noise);
      chain.walk(x, chain.steps, t, noise);
      return x;
    });
    const exact = at.map((x) => rolloutValue(problem, { x, t, count: truth }, noise));
    const row = (method: string, evaluations: number, estimate: (x: Float64Array) => number) => {
      const errors = at.map((x, i) => estimate(x) - exact[i]!);
      const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
      const square = meanOf(errors.map((e) => e * e)), rmse = Math.sqrt(square.mean);
      // The root's error, by its slope at the mean.
      const within = rmse > 0 ? 1.96 * square.standardError / (2 * rmse) : 0;
      return {
        ...{ problem: problem.name, t, method, evaluations },
        ...{ bias: mean(errors), rmse, within, errors },
      };
    };
    const estimated = new Float64Array(chain.dimension);
    const tree =
      (selection: Selection, widening: { C?: number; alpha?: number } = {}) => (x: Float64Array) =>
        treeValue(problem, { x, t, budget, selection, ...widening }, noise);
    const rollouts = Math.max(1, Math.floor(budget / t));
    return [
      row("Tweedie", 1, (x) => {
        chain.estimate(x, t, estimated);
        return problem.reward(estimated);
      }),
      row("one rollout", t, (x) => rolloutValue(problem, { x, t, count: 1 }, noise)),
      row("rollouts", budget, (x) => rolloutValue(problem, { x, t, count: rollouts }, noise)),
      row("DTS as printed", budget, tree("boltzmann")),
      row(`DTS, ${DEEPER}`, budget, tree("boltzmann", deeper)),
      row("tree, scouted (ours)", budget, tree("scouted")),
    ];
  });
}
