/**
 * All shortest distances of a graph, by breadth-first search.
 *
 * @module
 */
import type { Graph } from "./graph.ts";

/** The distance between nodes that no path joins: larger than any real one. */
export const UNREACHABLE = 0x7fff;

/**
 * The distance matrix `[N, N]`, row-major: the number of edges on a shortest path from the row's
 * node to the column's, 0 on the diagonal, {@linkcode UNREACHABLE} where there is none.
 *
 * Searches from all nodes at once: what i reaches in d + 1 steps is what it reaches in d and what
 * its neighbours reach in d. Sets of nodes are bits of machine words, which makes this about
 * twice as fast as a queue per node.
 */
export function distances(graph: Pick<Graph, "nodes" | "adjacency">): Int16Array {
  const { nodes } = graph;
  const { first, targets } = edgeLists(graph);
  const words = Math.ceil(nodes / 32);
  const all = new Int16Array(nodes * nodes).fill(UNREACHABLE);
  let reached = new Int32Array(nodes * words);
  for (let i = 0; i < nodes; i++) {
    all[i * nodes + i] = 0;
    reached[i * words + (i >> 5)] = 1 << (i & 31);
  }
  let next = new Int32Array(nodes * words);
  for (let step = 1, growing = true; growing; step++) {
    growing = false;
    for (let i = 0; i < nodes; i++) {
      for (let w = 0; w < words; w++) {
        const before = reached[i * words + w]!;
        let after = before;
        for (let e = first[i]!; e < first[i + 1]!; e++) after |= reached[targets[e]! * words + w]!;
        next[i * words + w] = after;
        for (let fresh = after & ~before; fresh !== 0; fresh &= fresh - 1) {
          all[i * nodes + 32 * w + 31 - Math.clz32(fresh & -fresh)] = step;
          growing = true;
        }
      }
    }
    [reached, next] = [next, reached];
  }
  return all;
}

/** Compressed rows: the edges of node i lead to `targets[first[i]..first[i + 1] - 1]`. */
function edgeLists(
  { nodes, adjacency }: Pick<Graph, "nodes" | "adjacency">,
): { first: Int32Array; targets: Int32Array } {
  const first = new Int32Array(nodes + 1);
  const targets = new Int32Array(nodes * nodes);
  let count = 0;
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) {
      if (adjacency[i * nodes + j] === 1) targets[count++] = j;
    }
    first[i + 1] = count;
  }
  return { first, targets };
}
