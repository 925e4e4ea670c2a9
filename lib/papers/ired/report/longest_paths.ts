/** How far apart nodes lie that a path joins: what a network of bounded reach would have to see. */
import { distances, UNREACHABLE } from "../../../datasets/graphs/distances.ts";
import { disposeTree } from "../../../tensor/mod.ts";
import { firstProblems } from "../evaluation/problems.ts";
import { taskAt } from "../evaluation/sweeps.ts";
import type { Task } from "../tasks/mod.ts";

/** Which graphs. */
export interface LongestPathOptions {
  /** Numbers of nodes. */
  readonly values: readonly number[];
  /** Graphs of each. */
  readonly problems: number;
  readonly seed: number;
  /** So many edges a network sees at most. */
  readonly reach: number;
}

/** The largest distance between joined nodes of a graph, in edges. */
function largestOf(x: ArrayLike<number>, nodes: number): number {
  const adjacency = Uint8Array.from(x, (entry) => +(entry > 0));
  return distances({ nodes, adjacency })
    .reduce((most, d) => d === UNREACHABLE ? most : Math.max(most, d), 0);
}

/**
 * Of connectivity's graphs of each size, those that {@linkcode sweepNetworksByHardness} measures: the
 * largest distance between joined nodes, in the median graph and in all, and in how many graphs that is
 * beyond `reach`.
 */
export function longestPaths(task: Task, { values, reach, ...set }: LongestPathOptions) {
  return values.map((nodes) => {
    const drawn = firstProblems(taskAt(task, nodes), { ...set, difficulty: "harder" });
    const x = drawn.condition.x!.dataSync(), entries = nodes * nodes;
    disposeTree(drawn);
    const longest = Array.from(
      { length: set.problems },
      (_, i) => largestOf(x.subarray(i * entries, (i + 1) * entries), nodes),
    ).sort((a, b) => a - b);
    return {
      nodes,
      graphs: longest.length,
      "largest distance, median graph": longest[longest.length >> 1],
      "largest distance, any graph": longest.at(-1),
      [`graphs beyond ${reach} edges`]: longest.filter((edges) => edges > reach).length,
    };
  });
}
