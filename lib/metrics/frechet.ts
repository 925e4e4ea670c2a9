/** The Fréchet distance between two clouds, taken as normal distributions. */
import { assertComparable, countOf, type Points } from "./points.ts";

/** Mean and covariance of points. */
function moments({ values, dimension: d }: Points, n: number) {
  const mean = new Float64Array(d), covariance = new Float64Array(d * d);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) mean[k]! += values[i * d + k]! / n;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) {
      const a = values[i * d + k]! - mean[k]!;
      for (let l = 0; l <= k; l++) {
        covariance[k * d + l]! += a * (values[i * d + l]! - mean[l]!) / (n - 1);
      }
    }
  }
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < k; l++) covariance[l * d + k] = covariance[k * d + l]!;
  }
  return { mean, covariance };
}

/** Eigenvalues, and eigenvectors as columns, of a symmetric matrix by Jacobi's rotations. */
function eigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice(), v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  // Below 1 relative to the matrix, as lengths in metres make entries of molecules that small.
  const least = 1e-24 * Math.min(1, a.reduce((sum, x) => sum + x * x, 0));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += a[i * n + j]! ** 2;
    if (off <= least) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p * n + q]!) < 1e-300) continue;
        const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1), s = t * c;
        const turn = (m: Float64Array, i: number, j: number) => {
          const [x, y] = [m[i]!, m[j]!];
          m[i] = c * x - s * y;
          m[j] = s * x + c * y;
        };
        for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
        for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
        for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q);
      }
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors: v };
}

/**
 * |μ₁ - μ₂|² + tr(C₁ + C₂ - 2(C₁C₂)^{1/2}), the square of W₂ between normal distributions of the
 * clouds' means and covariances (Dowson & Landau 1982). With few points it is too large even for
 * clouds of one distribution: set two such clouds beside it.
 *
 * @throws {RangeError} If the dimensions differ, or a cloud has fewer than two points
 */
export function frechetDistance(a: Points, b: Points): number {
  assertComparable(a, b, "any number");
  const [m, n] = [countOf(a), countOf(b)], d = a.dimension;
  if (m < 2 || n < 2) {
    throw new RangeError(`Cannot compare ${m} and ${n} points: at least two are needed of each`);
  }
  const [one, two] = [moments(a, m), moments(b, n)];
  // (C₁C₂)^{1/2} has the trace of (√C₁ C₂ √C₁)^{1/2}, which is symmetric.
  const { values, vectors } = eigen(one.covariance, d);
  const root = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        root[i * d + j]! += vectors[i * d + k]! * vectors[j * d + k]! *
          Math.sqrt(Math.max(0, values[k]!));
      }
    }
  }
  const times = (x: Float64Array, y: Float64Array) => {
    const product = new Float64Array(d * d);
    for (let i = 0; i < d; i++) {
      for (let k = 0; k < d; k++) {
        for (let j = 0; j < d; j++) product[i * d + j]! += x[i * d + k]! * y[k * d + j]!;
      }
    }
    return product;
  };
  const inner = times(times(root, two.covariance), root);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      inner[i * d + j] = inner[j * d + i] = (inner[i * d + j]! + inner[j * d + i]!) / 2;
    }
  }
  const shared = eigen(inner, d).values.reduce((sum, x) => sum + Math.sqrt(Math.max(0, x)), 0);
  let distance = -2 * shared;
  for (let k = 0; k < d; k++) {
    distance += (one.mean[k]! - two.mean[k]!) ** 2 + one.covariance[k * d + k]! +
      two.covariance[k * d + k]!;
  }
  return Math.max(0, distance);
}
