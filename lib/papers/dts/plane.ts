/** Samples against evaluations, in the plane. */
import { assertCount } from "../../checks.ts";
import { normalSource } from "../../datasets/normal.ts";
import { type Rng, rng } from "../../datasets/rng.ts";
import { modeCounts, squaredMmd, totalVariation } from "../../metrics/mod.ts";
import { growTree } from "../../samplers/tree.ts";
import type { TreeOptions } from "../../samplers/tree_options.ts";
import type { Noise } from "./chain.ts";
import { drawEnds, type ParticleOptions, particles } from "./particles.ts";
import { type Guided, ringMeans, ringWeights } from "./problems.ts";
import { treeProblem } from "./tree_problem.ts";

/** The random numbers of one seed and label. */
export function noiseOf(seed: number, label: string): Noise & { readonly stream: Rng } {
  const stream = rng(seed).split(label);
  return { uniform: stream.uniform, normal: normalSource(stream), stream };
}

/** What makes samples. */
export type Method =
  | { readonly title: string; readonly particles: Omit<ParticleOptions, "particles"> }
  | { readonly title: string; readonly tree: Omit<TreeOptions, "uniform"> };

/** The paper's tree, two corrected ones (ours), and the competitors. */
export const methods: readonly Method[] = [
  { title: "DTS as printed", tree: { selection: "boltzmann" } },
  { title: "tree, uniform (ours)", tree: { selection: "uniform" } },
  { title: "tree, scouted (ours)", tree: { selection: "scouted" } },
  { title: "weighted rollouts", particles: { method: "rollouts" } },
  { title: "SMC", particles: { method: "smc" } },
  { title: "TDS", particles: { method: "tds" } },
  { title: "TDS, short pushes (ours)", particles: { method: "tds", longest: 0.5 } },
  { title: "DPS", particles: { method: "dps" } },
];

/** Samples of one method after so many evaluations. */
export interface Sampled {
  readonly method: string;
  readonly budget: number;
  readonly seed: number;
  /** Plane coordinates, `[count × 2]`. */
  readonly points: Float64Array;
  readonly seconds: number;
}

/**
 * How many particles `budget` evaluations are enough for.
 *
 * @throws {RangeError} If not for one
 */
export function particlesFor(budget: number, { chain: { steps } }: Guided): number {
  if (!(budget >= steps && Number.isFinite(budget))) {
    throw new RangeError(
      `Cannot run particles on a budget of ${budget} evaluations: accepted are numbers of at least ${steps}, what one particle takes`,
    );
  }
  return Math.floor(budget / steps);
}

/**
 * Draws `count` samples after each of `budgets` evaluations; a tree goes on growing.
 *
 * @throws {RangeError} If a budget is not enough for one particle, there is no sample, or an option of the
 * method is impossible
 */
export function sampleMethod(
  problem: Guided,
  method: Method,
  { budgets, seed, count }: {
    readonly budgets: readonly number[];
    readonly seed: number;
    readonly count: number;
  },
): Sampled[] {
  assertCount("count", count);
  const numbers = "tree" in method ? [] : budgets.map((budget) => particlesFor(budget, problem));
  const noise = noiseOf(seed, method.title);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const row = (budget: number, points: Float64Array, seconds: number) => (
    { method: method.title, budget, seed, points, seconds }
  );
  if ("tree" in method) {
    const tree = growTree(treeProblem(problem, noise), { uniform: noise.uniform, ...method.tree });
    return budgets.map((budget) => {
      tree.grow(budget);
      const taken = seconds();
      const points = new Float64Array(2 * count);
      tree.draw(count).forEach((x, i) => points.set(x!, 2 * i));
      return row(budget, points, taken);
    });
  }
  return budgets.map((budget, i) => {
    const before = seconds();
    const ends = particles(problem, { ...method.particles, particles: numbers[i]! }, noise);
    return row(budget, drawEnds(ends, count, noise.uniform), seconds() - before);
  });
}

/** Widths of the five Gaussian kernels whose squared MMD is meant everywhere here. */
export const kernelWidths = [0.25, 0.5, 1, 2, 4] as const;

/** Squared MMD to exact samples, and mode shares where there are modes. */
export interface PlaneRow {
  readonly problem: string;
  readonly method: string;
  readonly evaluations: number;
  readonly seed: number;
  readonly mmd: number;
  /** Share of the heaviest mode, and total variation of all shares; only of the ring. */
  readonly heaviest?: number;
  readonly modeVariation?: number;
  readonly seconds: number;
}

/** Measures samples against `exact` ones. */
export function measure(problem: Guided, sampled: Sampled, exact: Float64Array): PlaneRow {
  const points = { values: sampled.points, dimension: 2 };
  const common = {
    problem: problem.name,
    method: sampled.method,
    evaluations: sampled.budget,
    seed: sampled.seed,
    mmd: squaredMmd(points, { values: exact, dimension: 2 }, kernelWidths),
    seconds: sampled.seconds,
  };
  if (problem.name !== "eight Gaussians") return common;
  const counts = modeCounts(points, ringMeans);
  const heaviest = counts[7]! / (sampled.points.length / 2);
  return { ...common, heaviest, modeVariation: totalVariation(counts, ringWeights) };
}

/** All methods on one problem, several seeds, each with exact samples of its own. */
export async function planeExperiment(
  problem: Guided,
  { budgets, seeds, count, compared = methods, tick }: {
    readonly budgets: readonly number[];
    readonly seeds: readonly number[];
    readonly count: number;
    readonly compared?: readonly Method[];
    readonly tick?: (done: string) => unknown;
  },
): Promise<PlaneRow[]> {
  const rows: PlaneRow[] = [];
  for (const seed of seeds) {
    const exact = problem.exact!(count, noiseOf(seed, "exact"));
    for (const method of compared) {
      const sampled = sampleMethod(problem, method, { budgets, seed, count });
      rows.push(...sampled.map((one) => measure(problem, one, exact)));
      await tick?.(`${problem.name}, ${method.title}`);
    }
  }
  return rows;
}

/** Squared MMD of exact samples to others as exact: mean, and what 9 of 10 pairs stay below. */
export function exactFloor(problem: Guided, count: number, pairs = 10) {
  const draws = Array.from({ length: pairs + 1 }, (_, i) => ({
    values: problem.exact!(count, noiseOf(1000 + i, "floor")),
    dimension: 2,
  }));
  const found = draws.slice(1).map((one) => squaredMmd(one, draws[0]!, kernelWidths))
    .sort((a, b) => a - b);
  const mean = found.reduce((a, b) => a + b, 0) / pairs;
  return { mean, high: found[Math.ceil(0.9 * pairs) - 1]! };
}
