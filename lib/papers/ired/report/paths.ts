/** Shortest-path problems and what networks make of them, as rows for charts. */
import { disposeTree, random } from "../../../tensor/mod.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { pathProblemsOf } from "../tasks/shortest_path/problems.ts";
import type { PathProblem } from "../../../datasets/shortest_path.ts";
import { hasEdge } from "../../../datasets/graphs/graph.ts";
import { assertInteger, BLOCK, evaluationKeys } from "../evaluation/problems.ts";
import type { SolvingTrace } from "../landscapes/trace.ts";
import { changingLevels } from "./changing.ts";
import type { GraphEdge, GraphMapsOptions, GraphNode } from "../../../plots/graph_maps.ts";

export { LEFT_OUT } from "./changing.ts";

/** The node of the highest score, the first of equal ones. */
const highest = (scores: ArrayLike<number>) =>
  Array.from(scores).reduce((best, score, i, all) => score > all[best]! ? i : best, 0);

/** Which problems: the first of the set that evaluations with this difficulty and seed see. */
export interface PathSet {
  readonly difficulty: Difficulty;
  readonly seed: number;
  /** How many, at most 256. */
  readonly problems: number;
}

/** The problems of a set, with their graphs. */
export function pathProblemsOn({ difficulty, seed, problems }: PathSet): PathProblem[] {
  assertInteger("problems", problems, 1, BLOCK);
  const keys = evaluationKeys(seed);
  const block = random.fold(keys.problems, 0);
  const drawn = pathProblemsOf(difficulty, block, problems);
  disposeTree({ keys, block });
  return drawn;
}

/** A graph as `graphMaps` draws it. */
export interface PathRows {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  /** Start and goal, the arrow heads, and what edges are called. */
  readonly options: Pick<GraphMapsOptions, "marks" | "edges" | "edgeLabels">;
}

/** All nodes where they stand, and all edges. */
function whole({ graph: { nodes: n, points, adjacency }, start, goal }: PathProblem): PathRows {
  return {
    nodes: Array.from({ length: n }, (_, node) => (
      { node, x: points[2 * node]!, y: points[2 * node + 1]! }
    )),
    edges: Array.from({ length: n * n }, (_, e) => ({ from: Math.floor(e / n), to: e % n }))
      .filter((_, e) => adjacency[e] === 1),
    options: {
      edges: "directed",
      marks: [{ node: start, label: "start" }, { node: goal, label: "goal" }],
    },
  };
}

/**
 * A problem with a way through it drawn in: by default its stored shortest path.
 *
 * @param way Nodes visited, the start first; staying where one is leaves no mark
 */
export function pathMap(
  problem: PathProblem,
  way: readonly number[] = [problem.start, ...problem.actions],
): PathRows {
  const { nodes, edges, options } = whole(problem);
  const moves = way.slice(1).map((to, i) => ({ from: way[i]!, to, kind: "path" as const }));
  return {
    nodes,
    edges: [...edges, ...moves],
    options: { ...options, edgeLabels: { path: "way" } },
  };
}

/** Scores of one step moved to 0 … 1, the highest 1; all 0 where they are equal. */
function normalised(scores: Float32Array): number[] {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return Array.from(scores, (score) => high > low ? (score - low) / (high - low) : 0);
}

/** The node that an estimate scores highest as the first move of a problem. */
function firstMove({ shape }: SolvingTrace, estimate: Float32Array, problem: number): number {
  const [steps, n] = shape as [number, number, number];
  return highest(estimate.subarray(problem * steps * n, (problem * steps + 1) * n));
}

/** The landscapes that changed the best first move of a problem: see {@link changingLevels}. */
export function changingMoves(trace: SolvingTrace, problem = 0): number[] {
  return changingLevels(trace, ({ estimate }) => `${firstMove(trace, estimate, problem)}`);
}

/** The problem of a trace whose best first move changed most often; the first of equal ones. */
export function mostChanging(trace: SolvingTrace): number {
  return highest(
    Array.from({ length: trace.problems }, (_, problem) => changingMoves(trace, problem).length),
  );
}

/**
 * What the estimate scores each node as the first move, moved to 0 … 1, after each landscape; with
 * the move that is best by then, dashed if there is no such edge, and the number of its node.
 *
 * @param trace The solving of the problems of `set`
 * @param problem Which of them
 * @param levels Landscapes; those of the trace by default
 */
export function scoreMaps(
  trace: SolvingTrace,
  problems: readonly PathProblem[],
  problem = 0,
  levels: readonly number[] = trace.landscapes.map(({ t }) => t),
): PathRows {
  const [steps, n] = trace.shape as [number, number, number];
  const shown = problems[problem]!;
  const { nodes, edges, options } = whole(shown);
  const estimates = trace.landscapes.filter(({ t }) => levels.includes(t)).map((landscape) => {
    const first = landscape.estimate.subarray(problem * steps * n, (problem * steps + 1) * n);
    return { t: landscape.t, first, to: highest(first) };
  });
  return {
    nodes: estimates.flatMap(({ t, first, to }) => {
      const scores = normalised(first);
      return nodes.map((node) => ({
        ...node,
        t,
        score: scores[node.node]!,
        ...(node.node === to && { name: `${to}` }),
      }));
    }),
    edges: [
      ...edges,
      ...estimates.map(({ t, to }) => {
        const kind = hasEdge(shown.graph, shown.start, to) ? "path" as const : "wrong" as const;
        return { t, from: shown.start, to, kind };
      }),
    ],
    options: { ...options, edgeLabels: { path: "best move", wrong: "best move, no such edge" } },
  };
}

/** What the notebook on paths changes for `--full`, and for the quick check. */
export const PROFILES = {
  full: {
    problems: 512,
    walks: 64,
    sweepProblems: 64,
    innerSteps: [1, 5, 20],
    fewSteps: 5,
    presets: ["reference", "corrected"],
  },
  smoke: { problems: 4, walks: 2, sweepProblems: 2, innerSteps: [1], trainingMinutes: 0.1 },
};
