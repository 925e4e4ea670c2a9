/**
 * A graph of points in the unit square, as the planning and connectivity data sets use it.
 *
 * @module
 */

/** A directed graph without self-loops; undirected when its adjacency is symmetric. */
export interface Graph {
  /** Number of nodes N. */
  readonly nodes: number;
  /** `[N, N]`, row-major: 1 where an edge leads from the row's node to the column's, else 0. */
  readonly adjacency: Uint8Array;
  /** `[N, 2]`: where each node lies in the unit square. */
  readonly points: Float64Array;
}

/** Whether `graph` has an edge `from → to`; `false` for anything that is not a node. */
export function hasEdge(graph: Graph, from: number, to: number): boolean {
  const isNode = Number.isInteger(to) && to >= 0 && to < graph.nodes;
  return isNode && graph.adjacency[from * graph.nodes + to] === 1;
}

/** The nodes that `node` has an edge to, ascending. */
export function neighbours(graph: Graph, node: number): number[] {
  const found: number[] = [];
  for (let j = 0; j < graph.nodes; j++) {
    if (graph.adjacency[node * graph.nodes + j] === 1) found.push(j);
  }
  return found;
}

/**
 * The number N of nodes that all `graphs` share.
 *
 * @throws {RangeError} If they differ
 */
export function commonNodes(graphs: readonly Graph[]): number {
  const nodes = graphs[0]?.nodes ?? 0;
  const other = graphs.find((graph) => graph.nodes !== nodes);
  if (other !== undefined) {
    throw new RangeError(
      `Cannot batch graphs of different sizes: expected ${nodes} nodes, received ${other.nodes}`,
    );
  }
  return nodes;
}
