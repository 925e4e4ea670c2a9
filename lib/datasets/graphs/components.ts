/**
 * Connected components, by union-find.
 *
 * @module
 */

/**
 * The connected components that `relation` makes of `nodes` nodes: for each node its component,
 * numbered 0, 1, … in the order of their lowest nodes.
 *
 * @param relation `[N, N]`, row-major; a positive entry joins its row and column, whichever way.
 * An adjacency matrix and a predicted connectivity matrix (±1) both qualify.
 * @returns `[N]` component numbers.
 * @throws {RangeError} If `relation` does not have N² entries.
 */
export function components(relation: ArrayLike<number>, nodes: number): Int32Array {
  if (relation.length !== nodes * nodes) {
    throw new RangeError(
      `Cannot find components as the relation must have ${nodes}² entries: ` +
        `received ${relation.length}`,
    );
  }
  // The root of a tree is its lowest node, so a root comes before the rest of its component.
  const parent = Int32Array.from({ length: nodes }, (_, i) => i);
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) {
      if (relation[i * nodes + j]! > 0) join(parent, i, j);
    }
  }
  const labels = new Int32Array(nodes);
  let count = 0;
  for (let i = 0; i < nodes; i++) {
    const top = root(parent, i);
    labels[i] = top === i ? count++ : labels[top]!;
  }
  return labels;
}

/** The root of a node's tree; halves the path on the way. */
function root(parent: Int32Array, node: number): number {
  let at = node;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

function join(parent: Int32Array, i: number, j: number): void {
  const a = root(parent, i);
  const b = root(parent, j);
  parent[Math.max(a, b)] = Math.min(a, b);
}
