/**
 * What a shortest-path problem is.
 *
 * @module
 */
import type { Graph } from "./graph.ts";

/** A graph, where one stands in it, and where one wants to be. */
export interface PathQuery {
  /** A directed graph. */
  readonly graph: Graph;
  /** The current node. */
  readonly start: number;
  /** The node to reach. */
  readonly goal: number;
}

/** A query with its solution. */
export interface PathProblem extends PathQuery {
  /** Number of moves from start to goal on a shortest path. */
  readonly distance: number;
  /** `[distance]`: the nodes moved to on one shortest path, the goal last. */
  readonly actions: readonly number[];
  /** `[N, N]`: distances between all nodes. */
  readonly distances: Int16Array;
}
