/**
 * Searching over landscapes: a tree of rollouts (Jain et al. 2025) whose edges are parts of an
 * annealed descent, or whole descents and hops.
 */
import { type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import { run } from "../../../samplers/sampler.ts";
import { growTree, type TreeProblem } from "../../../samplers/tree.ts";
import type { TreeOptions } from "../../../samplers/tree_options.ts";
import { landscapeOf, type Solver } from "../method/solver.ts";
import type { Question } from "../problems.ts";
import { paddedSize } from "./hops.ts";

/**
 * An edge of the tree: landscapes `from` to `to`, the smoothest first, begun at noise ("start"), where
 * the parent ended ("on"), or at the parent's answer, noised up to `from` ("hop").
 */
export interface Leg {
  readonly kind: "start" | "on" | "hop";
  readonly from: number;
  readonly to: number;
}

/** Independent descents from `landscapes` - 1 to 0: a tree of depth 1, whose ends are restarts. */
export const restartLegs = (landscapes: number): Leg[] => [
  { kind: "start", from: landscapes - 1, to: 0 },
];

/** Descents that part where landscapes of `branches` end, smooth ones first, such as 6 and 3. */
export function descentLegs(landscapes: number, branches: readonly number[]): Leg[] {
  const ends = [...branches, 0];
  return ends.map((to, i) => ({
    kind: i === 0 ? "start" as const : "on" as const,
    from: i === 0 ? landscapes - 1 : ends[i - 1]! - 1,
    to,
  }));
}

/** A descent, and `hops` hops up to `level` one after the other. */
export function hopLegs(landscapes: number, level: number, hops: number): Leg[] {
  const hop = { kind: "hop", from: level, to: 0 } as const;
  return [...restartLegs(landscapes), ...Array.from({ length: hops }, () => hop)];
}

/** A state in the tree, on the host. */
export interface LandscapeState {
  /** y at the scale of the next landscape, or the answer. */
  readonly y: Float32Array;
  /** The lowest energy of the answers on the way here, and that answer; Infinity before the first. */
  readonly energy: number;
  readonly answer: Float32Array;
  /** Whether that answer is finished; a finished one counts before any energy. */
  readonly finished: boolean;
}

/** One problem, and what descends on it. */
export interface LandscapeSearch {
  readonly solver: Solver;
  readonly schedule: Schedule;
  readonly params: Params;
  /** Of one problem: tensors of batch 1. */
  readonly question: Question;
  /** Of one answer. */
  readonly answerShape: readonly number[];
  readonly legs: readonly Leg[];
  /** Energies are divided by it, so that differences between answers that matter are about 1. */
  readonly energyScale: number;
  /** Most rows that descend at once. */
  readonly batch: number;
  readonly key: Key;
  /** Which answers need no more, such as consistent boards: 1 or 0. None by default. */
  readonly finished?: (answer: Tensor) => Tensor;
}

/** @throws {RangeError} If the first leg does not start, a later one does, or landscapes do not join */
function assertLegs(legs: readonly Leg[], landscapes: number): void {
  let reached = landscapes;
  legs.forEach(({ kind, from, to }, i) => {
    const joins = kind === "hop"
      ? reached === 0 && from < landscapes
      : (kind === "start") === (i === 0) && from === reached - 1;
    if (!joins || !(to >= 0 && to <= from)) {
      throw new RangeError(
        `Cannot search by leg ${i}, ${kind} from landscape ${from} to ${to}: ` +
          `the one before ended at ${reached}, of ${landscapes} landscapes`,
      );
    }
    reached = to;
  });
  if (reached !== 0) {
    throw new RangeError(`Cannot search by legs that end at landscape ${reached}: they must at 0`);
  }
}

/** `rows` copies of a problem. */
function repeated({ condition, observed }: Question, rows: number): Question {
  const copies = <T extends object>(tree: T) =>
    Object.fromEntries(
      Object.entries(tree).map(([name, v]) => {
        const one = v as Tensor;
        return [name, tf.tile(one, [rows, ...one.shape.slice(1).map(() => 1)])];
      }),
    );
  return {
    condition: copies(condition),
    ...(observed && { observed: copies(observed) as unknown as NonNullable<Question["observed"]> }),
  };
}

/**
 * A problem's landscapes as a process from noise to an answer. An end is worth -E_0 over the scale;
 * a path with hops is worth its best answer. Evaluations are gradients of the energy.
 *
 * @throws {RangeError} If the legs do not join
 */
export function landscapeProblem(search: LandscapeSearch): TreeProblem<LandscapeState> {
  const { solver, schedule, params, question, answerShape, legs, energyScale, batch } = search;
  assertLegs(legs, solver.steps);
  const size = answerShape.reduce((a, b) => a * b, 1);
  const nothing = new Float32Array(0);
  let draws = 0;

  /** Where a leg begins, `[rows, …]`. */
  function begin(key: Key, parents: readonly LandscapeState[], { kind, from }: Leg): Tensor {
    const shape = [parents.length, ...answerShape];
    if (kind === "start") return random.normal(key, shape);
    const flat = new Float32Array(parents.length * size);
    parents.forEach(({ y }, i) => flat.set(y, i * size));
    const y = tf.tensor(flat, shape) as Tensor;
    if (kind === "on") return y;
    const noise = tf.mul(schedule.sigma[from]!, random.normal(key, shape));
    return tf.add(tf.mul(schedule.sqrtAlphaBar[from]!, y), noise);
  }

  function descend(parents: readonly LandscapeState[], leg: Leg): LandscapeState[] {
    const rows = paddedSize(parents.length, Math.max(batch, parents.length));
    const padded = Array.from({ length: rows }, (_, i) => parents[i] ?? parents[0]!);
    return tf.tidy(() => {
      const key = random.fold(search.key, draws++);
      const [forStart, forRun] = random.split(key) as [Key, Key];
      const { condition, observed } = repeated(question, rows);
      const solving = solver.encode(params, condition, observed);
      let energies: Float32Array | undefined;
      const state = run(solver, forRun, solving, [rows, ...answerShape], {
        from: { state: { y: begin(forStart, padded, leg) }, step: solver.steps - 1 - leg.from },
        observe(info, k) {
          energies = info.energies?.dataSync<"float32">().slice(-rows);
          return landscapeOf(solver, k) === leg.to;
        },
      });
      const last = leg.to === 0 ? solver.result(state) : state.y;
      const values = Float32Array.from(last.dataSync());
      const flags = leg.to === 0 && search.finished ? search.finished(last).dataSync() : undefined;
      return parents.map((parent, i) => {
        const y = values.subarray(i * size, (i + 1) * size), energy = energies![i]!;
        const finished = flags?.[i] === 1;
        const better = finished === parent.finished ? energy < parent.energy : finished;
        return leg.to > 0 || !better ? { ...parent, y } : { y, energy, answer: y, finished };
      });
    }) as unknown as LandscapeState[];
  }

  return {
    root: { y: nothing, energy: Infinity, answer: nothing, finished: false },
    expand: (parents, depth) => descend(parents, legs[depth]!),
    isLeaf: (_, depth) => depth === legs.length,
    value: (leaves) => leaves.map(({ energy }) => -energy / energyScale),
    evaluations: (depth) => solver.gradients * (legs[depth]!.from - legs[depth]!.to + 1),
  };
}

/** The best answer when so many gradients were spent: a finished one, or that of lowest energy. */
export interface SearchedAnswer {
  /** Fewer than were allowed where an answer was finished, or another round would take too many. */
  readonly gradients: number;
  readonly energy: number;
  readonly answer: Float32Array;
}

/**
 * Searches one problem; an answer for each of `budgets` of gradients, which rise. The first rollouts
 * count even where they take more than the first budget.
 */
export function searchLandscapes(
  search: LandscapeSearch,
  options: Omit<TreeOptions, "batch">,
  budgets: readonly number[],
): SearchedAnswer[] {
  const problem = landscapeProblem(search);
  let done: LandscapeState | undefined;
  const value = (leaves: readonly LandscapeState[]) => {
    done ??= leaves.find(({ finished }) => finished);
    return problem.value(leaves);
  };
  const tree = growTree({ ...problem, value }, { ...options, batch: search.batch });
  const grown = (): SearchedAnswer => {
    tree.grow(tree.evaluations + 1);
    const { energy, answer } = done ?? tree.best().state;
    return { gradients: tree.evaluations, energy, answer };
  };
  let now = grown(), next: SearchedAnswer | undefined;
  return budgets.map((budget) => {
    while (!(done && !next) && (next ??= grown()).gradients <= budget) {
      [now, next] = [next, undefined];
    }
    return now;
  });
}
