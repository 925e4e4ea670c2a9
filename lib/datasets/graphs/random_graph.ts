/**
 * The random graphs of the Differentiable Neural Computer (Graves et al., 2016) in the form that
 * IRED uses them: points in the unit square, each joined to some of its nearest neighbours.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import type { Graph } from "./graph.ts";

/** What {@linkcode randomGraph} draws. */
export interface RandomGraphOptions {
  /** Number of nodes N, at least 2. */
  readonly nodes: number;
  /** Each node is joined to its k nearest others, k uniform in `1..min(maxDegree, N - 1)`. */
  readonly maxDegree: number;
  /** `"undirected"` adds the reverse of every edge. */
  readonly edges: "directed" | "undirected";
}

/**
 * Draws a graph: N points uniform in the unit square, then, for every node, k ~ Uniform{1..u} and
 * edges to its k nearest neighbours.
 *
 * @throws {RangeError} If there are fewer than 2 nodes or the degree is not a positive integer.
 * @example Usage
 * ```ts
 * import { randomGraph } from "lib/datasets/graphs/random_graph.ts";
 * import { rng } from "lib/datasets/rng.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const graph = randomGraph({ nodes: 12, maxDegree: 2, edges: "undirected" }, rng(1));
 * assertEquals(graph.adjacency.length, 144);
 * ```
 */
export function randomGraph(options: RandomGraphOptions, random: Rng): Graph {
  const { nodes, maxDegree, edges } = options;
  if (!Number.isInteger(nodes) || nodes < 2) {
    throw new RangeError(`Cannot draw a graph as nodes must be an integer ≥ 2: received ${nodes}`);
  }
  if (!Number.isInteger(maxDegree) || maxDegree < 1) {
    throw new RangeError(
      `Cannot draw a graph as maxDegree must be an integer ≥ 1: received ${maxDegree}`,
    );
  }
  const points = Float64Array.from({ length: 2 * nodes }, () => random.uniform());
  const adjacency = new Uint8Array(nodes * nodes);
  const squares = new Float64Array(nodes);
  const most = Math.min(maxDegree, nodes - 1);
  for (let i = 0; i < nodes; i++) {
    distancesFrom(i, points, squares);
    for (let degree = 1 + random.int(most); degree > 0; degree--) {
      const j = takeNearest(squares);
      adjacency[i * nodes + j] = 1;
      if (edges === "undirected") adjacency[j * nodes + i] = 1;
    }
  }
  return { nodes, adjacency, points };
}

/** Squared distances of all points from point `i`, itself at infinity. */
function distancesFrom(i: number, points: Float64Array, squares: Float64Array): void {
  const x = points[2 * i]!;
  const y = points[2 * i + 1]!;
  for (let j = 0; j < squares.length; j++) {
    squares[j] = (points[2 * j]! - x) ** 2 + (points[2 * j + 1]! - y) ** 2;
  }
  squares[i] = Infinity;
}

/** The nearest point that is left, taken out by moving it to infinity. */
function takeNearest(squares: Float64Array): number {
  let nearest = 0;
  let least = squares[0]!;
  for (let j = 1; j < squares.length; j++) {
    const square = squares[j]!;
    if (square < least) {
      nearest = j;
      least = square;
    }
  }
  squares[nearest] = Infinity;
  return nearest;
}
