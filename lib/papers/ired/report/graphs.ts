/** Graphs and the components that answers make of them, as rows for charts. */
import { disposeTree } from "../../../tensor/mod.ts";
import type { Difficulty, Task } from "../tasks/mod.ts";
import { components } from "../../../datasets/graphs/components.ts";
import { firstProblems } from "../evaluation/problems.ts";
import type { SolvingTrace } from "../landscapes/trace.ts";
import { changingLevels } from "./changing.ts";
import type { GraphEdge, GraphNode } from "../../../plots/graph_maps.ts";

export { LEFT_OUT } from "./changing.ts";

/** A graph as `graphMaps` draws it. */
export interface GraphRows {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
}

/** Nodes coloured by component, of a relation `[N, N]` that holds above 0. */
const coloured = (relation: ArrayLike<number>, n: number): GraphNode[] =>
  Array.from(components(relation, n), (component, node) => ({ node, component }));

/** Each pair of different nodes once, where `holds` for either order. */
function pairs(n: number, holds: (entry: number) => boolean): { from: number; to: number }[] {
  const found = [];
  for (let from = 0; from < n; from++) {
    for (let to = from + 1; to < n; to++) {
      if (holds(from * n + to) || holds(to * n + from)) found.push({ from, to });
    }
  }
  return found;
}

/** Which problem of which set. */
export interface GraphChoice {
  readonly difficulty?: Difficulty;
  readonly seed?: number;
  /** From 0 to 255. */
  readonly problem?: number;
}

/** A connectivity problem of `task`, its nodes coloured by the components they truly lie in. */
export function problemGraph(
  task: Task,
  { difficulty = "same", seed = 0, problem = 0 }: GraphChoice = {},
): GraphRows {
  const problems = firstProblems(task, { difficulty, seed, problems: problem + 1 });
  const n = problems.answer.shape[1]!;
  const own = (values: ArrayLike<number>) =>
    Array.prototype.slice.call(values, problem * n * n, (problem + 1) * n * n) as number[];
  const edges = own(problems.condition.x!.dataSync());
  const nodes = coloured(own(problems.answer.dataSync()), n);
  disposeTree(problems);
  return { nodes, edges: pairs(n, (entry) => edges[entry]! > 0) };
}

/**
 * A connectivity problem being solved: after each landscape the components that the estimate
 * makes, and the pairs it is wrong about.
 *
 * @param levels Landscapes; those of the trace by default
 */
export function componentMaps(
  trace: SolvingTrace,
  problem = 0,
  levels: readonly number[] = trace.landscapes.map(({ t }) => t),
): GraphRows {
  const n = trace.shape[0]!;
  const own = (values: Float32Array) => values.subarray(problem * n * n, (problem + 1) * n * n);
  const edges = own(trace.condition.x!.values), truth = own(trace.truth);
  const given = pairs(n, (entry) => edges[entry]! > 0);
  const shown = trace.landscapes.filter(({ t }) => levels.includes(t));
  return {
    nodes: shown.flatMap(({ t, estimate }) =>
      coloured(own(estimate), n).map((node) => ({ t, ...node }))
    ),
    edges: [
      ...given,
      ...shown.flatMap(({ t, estimate }) => {
        const found = own(estimate);
        const wrong = pairs(n, (entry) => found[entry]! > 0 !== truth[entry]! > 0);
        return wrong.map((pair) => ({ t, ...pair, kind: "wrong" as const }));
      }),
    ],
  };
}

/** The landscapes that changed which pairs of a problem are joined: see {@link changingLevels}. */
export function changingComponents(trace: SolvingTrace, problem = 0): number[] {
  const n = trace.shape[0]!;
  return changingLevels(
    trace,
    ({ estimate }) =>
      Array.from(estimate.subarray(problem * n * n, (problem + 1) * n * n), (v) => +(v > 0)).join(
        "",
      ),
  );
}

/**
 * The problem of a trace that had the most wrong entries when landscape `t` was left.
 *
 * @param atLeast Only graphs of so many components; all are looked at where there is none
 */
export function mostWrong(
  trace: SolvingTrace,
  t: number,
  atLeast: { readonly components: number } = { components: 1 },
): number {
  const n = trace.shape[0]!;
  const { estimate } = trace.landscapes.find((one) => one.t === t)!;
  const scores = Array.from({ length: trace.problems }, (_, problem) => {
    const [first, end] = [problem * n * n, (problem + 1) * n * n];
    const pieces = 1 + Math.max(...components(trace.truth.subarray(first, end), n));
    let wrong = 0;
    for (let e = first; e < end; e++) if (estimate[e]! > 0 !== trace.truth[e]! > 0) wrong++;
    return { problem, pieces, wrong };
  });
  const wanted = scores.filter(({ pieces }) => pieces >= atLeast.components);
  const [worst] = (wanted.length ? wanted : scores).sort((a, b) => b.wrong - a.wrong);
  return worst!.problem;
}

/** What the notebook on connectivity changes for `--full`, and for the quick check. */
export const PROFILES = {
  full: { innerSteps: [1, 2, 5, 10, 20], beyondProblems: 128 },
  smoke: { problems: 4, sweepProblems: 4, innerSteps: [1], sizeSteps: [1], trainingMinutes: 0.1 },
};
