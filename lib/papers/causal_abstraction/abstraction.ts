/**
 * What pairs before and after interventions from a family can say about a causal graph.
 *
 * An intervention on S leaves its non-descendants as they are: nd(S) is what is neither in S nor
 * reached from it. Two readings of what that identifies stand here side by side:
 *
 * - **contents**: each nd(S), and each intersection of them, can be told apart as a block from all
 *   else. This is what the pairs give directly.
 * - **blocks**: variables that lie in the same sets nd(S) form a block, so that the blocks divide
 *   the graph; a block that is no content is a remainder, what contents leave: the difference of two,
 *   or what lies in none. This finer reading is our reconstruction, not the text of the theorem.
 */
import {
  arrowsOf,
  type Dag,
  membersOf,
  setOf,
  topologicalOrder,
  withDescendants,
} from "../../datasets/dag.ts";
import { checkFamily } from "../../datasets/scm.ts";

/** What does not change, of all variables, when S is intervened upon: nd(S), as a bit mask. */
export function nonDescendants(graph: Dag, set: number): number {
  return ((1 << graph.nodes) - 1) & ~withDescendants(graph, set);
}

/** All intersections of one or more of `sets`, each once, the largest first; without ∅. */
export function intersections(sets: readonly number[]): number[] {
  const found = new Set(sets);
  for (const one of found) for (const other of sets) found.add(one & other);
  found.delete(0);
  const size = (set: number) => membersOf(set).length;
  return [...found].sort((a, b) => size(b) - size(a) || a - b);
}

/** Classes of the variables that lie in the same of `sets`, by their least member. */
export function membershipClasses(nodes: number, sets: readonly number[]): number[] {
  const classes = new Map<string, number>();
  for (let k = 0; k < nodes; k++) {
    const key = sets.map((set) => (set >> k) & 1).join("");
    classes.set(key, (classes.get(key) ?? 0) | (1 << k));
  }
  return [...classes.values()];
}

/** A coarser causal graph: its variables are blocks. */
export interface Quotient {
  /** Blocks, bit masks, in the order of their numbers. */
  readonly blocks: readonly number[];
  /** Arrows between numbers of blocks. */
  readonly arrows: readonly (readonly [from: number, to: number])[];
  readonly acyclic: boolean;
}

/** The graph between blocks: an arrow wherever one crosses from one block to another. */
export function quotient(graph: Dag, blocks: readonly number[]): Quotient {
  const blockOf = (k: number) => blocks.findIndex((block) => block & (1 << k));
  const parents = new Array<number>(blocks.length).fill(0);
  for (const [from, to] of arrowsOf(graph)) {
    const [a, b] = [blockOf(from), blockOf(to)];
    if (a !== b) parents[b]! |= 1 << a;
  }
  const arrows = parents.flatMap((set, to) => membersOf(set).map((from) => [from, to] as const));
  return { blocks, arrows, acyclic: topologicalOrder(parents) !== undefined };
}

/** All that a graph and a family of interventions give. */
export interface Abstraction {
  readonly graph: Dag;
  /** The family, as bit masks. */
  readonly family: readonly number[];
  /** nd(S) for each S of the family. */
  readonly unchanged: readonly number[];
  /** Block-identifiable contents: the non-empty intersections of sets nd(S). */
  readonly contents: readonly number[];
  /** Our reconstruction: classes of equal membership in the sets nd(S), with their graph. */
  readonly quotient: Quotient;
  /** Whether each block is a content, or only what contents leave. */
  readonly direct: readonly boolean[];
  /** Classes of equal membership in the sets S themselves: which noises can be told apart. */
  readonly noiseBlocks: readonly number[];
}

/**
 * What a family of interventions identifies.
 *
 * @param family Sets of variables, by number
 * @throws {RangeError} If the family is empty or names a variable that is none
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dag } from "lib/datasets/dag.ts";
 * import { abstraction } from "lib/papers/causal_abstraction/abstraction.ts";
 * const chain = dag(3, [[0, 1], [1, 2]]);
 * assertEquals(abstraction(chain, [[2]]).quotient.blocks, [0b011, 0b100]);
 * ```
 */
export function abstraction(graph: Dag, family: readonly (readonly number[])[]): Abstraction {
  checkFamily(family, graph.nodes);
  return abstractionOfSets(graph, family.map(setOf));
}

/** The same for bit masks, unchecked. */
export function abstractionOfSets(graph: Dag, family: readonly number[]): Abstraction {
  const unchanged = family.map((set) => nonDescendants(graph, set));
  const contents = intersections(unchanged);
  const blocks = membershipClasses(graph.nodes, unchanged);
  const known = new Set(contents);
  return {
    graph,
    family,
    unchanged,
    contents,
    quotient: quotient(graph, blocks),
    direct: blocks.map((block) => known.has(block)),
    noiseBlocks: membershipClasses(graph.nodes, family),
  };
}

/** All non-empty families of non-empty sets of `nodes` variables: 1, 7, 127 of 1 … 3. */
export function allFamilies(nodes: number): number[][] {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 3) {
    throw new RangeError(`Cannot list all families but of 1 to 3 variables: got ${nodes}`);
  }
  const sets = Array.from({ length: 2 ** nodes - 1 }, (_, i) => i + 1);
  return Array.from(
    { length: 2 ** sets.length - 1 },
    (_, i) => sets.filter((_, k) => (i + 1) & (1 << k)),
  );
}

/** All sets of `size` of `nodes` variables, as bit masks. */
export function allSubsets(nodes: number, size: number): number[] {
  return Array.from({ length: 2 ** nodes }, (_, set) => set)
    .filter((set) => membersOf(set).length === size);
}

/** How many blocks families of each size give at most, at least and on average. */
export interface SizeRow {
  /** Sets in the family. */
  readonly size: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Number of blocks by the number of sets in the family, over `families`. */
export function blocksBySize(graph: Dag, families: readonly (readonly number[])[]): SizeRow[] {
  const counts = new Map<number, number[]>();
  for (const family of families) {
    const blocks = abstractionOfSets(graph, family).quotient.blocks.length;
    counts.set(family.length, [...counts.get(family.length) ?? [], blocks]);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([size, all]) => ({
    size,
    mean: all.reduce((sum, n) => sum + n, 0) / all.length,
    least: Math.min(...all),
    most: Math.max(...all),
  }));
}
