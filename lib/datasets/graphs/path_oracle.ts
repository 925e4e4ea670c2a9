/**
 * Optimal moves on a graph with known distances.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import { type Graph, hasEdge, neighbours } from "./graph.ts";

/**
 * Whether the move `from → to` is legal and brings `goal` strictly closer.
 *
 * @param distances `[N, N]`, the graph's distance matrix.
 */
export function isProgress(
  graph: Graph,
  distances: ArrayLike<number>,
  from: number,
  to: number,
  goal: number,
): boolean {
  const { nodes } = graph;
  return hasEdge(graph, from, to) &&
    distances[to * nodes + goal]! < distances[from * nodes + goal]!;
}

/**
 * The neighbours of `from` that are strictly closer to `goal`: the first moves of all shortest
 * paths. Empty at the goal, or where it cannot be reached.
 *
 * @param distances `[N, N]`, the graph's distance matrix.
 */
export function optimalMoves(
  graph: Graph,
  distances: ArrayLike<number>,
  from: number,
  goal: number,
): number[] {
  return neighbours(graph, from).filter((to) => isProgress(graph, distances, from, to, goal));
}

/**
 * The nodes moved to on a shortest path, each a uniformly drawn optimal move; ends with the goal.
 * Empty if `start` is the goal.
 *
 * @param distances `[N, N]`, the graph's distance matrix.
 * @throws {RangeError} If no path leads from `start` to `goal`.
 */
export function shortestPath(
  graph: Graph,
  distances: ArrayLike<number>,
  start: number,
  goal: number,
  random: Rng,
): number[] {
  const path: number[] = [];
  for (let node = start; node !== goal;) {
    const moves = optimalMoves(graph, distances, node, goal);
    if (moves.length === 0) {
      throw new RangeError(`Cannot find a path as none leads from node ${start} to node ${goal}`);
    }
    node = moves[random.int(moves.length)]!;
    path.push(node);
  }
  return path;
}
