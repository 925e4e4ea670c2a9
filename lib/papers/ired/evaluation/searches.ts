/** Restarts, hopping and trees over landscapes on the same problems, at equal gradient evaluations. */
import { disposeTree, random, type Tensor, tf } from "../../../tensor/mod.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { rng } from "../../../datasets/rng.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { meanOf, wilson } from "../../../records/statistics.ts";
import type { TreeOptions } from "../../../samplers/tree_options.ts";
import type { Problems } from "../problems.ts";
import {
  descentLegs,
  hopLegs,
  type LandscapeSearch,
  type Leg,
  restartLegs,
  searchLandscapes,
} from "./landscape_tree.ts";
import { sliceProblems } from "./problems.ts";
import { solveBatch, type SolverOptions, solverSettings } from "./solver.ts";
import type { Trained } from "./trained.ts";

/** A way to search. Hopping is no tree: the lowest answer is all it keeps. */
export interface SearchMethod {
  readonly title: string;
  /** Edges of the tree; none for hopping. */
  readonly legs?: (landscapes: number, level: number) => readonly Leg[];
  readonly tree?: Omit<TreeOptions, "batch" | "uniform">;
  /** Noise on each landscape beside that of the start, without which "on" legs would all be one. */
  readonly posteriorNoise: "on" | "off";
}

/** As deep as walks can go: few children for each node, the best of which are visited most. */
const DEEP = { selection: "uct", backup: "max", C: 1, alpha: 0.5 } as const;

/** What is compared; the trees' constants were set beforehand, and none was tuned. */
export const searchMethods: Readonly<Record<string, SearchMethod>> = {
  restarts: {
    title: "restarts",
    legs: restartLegs,
    tree: { C: 1, alpha: 1 },
    posteriorNoise: "off",
  },
  hopping: { title: "hopping", posteriorNoise: "off" },
  tree: {
    title: "tree over landscapes",
    legs: (landscapes) => descentLegs(landscapes, [6, 3]),
    tree: DEEP,
    posteriorNoise: "on",
  },
  hopTree: {
    title: "tree over hops",
    legs: (landscapes, level) => hopLegs(landscapes, level, 4),
    tree: DEEP,
    posteriorNoise: "off",
  },
};

/** How searches are compared. */
export interface ComparisonOptions {
  /** Gradients of the energy by the answer for each problem, rising. */
  readonly budgets: readonly number[];
  readonly seed: number;
  /** See {@link LandscapeSearch.energyScale}. */
  readonly energyScale: number;
  /**
   * Rows that a tree descends at once, at most; small, as it learns nothing between them, and fewer
   * where so many would exceed the first budget. Default 4.
   */
  readonly batch?: number;
  readonly mode?: "xla" | "graph";
  readonly onProgress?: (done: number) => void;
}

/** Of each problem at one budget. */
export interface SearchOutcome {
  readonly budget: number;
  readonly errors: Float32Array;
  readonly energies: Float32Array;
  readonly gradients: Float32Array;
}

/** Solves `problems` by one method; all ends where the task can tell that an answer is finished. */
export function searchProblems(
  { task, network, params, trainedAs, irem, preset }: Omit<Trained, "manifest" | "title">,
  problems: Problems,
  method: SearchMethod,
  { budgets, seed, energyScale, batch = 4, mode = "graph", onProgress }: ComparisonOptions,
): SearchOutcome[] {
  const count = problems.answer.shape[0]!, shape = problems.answer.shape;
  const options: SolverOptions = { trainedAs, irem, preset, mode };
  const sampler = { innerSteps: task.hops?.innerSteps ?? 1, posteriorNoise: method.posteriorNoise };
  const settings = solverSettings(task, { ...options, sampler, cycles: 1 });
  const schedule = cosineSchedule(settings.levels);
  const { landscapes, level } = settings;
  const solver = trainedAs.solver({
    network,
    schedule,
    options: settings.sampler,
    irem,
    ...{ mode },
  });
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const found = budgets.map((budget) => ({
    budget,
    answers: new Float32Array(count * size),
    energies: new Float32Array(count),
    gradients: new Float32Array(count),
  }));
  const key = random.key(seed);
  if (method.legs) {
    for (let i = 0; i < count; i++) {
      const one = sliceProblems(problems, i, 1), own = random.fold(key, i);
      const legs = method.legs(landscapes, level);
      const path = legs.reduce((sum, { from, to }) => sum + from - to + 1, 0) * solver.gradients;
      const rows = Math.max(1, Math.min(batch, Math.floor(budgets[0]! / path)));
      const search: LandscapeSearch = {
        ...{ solver, schedule, params, question: one, answerShape: shape.slice(1), energyScale },
        ...{ legs, batch: rows, key: own },
        ...(settings.finished && { finished: settings.finished }),
      };
      const stream = rng(seed).split(`board ${i}`);
      const tree = { ...method.tree, uniform: () => stream.uniform() };
      searchLandscapes(search, tree, budgets).forEach(({ answer, energy, gradients }, b) => {
        found[b]!.answers.set(answer, i * size);
        found[b]!.energies[i] = energy;
        found[b]!.gradients[i] = gradients;
      });
      [one, own].forEach((tree) => disposeTree(tree));
      onProgress?.(i + 1);
    }
  } else {
    const perHop = solver.gradients * (level + 1), descent = solver.gradients * landscapes;
    const cycleOf = (budget: number) => Math.max(0, Math.floor((budget - descent) / perHop));
    const cycles = cycleOf(Math.max(...budgets));
    const hopping = solverSettings(task, { ...options, sampler, cycles: Math.max(1, cycles) });
    const see = (cycle: number, answer: Tensor, energy: ArrayLike<number>, g: ArrayLike<number>) =>
      found.filter(({ budget }) => cycleOf(budget) >= cycle).forEach((one) => {
        one.answers.set(answer.dataSync<"float32">());
        one.energies.set(energy);
        one.gradients.set(g);
      });
    const solved = solveBatch(
      { network, params },
      problems,
      shape,
      key,
      hopping,
      () => {},
      ({ cycle, answer, energy, gradients }) => see(cycle, answer, energy, gradients),
    );
    solved.answer.dispose();
    onProgress?.(count);
  }
  key.dispose();
  return found.map(({ answers, ...rest }) => ({
    ...rest,
    errors: tf.tidy(() =>
      Float32Array.from(task.error(tf.tensor(answers, [...shape]), problems).dataSync())
    ) as unknown as Float32Array,
  }));
}

/** Shares solved, as rows of a record; the budget is a coordinate, and so is what was spent of it. */
export function searchRows(
  title: string,
  outcomes: readonly SearchOutcome[],
  seconds: number,
): ResultRow[] {
  return outcomes.map(({ budget, errors, gradients }) => {
    const n = errors.length, value = errors.filter((error) => error === 0).length / n;
    return {
      method: title,
      kind: "ours",
      metric: "boards solved",
      value,
      ...wilson(value, n),
      n,
      seconds,
      at: { difficulty: "harder", budget, gradients: meanOf(gradients).mean },
    };
  });
}
