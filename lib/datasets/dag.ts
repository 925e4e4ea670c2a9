/**
 * Directed acyclic graphs of variables, as structural causal models stand on them.
 *
 * Sets of nodes are bit masks: node k is in `set` where `set & (1 << k)` is not 0.
 *
 * @module
 */

/** A directed acyclic graph, checked. */
export interface Dag {
  /** Number of nodes n, at most 20. */
  readonly nodes: number;
  /** Parents of each node, as bit masks. */
  readonly parents: readonly number[];
  /** The nodes so that every parent stands before its children. */
  readonly order: readonly number[];
}

/** An arrow, from a cause to its effect. */
export type Arrow = readonly [from: number, to: number];

/** Most nodes of a graph: sets of nodes are bits of one integer. */
const MOST = 20;

/**
 * A graph of `nodes` variables with these arrows.
 *
 * @throws {RangeError} If `nodes` is none of 1 … 20, an arrow names no node, or there is a cycle
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dag } from "lib/datasets/dag.ts";
 * assertEquals(dag(3, [[2, 1], [1, 0]]).order, [2, 1, 0]);
 * ```
 */
export function dag(nodes: number, arrows: readonly Arrow[]): Dag {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST) {
    throw new RangeError(
      `Cannot make a graph as it must have 1 to ${MOST} nodes: current value is ${nodes}`,
    );
  }
  const parents = new Array<number>(nodes).fill(0);
  for (const [from, to] of arrows) {
    for (const node of [from, to]) {
      if (!Number.isInteger(node) || node < 0 || node >= nodes) {
        throw new RangeError(
          `Cannot draw the arrow ${from} → ${to} as nodes are 0 to ${nodes - 1}: ` +
            `current value is ${node}`,
        );
      }
    }
    parents[to]! |= 1 << from;
  }
  const order = topologicalOrder(parents);
  if (order === undefined) {
    throw new RangeError(
      `Cannot make a causal graph of the arrows ${arrows.map(([a, b]) => `${a} → ${b}`)} ` +
        `as they form a cycle: no variable may cause itself`,
    );
  }
  return { nodes, parents, order };
}

/** Every node after its parents, the least first where there is a choice; undefined at a cycle. */
export function topologicalOrder(parents: readonly number[]): number[] | undefined {
  const order: number[] = [];
  let done = 0;
  while (order.length < parents.length) {
    const next = parents.findIndex((set, k) => !(done & (1 << k)) && (set & ~done) === 0);
    if (next < 0) return undefined;
    order.push(next);
    done |= 1 << next;
  }
  return order;
}

/** The arrows of a graph, by effect, then by cause. */
export function arrowsOf({ nodes, parents }: Dag): Arrow[] {
  const all = Array.from({ length: nodes }, (_, node) => node);
  return all.flatMap((to) =>
    all.filter((from) => parents[to]! & (1 << from)).map((from): Arrow => [from, to])
  );
}

/** `set` and all that is reached from it along arrows. */
export function withDescendants({ parents, order }: Dag, set: number): number {
  return order.reduce((reached, k) => parents[k]! & reached ? reached | (1 << k) : reached, set);
}

/** `set` and everything from which it is reached along arrows. */
export function withAncestors({ parents, order }: Dag, set: number): number {
  return order.toReversed().reduce((up, k) => up & (1 << k) ? up | parents[k]! : up, set);
}

/** The nodes in a set, ascending. */
export function membersOf(set: number): number[] {
  return Array.from({ length: MOST }, (_, k) => k).filter((k) => set & (1 << k));
}

/** The set of these nodes. */
export function setOf(members: readonly number[]): number {
  return members.reduce((set, k) => set | (1 << k), 0);
}

/** A set as people write it: "{0, 2}". */
export const writeSet = (set: number): string => `{${membersOf(set).join(", ")}}`;

/** All labelled acyclic graphs of `nodes` nodes: 1, 3, 25, 543, 29,281 of 1 … 5. */
export function allDags(nodes: number): Dag[] {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 5) {
    throw new RangeError(
      `Cannot list all graphs but of 1 to 5 nodes: current value is ${nodes}`,
    );
  }
  const pairs: Arrow[] = [];
  for (let to = 0; to < nodes; to++) {
    for (let from = 0; from < to; from++) pairs.push([from, to]);
  }
  const found: Dag[] = [];
  // Each pair of nodes has no arrow, one, or the other.
  for (let code = 0; code < 3 ** pairs.length; code++) {
    const parents = new Array<number>(nodes).fill(0);
    pairs.forEach(([a, b], i) => {
      const way = Math.floor(code / 3 ** i) % 3;
      if (way === 1) parents[b]! |= 1 << a;
      if (way === 2) parents[a]! |= 1 << b;
    });
    const order = topologicalOrder(parents);
    if (order !== undefined) found.push({ nodes, parents, order });
  }
  return found;
}
