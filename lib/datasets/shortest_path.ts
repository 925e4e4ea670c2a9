/**
 * Shortest paths on directed graphs: from the edges, the current node and the goal, give the next
 * eight moves. Train on 20 nodes; harder problems have 25.
 *
 * @module
 */
import { distances } from "./graphs/distances.ts";
import { type ExampleRange, indices } from "./graphs/example_range.ts";
import { shortestPath } from "./graphs/path_oracle.ts";
import type { PathProblem } from "./graphs/path_problem.ts";
import { randomGraph } from "./graphs/random_graph.ts";
import { type Rng, rng } from "./rng.ts";

export * from "./graphs/path_encoding.ts";
export type * from "./graphs/path_problem.ts";
export * from "./graphs/path_remainder.ts";

/** How problems are drawn. */
export interface PathDifficulty {
  /** Number of nodes N. */
  readonly nodes: number;
  /** Each node has edges to its k nearest, k uniform in `1..maxDegree`. */
  readonly maxDegree: number;
  /** Lowest and highest distance from start to goal, each in between equally likely. */
  readonly distance: readonly [lowest: number, highest: number];
}

/** A part of one generated data set. Splits of one `name` share it, so they must not overlap. */
export interface PathSplit extends PathDifficulty {
  /** Names the stream of random numbers. */
  readonly name: string;
  /** Index of the split's first problem in the data set. */
  readonly first: number;
  /** Number of problems. */
  readonly size: number;
}

/** The shipped splits by name. */
export type PathSplits = Readonly<
  Record<"train" | "test" | "harder" | "nodes10" | "nodes15", PathSplit>
>;

const twenty = { name: "nodes20", nodes: 20, maxDegree: 10, distance: [4, 6] } as const;
const more = { name: "nodes25", nodes: 25, maxDegree: 12, distance: [4, 6] } as const;
const small = { distance: [2, 5], first: 0, size: 10_000 } as const;

/**
 * The splits of the paper's code: 100,000 problems of 20 nodes, the last tenth for testing; the
 * first 9,000 of 10,000 `harder` problems of 25 nodes; and two smaller graphs, of which the code
 * names no number.
 */
export const PATH_SPLITS: PathSplits = Object.freeze({
  train: { ...twenty, first: 0, size: 90_000 },
  test: { ...twenty, first: 90_000, size: 10_000 },
  harder: { ...more, first: 0, size: 9_000 },
  nodes10: { name: "nodes10", nodes: 10, maxDegree: 5, ...small },
  nodes15: { name: "nodes15", nodes: 15, maxDegree: 7, ...small },
});

const MAX_GRAPHS = 10_000;

/**
 * The problems `range` of `split`.
 *
 * @throws {RangeError} If the range leaves the split, or a problem cannot be drawn.
 * @example Usage
 * ```ts
 * import {
 *   encodePathActions, encodePathQueries, PATH_SPLITS, pathProblems,
 * } from "lib/datasets/shortest_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const problems = pathProblems(PATH_SPLITS.train, { seed: 1, count: 2 });
 * assertEquals(encodePathQueries(problems).length, 2 * 20 * 20 * 4);
 * assertEquals(encodePathActions(problems).length, 2 * 8 * 20 * 1);
 * ```
 */
export function pathProblems(split: PathSplit, range: ExampleRange): PathProblem[] {
  const stream = rng(range.seed).split("shortest-path").split(split.name);
  return indices(range, split.size).map((index) =>
    drawPathProblem(split, stream.split(split.first + index))
  );
}

/**
 * Draws one problem: a distance d, graphs until one has two nodes exactly d apart, one such pair,
 * and a shortest path between them, each drawn uniformly; of the path each move among those that lead
 * nearer, so that paths through forks are not all equally likely.
 *
 * @throws {RangeError} If no graph of 10,000 has a pair that far apart.
 */
export function drawPathProblem(difficulty: PathDifficulty, random: Rng): PathProblem {
  const { nodes, maxDegree, distance: [lowest, highest] } = difficulty;
  const distance = lowest + random.int(highest - lowest + 1);
  for (let drawn = 0; drawn < MAX_GRAPHS; drawn++) {
    const graph = randomGraph({ nodes, maxDegree, edges: "directed" }, random);
    const all = distances(graph);
    const pairs: number[] = [];
    for (let e = 0; e < all.length; e++) if (all[e] === distance) pairs.push(e);
    if (pairs.length === 0) continue;
    const pair = pairs[random.int(pairs.length)]!;
    const start = Math.floor(pair / nodes);
    const goal = pair % nodes;
    const actions = shortestPath(graph, all, start, goal, random);
    return { graph, start, goal, distance, actions, distances: all };
  }
  throw new RangeError(
    `Cannot draw a path problem as no graph of ${MAX_GRAPHS} with ${nodes} nodes had two ` +
      `${distance} steps apart`,
  );
}
