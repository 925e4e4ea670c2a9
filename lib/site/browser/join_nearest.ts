/** Graphs of points that a visitor drags; knows no tensor, so that anything may import it. */
import type { Graph } from "../../datasets/graphs/graph.ts";

/**
 * The graph of points in the unit square, each with edges to its nearest ones, as those of training.
 *
 * @param points `[n, 2]`
 * @param degrees How many edges leave each
 */
export function joinNearest(points: Float64Array, degrees: readonly number[]): Graph {
  const nodes = degrees.length, adjacency = new Uint8Array(nodes * nodes);
  const square = (i: number, j: number) =>
    (points[2 * i]! - points[2 * j]!) ** 2 + (points[2 * i + 1]! - points[2 * j + 1]!) ** 2;
  for (let i = 0; i < nodes; i++) {
    const others = Array.from({ length: nodes }, (_, j) => j).filter((j) => j !== i)
      .sort((a, b) => square(i, a) - square(i, b));
    for (const j of others.slice(0, degrees[i])) adjacency[i * nodes + j] = 1;
  }
  return { nodes, adjacency, points };
}
