/**
 * Standard normal numbers on the host, from a stream of {@link Rng}.
 *
 * @module
 */
import type { Rng } from "./rng.ts";

/** One standard normal number: √(-2 log u) cos 2πv (Box and Muller), with u in (0, 1]. */
export function normal(stream: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
}

/** `count` independent standard normal numbers. */
export function normals(stream: Rng, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => normal(stream));
}

/**
 * A rotation of n dimensions, uniform over SO(n): Gram and Schmidt on normal vectors.
 *
 * @returns Rows of the rotation, `[n][n]`, with determinant 1
 */
export function rotation(stream: Rng, n: number): number[][] {
  const rows: number[][] = [];
  while (rows.length < n) {
    const row = [...normals(stream, n)];
    for (const other of rows) {
      const along = dot(row, other);
      for (let i = 0; i < n; i++) row[i]! -= along * other[i]!;
    }
    const length = Math.sqrt(dot(row, row));
    // Of n normal vectors, one that nearly lies in the span of the others is drawn anew.
    if (length > 1e-3) rows.push(row.map((x) => x / length));
  }
  return determinant(rows) > 0 ? rows : [rows[0]!.map((x) => -x), ...rows.slice(1)];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** By elimination with row pivoting. */
function determinant(matrix: readonly (readonly number[])[]): number {
  const m = matrix.map((row) => [...row]);
  let product = 1;
  for (let c = 0; c < m.length; c++) {
    let p = c;
    for (let r = c + 1; r < m.length; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[p]![c]!)) p = r;
    if (m[p]![c] === 0) return 0;
    if (p !== c) {
      [m[p], m[c]] = [m[c]!, m[p]!];
      product = -product;
    }
    product *= m[c]![c]!;
    for (let r = c + 1; r < m.length; r++) {
      const factor = m[r]![c]! / m[c]![c]!;
      for (let k = c; k < m.length; k++) m[r]![k]! -= factor * m[c]![k]!;
    }
  }
  return product;
}
