/**
 * The linear experiment: with z = T ε, T = (I − B)⁻¹, and x = R z, an intervention on S moves x
 * within R·T·span(e_S), of dimension |S|, whatever the graph. Subspaces are orthonormal columns,
 * `[dimension][n]`, by Gram and Schmidt with pivoting, which keeps them right to some 1e-15.
 */
import type { Dag } from "../../datasets/dag.ts";
import type { Rng } from "../../datasets/rng.ts";

/** Vectors, one a row. */
export type Vectors = readonly ArrayLike<number>[];

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

/** What is left of `v` outside of the span of orthonormal rows. */
function outside(v: ArrayLike<number>, basis: Vectors): number[] {
  const rest = Array.from(v);
  // Twice is enough for orthogonality to machine precision.
  for (let round = 0; round < 2; round++) {
    for (const b of basis) {
      const along = dot(rest, b);
      for (let i = 0; i < rest.length; i++) rest[i]! -= along * b[i]!;
    }
  }
  return rest;
}

/**
 * An orthonormal basis of the span of vectors.
 *
 * @param tolerance What counts as nothing, relative to the longest vector
 */
export function span(vectors: Vectors, tolerance = 1e-9): number[][] {
  const basis: number[][] = [];
  const scale = vectors.reduce((most, v) => Math.max(most, norm(v)), 0);
  let rests = vectors.map((v) => Array.from(v));
  while (rests.length > 0) {
    const longest = rests.reduce((a, b) => norm(b) > norm(a) ? b : a);
    const length = norm(longest);
    if (length <= tolerance * scale || basis.length === longest.length) break;
    basis.push(outside(longest.map((x) => x / length), basis).map((x, _, all) => x / norm(all)));
    rests = rests.map((v) => outside(v, basis)).filter((v) => norm(v) > tolerance * scale);
  }
  return basis;
}

/** All that is orthogonal to a subspace of n dimensions. */
export function complement(basis: Vectors, n: number): number[][] {
  const axes = Array.from(
    { length: n },
    (_, i) => outside(Array.from({ length: n }, (_, j) => Number(i === j)), basis),
  );
  return span(axes, 1e-9).slice(0, n - basis.length);
}

/** The sum of two subspaces. */
export const sumOf = (a: Vectors, b: Vectors): number[][] => span([...a, ...b]);

/** The intersection of two subspaces of n dimensions: (A⊥ + B⊥)⊥. */
export function intersectionOf(a: Vectors, b: Vectors, n: number): number[][] {
  return complement(sumOf(complement(a, n), complement(b, n)), n);
}

/** How far two subspaces are apart: the longest unit vector of one outside the other; 1 at most. */
export function distance(a: Vectors, b: Vectors): number {
  if (a.length !== b.length) return 1;
  const gap = (one: Vectors, other: Vectors) =>
    one.reduce((most: number, v) => Math.max(most, norm(outside(v, other))), 0);
  return Math.max(gap(a, b), gap(b, a));
}

/** T = (I − B)⁻¹ of a linear model, row by row: what each noise does to each variable. */
export function totalEffects(
  graph: Dag,
  weights: readonly (readonly number[])[],
): number[][] {
  const n = graph.nodes;
  const rows = Array.from({ length: n }, (): number[] => new Array<number>(n).fill(0));
  for (const i of graph.order) {
    rows[i]![i] = 1;
    for (let j = 0; j < n; j++) {
      if (!(graph.parents[i]! & (1 << j))) continue;
      for (let k = 0; k < n; k++) rows[i]![k]! += weights[i]![j]! * rows[j]![k]!;
    }
  }
  return rows;
}

/** R·T·span(e_S): where the theory says that x moves. */
export function predictedSubspace(
  mixing: readonly (readonly number[])[],
  effects: readonly (readonly number[])[],
  members: readonly number[],
): number[][] {
  return span(members.map((k) => mixing.map((row) => dot(row, effects.map((t) => t[k]!)))));
}

/** How many vectors a candidate is tried on before all are. */
const PROBE = 30;

/** A group of vectors that lie in one subspace. */
export interface Cluster {
  readonly basis: number[][];
  /** Numbers of the vectors. */
  readonly members: readonly number[];
}

/**
 * Groups vectors by the subspaces they lie in, the smallest dimension first: a few of them span a
 * candidate, which counts where far more vectors lie in it than span it. For exact data.
 *
 * @param tries Candidates per vector and dimension
 * @returns Clusters, the most members first; vectors that fit none are left out
 */
export function clusterSubspaces(
  vectors: Vectors,
  stream: Rng,
  { tolerance = 1e-8, tries = 300 }: { readonly tolerance?: number; readonly tries?: number } = {},
): Cluster[] {
  const n = vectors[0]?.length ?? 0;
  const units = vectors.map((v) => Array.from(v, (x) => x / norm(v)));
  const clusters: Cluster[] = [];
  let left = units.map((_, i) => i);
  for (let dimension = 1; dimension <= n; dimension++) {
    // More than chance puts there: others lie in a candidate of the wrong kind only by accident.
    const enough = dimension + 3;
    for (const i of [...left]) {
      if (!left.includes(i)) continue;
      for (let t = 0; t < (dimension === 1 ? 1 : tries); t++) {
        const others = Array.from({ length: dimension - 1 }, () => left[stream.int(left.length)]!);
        const basis = span([i, ...others].map((k) => units[k]!), tolerance);
        if (basis.length < dimension) continue;
        const within = (k: number) => norm(outside(units[k]!, basis)) < tolerance;
        // A few tell at once that most candidates are of the wrong kind.
        if (left.slice(0, PROBE).filter(within).length === 0) continue;
        const members = left.filter(within);
        if (members.length < enough) continue;
        clusters.push({ basis, members });
        const taken = new Set(members);
        left = left.filter((k) => !taken.has(k));
        break;
      }
    }
  }
  return clusters.sort((a, b) => b.members.length - a.members.length);
}
