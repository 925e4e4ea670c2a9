/** Small graphs known by name, and random ones, as adjacency by rows. */
import type { Rng } from "./rng.ts";

/** A graph with its name. */
export interface NamedGraph {
  readonly name: string;
  /** 0 or 1, symmetric, no loops. */
  readonly adjacency: readonly (readonly number[])[];
}

function fromEdges(name: string, n: number, edges: readonly (readonly number[])[]): NamedGraph {
  const adjacency = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (const [a, b] of edges) adjacency[a!]![b!] = adjacency[b!]![a!] = 1;
  return { name, adjacency };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** C_n: a ring. */
export function cycleGraph(n: number): NamedGraph {
  return fromEdges(`ring of ${n}`, n, range(n).map((i) => [i, (i + 1) % n]));
}

/** P_n: a ring cut open. */
export function pathGraph(n: number): NamedGraph {
  return fromEdges(`path of ${n}`, n, range(n - 1).map((i) => [i, i + 1]));
}

/** The corners and edges of a cube of that dimension. */
export function hypercube(dimension: number): NamedGraph {
  const n = 2 ** dimension;
  const edges = range(n).flatMap((v) => range(dimension).map((bit) => [v, v ^ (1 << bit)]));
  return fromEdges(`${dimension}-cube`, n, edges);
}

/** Petersen's graph: ten vertices of degree three. */
export function petersen(): NamedGraph {
  const edges = range(5).flatMap((i) => [[i, (i + 1) % 5], [i, i + 5], [i + 5, (i + 2) % 5 + 5]]);
  return fromEdges("Petersen", 10, edges);
}

/** K_{a,b}: each of a vertices with each of b others. */
export function completeBipartite(a: number, b: number): NamedGraph {
  return fromEdges(`K${a},${b}`, a + b, range(a).flatMap((i) => range(b).map((j) => [i, a + j])));
}

/** Two rings of n, one above the other. */
export function prism(n: number): NamedGraph {
  const edges = range(n).flatMap((i) => [
    ...[[i, (i + 1) % n], [n + i, n + (i + 1) % n], [i, n + i]],
  ]);
  return fromEdges(`prism of ${n}`, 2 * n, edges);
}

/** A ring of n with a hub. */
export function wheel(n: number): NamedGraph {
  return fromEdges(`wheel of ${n}`, n + 1, range(n).flatMap((i) => [[i, (i + 1) % n], [i, n]]));
}

/** Each pair joined with chance p. */
export function bernoulliGraph(random: Rng, n: number, p: number, name = "random"): NamedGraph {
  const pairs = range(n).flatMap((i) => range(i).map((j) => [i, j]));
  return fromEdges(name, n, pairs.filter(() => random.uniform() < p));
}
