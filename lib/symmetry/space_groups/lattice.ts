/**
 * Lattices as six numbers: L = exp(Σ k_i B_i), symmetric, where each family of lattices is a plane
 * of k (Jiao et al. 2024; SymmCD, section 3.1).
 */
import type { LatticeFamily } from "./group.ts";

/** Lengths in Å and angles in degrees, as crystallographers give a cell. */
export interface CellParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** The six numbers k. */
export type LogLattice = readonly number[];

/** Which of the k are free in each family, and the values of those that are not. */
const FREE: Readonly<Record<LatticeFamily, readonly (0 | 1)[]>> = {
  triclinic: [1, 1, 1, 1, 1, 1],
  monoclinic: [0, 1, 0, 1, 1, 1],
  orthorhombic: [0, 0, 0, 1, 1, 1],
  tetragonal: [0, 0, 0, 0, 1, 1],
  hexagonal: [0, 0, 0, 0, 1, 1],
  cubic: [0, 0, 0, 0, 0, 1],
};

/** k₁ of a lattice with 120° between a and b of equal length. */
const HEXAGONAL = -Math.log(3) / 4;

/** 1 for each of the six k that is free in a family, 0 for the others. */
export const freeOf = (family: LatticeFamily): readonly (0 | 1)[] => FREE[family];

/** The values of those k that are not free; free ones are 0 here. */
export const fixedOf = (family: LatticeFamily): readonly number[] =>
  family === "hexagonal" ? [HEXAGONAL, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0];

/** k brought into its family. */
export function maskLattice(k: LogLattice, family: LatticeFamily): number[] {
  const fixed = fixedOf(family);
  return FREE[family].map((free, i) => free ? k[i]! : fixed[i]!);
}

/** Σ k_i B_i; B₁ to B₃ are the off-diagonal xy, xz and yz. */
const combine = ([xy, xz, yz, k4, k5, k6]: LogLattice): number[] => [
  k6! + k5! + k4!,
  xy!,
  xz!,
  xy!,
  k6! + k5! - k4!,
  yz!,
  xz!,
  yz!,
  k6! - 2 * k5!,
]; // deno-fmt-ignore

const components = (m: readonly number[]): number[] => {
  const k6 = (m[0]! + m[4]! + m[8]!) / 3;
  return [m[1]!, m[2]!, m[5]!, (m[0]! - m[4]!) / 2, (k6 - m[8]!) / 2, k6];
};

/** f of a symmetric matrix of nine numbers, through its eigenvectors (Jacobi's rotations). */
function applied(matrix: readonly number[], f: (value: number) => number): number[] {
  const m = [...matrix], v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 40 && (m[1] || m[2] || m[5]); sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]] as const) {
      const off = m[3 * p + q]!;
      if (Math.abs(off) < 1e-300) continue;
      const theta = (m[4 * q]! - m[4 * p]!) / (2 * off);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1), s = t * c;
      for (let i = 0; i < 3; i++) {
        const [a, b] = [m[3 * i + p]!, m[3 * i + q]!];
        m[3 * i + p] = c * a - s * b;
        m[3 * i + q] = s * a + c * b;
      }
      for (let i = 0; i < 3; i++) {
        const [a, b] = [m[3 * p + i]!, m[3 * q + i]!];
        m[3 * p + i] = c * a - s * b;
        m[3 * q + i] = s * a + c * b;
      }
      for (let i = 0; i < 3; i++) {
        const [a, b] = [v[3 * i + p]!, v[3 * i + q]!];
        v[3 * i + p] = c * a - s * b;
        v[3 * i + q] = s * a + c * b;
      }
    }
  }
  const values = [f(m[0]!), f(m[4]!), f(m[8]!)];
  return Array.from({ length: 9 }, (_, at) => {
    const [i, j] = [Math.floor(at / 3), at % 3];
    return values.reduce((sum, value, n) => sum + v[3 * i + n]! * value * v[3 * j + n]!, 0);
  });
}

/** The metric tensor of a cell, aᵢ·aⱼ in Å². */
export function metricOf({ a, b, c, alpha, beta, gamma }: CellParameters): number[] {
  // Cosines of right angles and of 120° are exact, so that symmetry is.
  const cosine = (angle: number) =>
    angle === 90 ? 0 : angle === 120 ? -0.5 : angle === 60 ? 0.5 : Math.cos(angle * Math.PI / 180);
  const [bc, ac, ab] = [b * c * cosine(alpha), a * c * cosine(beta), a * b * cosine(gamma)];
  return [a * a, ab, ac, ab, b * b, bc, ac, bc, c * c];
}

/** |x|² of a vector in fractional coordinates, Å², for a metric tensor of nine numbers. */
export function squaredLength(metric: readonly number[], x: number, y: number, z: number): number {
  return metric[0]! * x * x + metric[4]! * y * y + metric[8]! * z * z +
    2 * (metric[1]! * x * y + metric[2]! * x * z + metric[5]! * y * z);
}

/** Lengths and angles of a metric tensor. */
export function cellOf(metric: readonly number[]): CellParameters {
  const [a, b, c] = [0, 4, 8].map((i) => Math.sqrt(metric[i]!)) as [number, number, number];
  const angle = (value: number, p: number, q: number) =>
    Math.acos(Math.min(1, Math.max(-1, value / (p * q)))) * 180 / Math.PI;
  return {
    a,
    b,
    c,
    alpha: angle(metric[5]!, b, c),
    beta: angle(metric[2]!, a, c),
    gamma: angle(metric[1]!, a, b),
  };
}

/** aᵢ·aⱼ of a lattice whose rows are its vectors. */
export function metricOfRows(rows: readonly number[]): number[] {
  const dot = (i: number, j: number) =>
    rows[3 * i]! * rows[3 * j]! + rows[3 * i + 1]! * rows[3 * j + 1]! +
    rows[3 * i + 2]! * rows[3 * j + 2]!;
  return Array.from({ length: 9 }, (_, at) => dot(Math.floor(at / 3), at % 3));
}

/**
 * k of a metric tensor: half of its logarithm in the basis B.
 *
 * @throws {RangeError} If the metric is not that of three independent vectors
 */
export function logLattice(metric: readonly number[]): number[] {
  const k = components(applied(metric, (value) => Math.log(value) / 2));
  if (!k.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot take the logarithm of the metric [${metric}]: it must be positive`,
    );
  }
  return k;
}

/** The lattice of k, nine numbers in Å: symmetric, so that its rows and its columns are the vectors. */
export const latticeOf = (k: LogLattice): number[] => applied(combine(k), Math.exp);

/** The volume of a cell, Å³. */
export const volumeOf = (k: LogLattice): number => Math.exp(3 * k[5]!);
