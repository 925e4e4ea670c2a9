/** Which lattice translate of a point is the nearest to the origin, in cells of any shape. */
import { times, type Triple } from "./operations.ts";

/** A lattice vector, and what tells whether going by it leads nearer to the origin. */
export interface Step {
  /** v, integers. */
  readonly by: Triple;
  /** Gv for the metric G, Å²: its product with x is v·x. */
  readonly dual: Triple;
  /** |v|², Å². */
  readonly size: number;
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

const plus = (a: Triple, b: Triple, times = 1): Triple => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];

/**
 * Whether, of a point with parts from -1/2 to 1/2, the nearest translate to the origin is one of the
 * 27 by -1, 0 or 1: surely so where a cell's vectors are nearly orthogonal or 120° apart. No basis
 * vector leads nearer from the nearest translate y, so that |Σ_j G_ij y_j| ≤ G_ii/2; with ρ the
 * greatest Σ_{j≠i} |G_ij| / G_ii the greatest part of y is then at most 1/2 + ρ times itself, which
 * for ρ < 2/3 is less than 3/2.
 *
 * @param metric The metric tensor G of the cell
 */
export function isNearlyOrthogonal([aa, ab, ac, , bb, bc, , , cc]: readonly number[]): boolean {
  const [p, q, r] = [Math.abs(ab!), Math.abs(ac!), Math.abs(bc!)];
  return 3 * (p + q) < 2 * aa! && 3 * (p + r) < 2 * bb! && 3 * (q + r) < 2 * cc!;
}

/** A basis of the lattice whose vectors do not get shorter by whole parts of one another. */
function shortened(metric: readonly number[], least: number): Triple[] {
  const basis: Triple[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  let changed = true;
  for (let pass = 0; changed && pass < 100; pass++) {
    changed = false;
    for (const [i, j] of [[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]] as const) {
      const dual = times(metric, basis[j]!);
      const size = dot(dual, basis[j]!);
      const parts = size > least ? Math.round(dot(dual, basis[i]!) / size) : 0;
      if (!parts || !Number.isFinite(parts)) continue;
      basis[i] = plus(basis[i]!, basis[j]!, -parts);
      changed = true;
    }
  }
  return basis;
}

/**
 * Four lattice vectors whose sum is 0, three of them a basis, and with no acute angle between two:
 * Selling's reduction (J. H. Conway & N. J. A. Sloane, Proc. R. Soc. Lond. A436, 55, 1992).
 */
function obtuseSuperbase(metric: readonly number[], least: number): Triple[] {
  const [a, b, c] = shortened(metric, least) as [Triple, Triple, Triple];
  const all: Triple[] = [a, b, c, plus(plus(a, b), c).map((value) => -value) as unknown as Triple];
  const pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]] as const;
  for (let turn = 0; turn < 1000; turn++) {
    const acute = pairs.find(([i, j]) => dot(times(metric, all[i]!), all[j]!) > least);
    if (!acute) break;
    const [i, j] = acute, one = all[i]!;
    all.forEach((other, k) => {
      if (k !== i && k !== j) all[k] = plus(other, one);
    });
    all[i] = plus([0, 0, 0], one, -1);
  }
  return all;
}

/**
 * The lattice vectors that can bound the Voronoi cell, one of each pair ±v: the sums of parts of an
 * obtuse superbase, seven. The shortest vector of the lattice is among them.
 *
 * @param metric The metric tensor, Å²; one that is 0 along some lattice directions is accepted, and
 * vectors of no length are left out
 */
export function voronoiSteps(metric: readonly number[]): Step[] {
  const least = 1e-12 * (metric[0]! + metric[4]! + metric[8]!);
  const [a, b, c, d] = obtuseSuperbase(metric, least) as [Triple, Triple, Triple, Triple];
  return [a, b, c, d, plus(a, b), plus(a, c), plus(b, c)].map((by) => {
    const dual = times(metric, by);
    return { by, dual, size: dot(dual, by) };
  }).filter(({ size }) => size > least);
}

/** Steps that win less than this share are rounding. */
const ROUNDING = 1 + 1e-12;

/**
 * From x by a lattice vector to the point nearest to the origin: one that no step leads nearer lies
 * in the Voronoi cell (N. Sommer, M. Feder & O. Shalvi, SIAM J. Discrete Math. 23, 715, 2009).
 *
 * @returns x itself, the same object, if there is no nearer point
 */
export function nearestTranslate(x: Triple, steps: readonly Step[]): Triple {
  let nearest = x, moved = true;
  for (let pass = 0; moved && pass < 100; pass++) {
    moved = false;
    for (const { by, dual, size } of steps) {
      const along = dual[0] * nearest[0] + dual[1] * nearest[1] + dual[2] * nearest[2];
      if (!(2 * Math.abs(along) > size * ROUNDING)) continue;
      nearest = plus(nearest, by, -Math.round(along / size));
      moved = true;
    }
  }
  return nearest;
}
