/** The best end found against evaluations. */
import { growTree } from "../../samplers/tree.ts";
import type { TreeOptions } from "../../samplers/tree_options.ts";
import { DEEPER, deeper } from "./deeper.ts";
import { particles } from "./particles.ts";
import { noiseOf, particlesFor } from "./plane.ts";
import { type Guided, needleProblem } from "./problems.ts";
import { treeProblem } from "./tree_problem.ts";

/** The best reward of one search. */
export interface SearchRow {
  readonly method: string;
  readonly evaluations: number;
  readonly seed: number;
  readonly best: number;
  readonly seconds: number;
}

/** The paper's inverse temperature of particles in searches. */
const STEERING = 10;

const trees: Readonly<Record<string, Omit<TreeOptions, "uniform">>> = {
  "DTS*": { selection: "uct" },
  [`DTS*, ${DEEPER}`]: { selection: "uct", ...deeper },
};

/**
 * DTS* in two forms, best of N, and steered particles with the largest reward so far.
 *
 * @throws {RangeError} If a budget is not enough for one particle
 */
export function search(
  problem: Guided,
  { budgets, seed }: { readonly budgets: readonly number[]; readonly seed: number },
): SearchRow[] {
  const counts = budgets.map((budget) => particlesFor(budget, problem));
  const rows: SearchRow[] = [];
  for (const [method, options] of Object.entries(trees)) {
    const noise = noiseOf(seed, method), began = performance.now();
    const tree = growTree(treeProblem(problem, noise), { uniform: noise.uniform, ...options });
    for (const evaluations of budgets) {
      tree.grow(evaluations);
      const seconds = (performance.now() - began) / 1000;
      rows.push({ method, evaluations, seed, best: tree.best().value, seconds });
    }
  }
  const competitors = { "best of N": "rollouts", "steered particles": "max" } as const;
  for (const [title, method] of Object.entries(competitors)) {
    for (const [i, evaluations] of budgets.entries()) {
      const noise = noiseOf(seed, `${title} ${evaluations}`), began = performance.now();
      const count = counts[i]!;
      const { points } = particles(problem, { particles: count, method, lambda: STEERING }, noise);
      const best = points.reduce((most, x) => Math.max(most, problem.reward(x)), -Infinity);
      const seconds = (performance.now() - began) / 1000;
      rows.push({ method: title, evaluations, seed, best, seconds });
    }
  }
  return rows;
}

/** Searches with a goal of its own for each seed. */
export function searches(
  { budgets, seeds, dimension = 10 }: {
    readonly budgets: readonly number[];
    readonly seeds: readonly number[];
    readonly dimension?: number;
  },
): SearchRow[] {
  return seeds.flatMap((seed) =>
    search(needleProblem(noiseOf(seed, "goal"), dimension), { budgets, seed })
  );
}
