/**
 * How much of one set of coordinates is a function of another: R² of a ridge regression on
 * polynomials, on rows that the regression has not seen.
 */

/** Columns of numbers, all equally long. */
export type Columns = readonly ArrayLike<number>[];

/** Exponents of all monomials of `variables` variables up to `degree`, the constant first. */
function monomials(variables: number, degree: number): number[][] {
  if (variables === 0) return [[]];
  return Array.from(
    { length: degree + 1 },
    (_, power) => monomials(variables - 1, degree - power).map((rest) => [power, ...rest]),
  ).flat()
    .sort((a, b) => a.reduce((s, p) => s + p, 0) - b.reduce((s, p) => s + p, 0));
}

function standardised(column: ArrayLike<number>): Float64Array {
  const n = column.length;
  let mean = 0, square = 0;
  for (let i = 0; i < n; i++) mean += column[i]! / n;
  for (let i = 0; i < n; i++) square += (column[i]! - mean) ** 2 / n;
  const scale = Math.sqrt(square) || 1;
  // Far-off values would rule a polynomial; tanh keeps order and bends only the tails.
  return Float64Array.from({ length: n }, (_, i) => 2 * Math.tanh((column[i]! - mean) / scale / 2));
}

/**
 * R² of `to` given `from`, over all columns of `to` together, each in units of its own spread: 1 −
 * error / variance on the second half of the rows, after fitting on the first.
 *
 * @returns At most 1; below 0 where the fit is worse than the mean
 * @throws {RangeError} If there are fewer than 20 rows to each monomial
 */
export function rSquared(from: Columns, to: Columns, degree = 6, ridge = 1e-3): number {
  const rows = to[0]!.length, half = Math.floor(rows / 2);
  const powers = monomials(from.length, degree), m = powers.length;
  if (rows < 20 * m) {
    throw new RangeError(
      `Cannot fit ${m} monomials to ${rows} rows: at least ${20 * m} rows are needed`,
    );
  }
  const inputs = from.map(standardised);
  const features = Array.from(
    { length: rows },
    (_, i) =>
      Float64Array.from(
        powers,
        (exponents) => exponents.reduce((product, p, j) => product * inputs[j]![i]! ** p, 1),
      ),
  );
  const gram = Array.from({ length: m }, () => new Float64Array(m));
  for (let i = 0; i < half; i++) {
    const f = features[i]!;
    for (let a = 0; a < m; a++) for (let b = 0; b <= a; b++) gram[a]![b]! += f[a]! * f[b]!;
  }
  for (let a = 0; a < m; a++) {
    gram[a]![a]! += ridge;
    for (let b = 0; b < a; b++) gram[b]![a] = gram[a]![b]!;
  }
  const factor = cholesky(gram);
  let error = 0, variance = 0;
  for (const column of to) {
    let mean = 0;
    for (let i = 0; i < half; i++) mean += column[i]! / half;
    const right = new Float64Array(m);
    for (let i = 0; i < half; i++) {
      for (let a = 0; a < m; a++) right[a]! += features[i]![a]! * (column[i]! - mean);
    }
    const weights = solveCholesky(factor, right);
    let own = 0, all = 0;
    for (let i = half; i < rows; i++) {
      const fit = weights.reduce((sum, w, a) => sum + w * features[i]![a]!, mean);
      own += (column[i]! - fit) ** 2;
      all += (column[i]! - mean) ** 2;
    }
    error += own / all;
    variance += 1;
  }
  return 1 - error / variance;
}

/** L of a positive definite matrix L·Lᵀ. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const lower = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / lower[j]![j]!;
    }
  }
  return lower;
}

/** x of L·Lᵀ x = b. */
function solveCholesky(lower: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length, x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** R² of each of `to` given each of `from`, groups of columns: `[from][to]`. */
export function rSquaredMatrix(
  from: readonly Columns[],
  to: readonly Columns[],
): number[][] {
  return from.map((given) => to.map((wanted) => rSquared(given, wanted)));
}

/** Columns of rows of `n` numbers. */
export function columnsOf(rows: ArrayLike<number>, n: number): number[][] {
  return Array.from(
    { length: n },
    (_, k) => Array.from({ length: rows.length / n }, (_, i) => rows[i * n + k]!),
  );
}
