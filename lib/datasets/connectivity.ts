/**
 * Graph connectivity: from the edges of an undirected graph, tell which pairs of nodes a path
 * joins. Train on 12 nodes; harder problems have more (IRED's `connectivity-2`).
 *
 * @module
 */
import { components } from "./graphs/components.ts";
import { type ExampleRange, indices } from "./graphs/example_range.ts";
import { commonNodes, type Graph } from "./graphs/graph.ts";
import { randomGraph } from "./graphs/random_graph.ts";
import { rng } from "./rng.ts";

export * from "./graphs/connectivity_negatives.ts";

/** A set of connectivity problems; a plain record, so a new difficulty is a new literal. */
export interface ConnectivitySplit {
  /** Names the stream of random numbers: splits of different names are independent. */
  readonly name: string;
  /** Number of nodes N. */
  readonly nodes: number;
  /** Each node is joined to its k nearest, k uniform in `1..maxDegree`. */
  readonly maxDegree: number;
  /** Number of graphs; endless when absent. */
  readonly size?: number;
}

/** The shipped splits by name. */
export type ConnectivitySplits = Readonly<
  Record<"train" | "test" | "harder" | "nodes13" | "nodes15" | "nodes20", ConnectivitySplit>
>;

/**
 * The splits of the paper's code: endless training graphs of 12 nodes, `test` graphs like them,
 * the paper's `harder` graphs of 18 nodes, and three further sizes.
 */
export const CONNECTIVITY_SPLITS: ConnectivitySplits = Object.freeze({
  train: { name: "train", nodes: 12, maxDegree: 2 },
  test: { name: "test", nodes: 12, maxDegree: 2, size: 1000 },
  harder: { name: "harder", nodes: 18, maxDegree: 3, size: 1000 },
  nodes13: { name: "nodes13", nodes: 13, maxDegree: 2, size: 1000 },
  nodes15: { name: "nodes15", nodes: 15, maxDegree: 3, size: 1000 },
  nodes20: { name: "nodes20", nodes: 20, maxDegree: 2, size: 1000 },
});

/** Problems and answers as a network takes them, entries ±1. */
export interface ConnectivityBatch {
  /** Number of nodes N. */
  readonly nodes: number;
  /** Number of graphs B. */
  readonly count: number;
  /** `[B, N, N, 1]`: +1 where an edge is, else -1 (the diagonal included). */
  readonly x: Float32Array;
  /** `[B, N, N]`: +1 where a path exists (the diagonal included), else -1. */
  readonly y: Float32Array;
}

/**
 * The graphs `range` of `split`, undirected.
 *
 * @throws {RangeError} If the range leaves the split.
 * @example Usage
 * ```ts
 * import {
 *   CONNECTIVITY_SPLITS, connectivityGraphs, encodeConnectivity,
 * } from "lib/datasets/connectivity.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const graphs = connectivityGraphs(CONNECTIVITY_SPLITS.harder, { seed: 1, count: 4 });
 * assertEquals(encodeConnectivity(graphs).y.length, 4 * 18 * 18);
 * ```
 */
export function connectivityGraphs(split: ConnectivitySplit, range: ExampleRange): Graph[] {
  const { nodes, maxDegree } = split;
  const stream = rng(range.seed).split("connectivity").split(split.name);
  return indices(range, split.size).map((index) =>
    randomGraph({ nodes, maxDegree, edges: "undirected" }, stream.split(index))
  );
}

/**
 * Problems and targets of `graphs`, which must be of one size.
 *
 * @throws {RangeError} If the sizes differ.
 */
export function encodeConnectivity(graphs: readonly Graph[]): ConnectivityBatch {
  const nodes = commonNodes(graphs);
  const count = graphs.length;
  const x = new Float32Array(count * nodes * nodes);
  const y = new Float32Array(count * nodes * nodes);
  graphs.forEach(({ adjacency }, b) => {
    const offset = b * nodes * nodes;
    const labels = components(adjacency, nodes);
    for (let e = 0; e < nodes * nodes; e++) {
      x[offset + e] = adjacency[e] === 1 ? 1 : -1;
      y[offset + e] = labels[Math.floor(e / nodes)] === labels[e % nodes] ? 1 : -1;
    }
  });
  return { nodes, count, x, y };
}
