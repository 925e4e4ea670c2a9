/**
 * Matrices as text, strictly.
 *
 * @module
 */
import { assertChoice } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { parseTable } from "./read_table.ts";

/** A matrix `[rows, columns]`, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** What is demanded of a matrix. */
export interface MatrixDemands {
  /** As many rows as columns. */
  readonly square?: boolean;
  /** Has an inverse, in float32: its reciprocal condition number is 1e-7 or more. */
  readonly invertible?: boolean;
  /** Equal to its transpose, up to the rounding of six digits of its largest entry. */
  readonly symmetric?: boolean;
  /** "allowed": an empty field or `?` stands for an entry that is not known, which is NaN. */
  readonly hidden?: "allowed";
}

/** Names of {@link MatrixDemands}. */
const DEMAND_NAMES = [
  ...["square", "invertible", "symmetric", "hidden"],
] as const satisfies (keyof MatrixDemands)[];

/** Below this reciprocal condition number float32 holds no digit of the inverse. */
const SINGULAR = 1e-7;

/**
 * Reads a matrix from CSV, whitespace or JSON (nested lists).
 *
 * @throws {SyntaxError} If an entry is no finite number, or a row is ragged; the entry is named
 * @throws {RangeError} If the matrix is not what is demanded, an entry is beyond float32, or a demand is
 *   unknown
 * @example Usage
 * ```ts
 * import { parseMatrix } from "lib/datasets/read_matrix.ts";
 *
 * const { rows, values } = parseMatrix("1,2\n3,4\n", { invertible: true });
 * console.assert(rows === 2 && values[3] === 4);
 * ```
 */
export function parseMatrix(text: string, demands: MatrixDemands = {}): Matrix {
  assertOptionNames(demands, DEMAND_NAMES, true, "demand");
  if (demands.hidden !== undefined) assertChoice("hidden", demands.hidden, ["allowed"]);
  const { rows: table, where } = parseTable(text, "the matrix", demands.hidden);
  const rows = table.length, columns = table[0]?.length ?? 0;
  if (columns === 0) throw new SyntaxError("Cannot read the matrix: it has no entries");
  const ragged = table.findIndex((row) => row.length !== columns);
  if (ragged >= 0) {
    throw new SyntaxError(
      `Cannot read the matrix: row [${ragged}] has ${table[ragged]!.length} entries, row [0] has ` +
        `${columns}${where(ragged)}`,
    );
  }
  const values = Float64Array.from(table.flat());
  const large = values.findIndex((v) => Math.abs(Math.fround(v)) === Infinity);
  if (large >= 0) {
    throw new RangeError(
      `Cannot read the matrix: entry [${Math.floor(large / columns)}][${large % columns}] is ` +
        `${values[large]}, accepted are float32's numbers, up to 3.4e38${
          where(Math.floor(large / columns))
        }`,
    );
  }
  const matrix = { rows, columns, values };
  assertDemands(matrix, demands);
  return matrix;
}

function assertDemands(matrix: Matrix, { square, invertible, symmetric }: MatrixDemands): void {
  const { rows, columns } = matrix;
  if ((square || invertible || symmetric) && rows !== columns) {
    throw new RangeError(`The matrix must be square: it is ${rows}×${columns}`);
  }
  if (symmetric) assertSymmetric(matrix);
  if (invertible) assertInvertible(matrix);
}

/**
 * Refuses a square matrix that has no inverse in float32, and, if so demanded, one that is not
 * symmetric.
 *
 * @throws {RangeError} If it is singular or not symmetric
 */
export function assertInvertible(matrix: Matrix, demands: Pick<MatrixDemands, "symmetric"> = {}) {
  if (demands.symmetric) assertSymmetric(matrix);
  const reciprocal = reciprocalCondition(matrix);
  if (reciprocal < SINGULAR) {
    throw new RangeError(
      `The matrix must have an inverse: it is singular (reciprocal condition number ` +
        `${reciprocal.toPrecision(2)}, accepted from ${SINGULAR})`,
    );
  }
}

/** Products such as B·Bᵀ, and numbers printed with six digits, are symmetric up to it. */
const ROUNDING = 1e-6;

function assertSymmetric({ rows: n, values }: Matrix): void {
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const a = values[i * n + j]!, b = values[j * n + i]!;
      if (!(Math.abs(a - b) <= ROUNDING * largest)) {
        throw new RangeError(
          `The matrix must be symmetric: entry [${i}][${j}] is ${a}, entry [${j}][${i}] is ${b}`,
        );
      }
    }
  }
}

const normOf = (values: Float64Array, n: number) =>
  Math.max(
    ...Array.from({ length: n }, (_, i) =>
      values.subarray(i * n, i * n + n).reduce((sum, v) => sum + Math.abs(v), 0)),
  );

/** 1 / (‖A‖∞ ‖A⁻¹‖∞), 0 for a singular matrix; by Gauss and Jordan with partial pivots. */
export function reciprocalCondition({ rows: n, values }: Matrix): number {
  const norm = normOf(values, n);
  if (norm === 0) return 0;
  const a = values.slice(), inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    }
    const divisor = a[pivot * n + k]!;
    if (divisor === 0) return 0;
    for (const m of [a, inverse]) {
      for (let j = 0; j < n; j++) {
        const top = m[pivot * n + j]!;
        m[pivot * n + j] = m[k * n + j]!;
        m[k * n + j] = top / divisor;
      }
    }
    for (let i = 0; i < n; i++) {
      const factor = a[i * n + k]!;
      if (i === k || factor === 0) continue;
      for (const m of [a, inverse]) {
        for (let j = 0; j < n; j++) m[i * n + j]! -= factor * m[k * n + j]!;
      }
    }
  }
  const reciprocal = 1 / (norm * normOf(inverse, n));
  return Number.isFinite(reciprocal) ? reciprocal : 0;
}
