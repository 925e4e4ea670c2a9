/** Small dense matrices on the host, in double precision, by rows. */

/** Rows of a matrix. */
export type Matrix = readonly (readonly number[])[];

/** The n × n identity. */
export function identityMatrix(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? 1 : 0));
}

/** AB. */
export function multiply(a: Matrix, b: Matrix): number[][] {
  const columns = b[0]?.length ?? 0;
  return a.map((row) => {
    const sums = new Array<number>(columns).fill(0);
    row.forEach((value, k) => {
      if (value === 0) return;
      const other = b[k]!;
      for (let j = 0; j < columns; j++) sums[j]! += value * other[j]!;
    });
    return sums;
  });
}

/** Aᵀ. */
export function transpose(a: Matrix): number[][] {
  return (a[0] ?? []).map((_, j) => a.map((row) => row[j]!));
}

/** Av. */
export function apply(a: Matrix, v: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, value, k) => sum + value * v[k]!, 0));
}

/** αA + βB. */
export function combine(alpha: number, a: Matrix, beta: number, b: Matrix): number[][] {
  return a.map((row, i) => row.map((value, j) => alpha * value + beta * b[i]![j]!));
}

/** The largest |A - B| over all entries. */
export function distance(a: Matrix, b: Matrix): number {
  return combine(1, a, -1, b).flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** A ⊗ B: the block of row i and column j is a_ij·B. */
export function kronecker(a: Matrix, b: Matrix): number[][] {
  return a.flatMap((row) => b.map((other) => row.flatMap((x) => other.map((y) => x * y))));
}

/** A ⊕ B ⊕ …: blocks along the diagonal. */
export function blockDiagonal(blocks: readonly Matrix[]): number[][] {
  const size = blocks.reduce((sum, block) => sum + block.length, 0);
  let at = 0;
  return blocks.flatMap((block) => {
    const rows = block.map((row) => {
      const wide = new Array<number>(size).fill(0);
      row.forEach((value, j) => wide[at + j] = value);
      return wide;
    });
    at += block.length;
    return rows;
  });
}

/** det A of a 2 × 2 or 3 × 3 matrix. */
export function determinant(a: Matrix): number {
  if (a.length === 2) return a[0]![0]! * a[1]![1]! - a[0]![1]! * a[1]![0]!;
  const [p, q, r] = a as [number[], number[], number[]];
  return p[0]! * (q[1]! * r[2]! - q[2]! * r[1]!) - p[1]! * (q[0]! * r[2]! - q[2]! * r[0]!) +
    p[2]! * (q[0]! * r[1]! - q[1]! * r[0]!);
}

/**
 * An orthonormal basis of the span of `vectors`, by Gram-Schmidt with the longest remainder first;
 * remainders below `tolerance` times the longest vector count as nothing.
 */
export function orthonormalBasis(vectors: Matrix, tolerance = 1e-9): number[][] {
  const norm = (v: readonly number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  let rest = vectors.map((vector) => ({ vector: [...vector], length: norm(vector) }));
  const longest = () => rest.reduce((best, one) => one.length > best.length ? one : best, rest[0]!);
  const least = tolerance * (rest.length ? longest().length : 0);
  const basis: number[][] = [];
  while ((rest = rest.filter(({ length }) => length > least)).length) {
    const chosen = longest();
    const unit = chosen.vector.map((x) => x / chosen.length);
    rest = rest.filter((one) => one !== chosen);
    for (const one of rest) {
      // Twice, since once leaves rounding along the unit vector.
      for (let pass = 0; pass < 2; pass++) removeAlong(one.vector, unit);
      one.length = norm(one.vector);
    }
    basis.push(unit);
  }
  return basis;
}

/** Takes away what of `vector` lies along `unit`, in place. */
function removeAlong(vector: number[], unit: readonly number[]): void {
  let along = 0;
  for (let i = 0; i < unit.length; i++) along += vector[i]! * unit[i]!;
  if (along === 0) return;
  for (let i = 0; i < unit.length; i++) vector[i]! -= along * unit[i]!;
}

/** An orthonormal basis of {v : Av = 0}; no vectors where only 0 is. */
export function nullSpace(a: Matrix, tolerance = 1e-9): number[][] {
  const columns = a[0]?.length ?? 0;
  const rows = orthonormalBasis(a, tolerance);
  // What is left of the identity when the span of the rows is projected out.
  const left = identityMatrix(columns);
  for (const unit of rows) {
    for (const vector of left) removeAlong(vector, unit);
  }
  // Entries of a projector are at most 1: an absolute bound is what tells 0 from rounding.
  const basis = orthonormalBasis(left, Math.max(tolerance, 1e-7));
  return rows.length === columns ? [] : basis.slice(0, columns - rows.length);
}
