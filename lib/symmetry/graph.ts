/** The symmetries of a graph: a canonical labelling, and its automorphisms, by refinement. */
import type { Permutation } from "./permutation.ts";

/** Adjacency by rows, 0 or 1, symmetric, no loops. */
export type Adjacency = readonly (readonly number[])[];

/** What {@link canonicalLabelling} finds. */
export interface Labelling {
  /** The new name of each vertex; two graphs are isomorphic if `form` is the same. */
  readonly labels: Permutation;
  /** The adjacency under the new names, as text. */
  readonly form: string;
  /** Every permutation that leaves the graph as it is, the identity first. */
  readonly automorphisms: readonly Permutation[];
}

/** @throws {RangeError} If rows are not those of a symmetric matrix of 0 and 1 without loops */
function assertAdjacency(graph: Adjacency): void {
  const refuse = (why: string) => {
    throw new RangeError(
      `Cannot label the graph as ${why}: accepted are symmetric rows of 0 and 1, with 0 on the diagonal`,
    );
  };
  graph.forEach((row, v) => {
    if (row.length !== graph.length) {
      refuse(`row ${v} of ${graph.length} has ${row.length} entries`);
    }
    row.forEach((edge, u) => {
      if (edge !== 0 && edge !== 1) refuse(`entry ${u} of row ${v} is ${edge}`);
      if (u === v && edge) refuse(`vertex ${v} has an edge to itself`);
      if (edge !== graph[u]![v]) refuse(`there is an edge between ${v} and ${u} in one direction`);
    });
  });
}

/** Colours that are refined until vertices of one colour see the same colours around them. */
function refine(graph: Adjacency, colours: readonly number[]): number[] {
  let current = [...colours], count = new Set(current).size;
  while (true) {
    const seen = current.map((own, v) => {
      const around = graph[v]!.flatMap((edge, u) => edge ? [current[u]!] : []).sort((a, b) =>
        a - b
      );
      return `${String(own).padStart(4, "0")}:${around.map((c) => String(c).padStart(4, "0"))}`;
    });
    // Sorted, so that the colours depend on the graph and not on the order of its vertices.
    const ranks = new Map([...new Set(seen)].sort().map((text, rank) => [text, rank]));
    current = seen.map((text) => ranks.get(text)!);
    if (ranks.size === count) return current;
    count = ranks.size;
  }
}

/**
 * A canonical labelling, by individualising vertices and refining: of all orders of the vertices
 * that this leads to, one with the smallest adjacency; the ties are the automorphisms.
 *
 * @throws {RangeError} If more than `most` orders would have to be looked at, as for large complete
 * graphs, or the adjacency is not symmetric, of 0 and 1, without loops
 */
export function canonicalLabelling(graph: Adjacency, most = 50_000): Labelling {
  assertAdjacency(graph);
  const n = graph.length;
  let form: string | undefined;
  let best: number[][] = [];
  let leaves = 0;
  const visit = (colours: readonly number[]): void => {
    const refined = refine(graph, colours);
    const members = new Map<number, number[]>();
    refined.forEach((colour, v) => members.set(colour, [...members.get(colour) ?? [], v]));
    const cell = [...members].sort(([a], [b]) => a - b).find(([, list]) => list.length > 1);
    if (cell) {
      // One vertex of the first cell comes before the rest of it.
      for (const v of cell[1]) {
        visit(refined.map((colour, u) => 2 * colour + (colour === cell[0] && u !== v ? 1 : 0)));
      }
      return;
    }
    if (++leaves > most) {
      throw new RangeError(`The graph of ${n} vertices has more than ${most} orders to look at`);
    }
    const at = new Array<number>(n);
    refined.forEach((label, v) => at[label] = v);
    const text = at.map((v) => at.map((u) => graph[v]![u]).join("")).join("|");
    if (form === undefined || text < form) [form, best] = [text, [refined]];
    else if (text === form) best.push(refined);
  };
  visit(new Array<number>(n).fill(0));
  const labels = best[0]!;
  // labels ∘ a is another of the best orders: a(v) is the vertex that `labels` calls other[v].
  const vertex = new Array<number>(n);
  labels.forEach((label, v) => vertex[label] = v);
  const automorphisms = best.map((other) => other.map((label) => vertex[label]!));
  return { labels, form: form!, automorphisms };
}

/** The sets of vertices that automorphisms exchange, each sorted. */
export function vertexOrbits(automorphisms: readonly Permutation[]): number[][] {
  const n = automorphisms[0]!.length;
  const found: number[][] = [];
  for (let v = 0; v < n; v++) {
    if (found.some((one) => one.includes(v))) continue;
    found.push([...new Set(automorphisms.map((p) => p[v]!))].sort((a, b) => a - b));
  }
  return found;
}
