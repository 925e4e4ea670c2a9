/** Matrices to add, complete and invert, as CSV or JSON. */
import { MATRIX_SIZE } from "../../../../datasets/matrix.ts";
import { describeShape, entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import { assertInvertible, parseMatrix } from "../../../../datasets/read_matrix.ts";
import { judgeCompletion, judgeInverse, judgeSum } from "./judge_matrices.ts";
import { assertNames, formatRows, type OwnCondition, type OwnProblems } from "./own.ts";

const N = MATRIX_SIZE;

/** Larger ones would fill the memory. */
const LARGEST = 400;

/** Six digits, which the readers take. */
const showMatrix = (answer: Float32Array, { x }: OwnCondition) =>
  formatRows(answer, x!.shape[2]!, ",", (v) => String(Number(v.toPrecision(6))));

function assertSize(rows: number, columns: number): void {
  if (Math.max(rows, columns) <= LARGEST) return;
  throw new RangeError(
    `A matrix must have at most ${LARGEST} rows and columns: it has ${rows} and ${columns}`,
  );
}

/** Rows and columns of an array `[channels, rows, columns]`. */
function sidesOf(name: string, { shape }: NumberArray, channels: number): [number, number] {
  const [count, rows = 0, columns = 0] = shape;
  if (shape.length !== 3 || count !== channels || rows * columns === 0) {
    throw new RangeError(
      `"${name}" must be ${channels}×rows×columns numbers: it is ${describeShape(shape)}`,
    );
  }
  assertSize(rows, columns);
  return [rows, columns];
}

/** A warning if a matrix has another size than those of training. */
const ofOtherSize = ([rows, columns]: readonly [number, number]): string[] =>
  rows === N && columns === N
    ? []
    : [`matrices of training are ${N}×${N}, here they are ${rows}×${columns}`];

const largest = ({ values }: NumberArray) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/** A warning if an entry is larger than those of training. */
const beyond = (array: NumberArray, limit: number): string[] => {
  const found = largest(array);
  return found <= limit
    ? []
    : [`entries of training are at most ${limit} in size, the largest here is ${found}`];
};

/** The two summands, one under the other. */
export const ownAddition: OwnProblems = {
  help:
    "two matrices of one size: the rows of the first and, under them, those of the second (CSV), " +
    `or JSON {"x": 2×rows×columns}; trained on ${N}×${N} with entries up to 1 in size`,
  read(text) {
    const { rows, columns, values } = parseMatrix(text);
    if (rows % 2 === 1) {
      throw new RangeError(
        `Both matrices must have as many rows: there are ${rows} rows of ${columns} in all`,
      );
    }
    return [{ x: { shape: [2, rows / 2, columns], values } }];
  },
  check(condition) {
    assertNames(condition, ["x"]);
    const x = condition.x!, sides = sidesOf("x", x, 2);
    return { condition, warnings: [...ofOtherSize(sides), ...beyond(x, 1)] };
  },
  show: showMatrix,
  judge: judgeSum,
};

/** Entries of training are normal with a standard deviation of .19; none of 10⁶ is this large. */
const COMPLETION_LIMIT = 1;

/** Matrices as text in which some entries are left out. */
export const ownCompletion: OwnProblems = {
  help: 'a matrix as CSV, hidden entries empty or "?", or JSON {"x": 1×rows×columns, ' +
    '"observed": 1×rows×columns of 0 and 1}; ' +
    `trained on ${N}×${N} with entries of about ±0.2, half of them shown`,
  read(text) {
    const { rows, columns, values } = parseMatrix(text, { hidden: "allowed" });
    const shape = [1, rows, columns];
    return [{
      x: { shape, values: values.map((v) => Number.isNaN(v) ? 0 : v) },
      observed: { shape, values: values.map((v) => Number.isNaN(v) ? 0 : 1) },
    }];
  },
  check(condition) {
    assertNames(condition, ["x", "observed"]);
    const { x, observed } = condition as { x: NumberArray; observed: NumberArray };
    const sides = sidesOf("x", x, 1);
    if (`${observed.shape}` !== `${x.shape}`) {
      throw new RangeError(
        `"observed" must be ${describeShape(x.shape)} numbers, as "x" is: it is ${
          describeShape(observed.shape)
        }`,
      );
    }
    const wrong = observed.values.findIndex((v) => v !== 0 && v !== 1);
    if (wrong >= 0) {
      throw new RangeError(
        `${entryOf("observed", observed, wrong)} is ${
          observed.values[wrong]
        }; accepted are 0 and 1`,
      );
    }
    const hidden = x.values.findIndex((v, i) => v !== 0 && observed.values[i] === 0);
    if (hidden >= 0) {
      throw new RangeError(
        `${entryOf("x", x, hidden)} is ${x.values[hidden]}, but "observed" hides it; accepted is 0`,
      );
    }
    const share = observed.values.reduce((a, b) => a + b, 0) / x.values.length;
    if (share === 0) throw new RangeError("The matrix shows no entry: nothing can be completed");
    return {
      condition,
      warnings: [
        ...ofOtherSize(sides),
        ...beyond(x, COMPLETION_LIMIT),
        ...share > 0.35 && share < 0.65 ? [] : [
          `matrices of training show about half of their entries, this ${
            Math.round(100 * share)
          } %`,
        ],
      ],
    };
  },
  show: showMatrix,
  judge: judgeCompletion,
};

/** Whether A - λI is positive definite, by Cholesky's decomposition; A is `[n, n]`. */
function isPositiveDefinite(values: Float64Array, n: number, shift: number): boolean {
  const l = values.slice();
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = values[i * n + j]! - (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j && !(sum > 0)) return false;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  return true;
}

/** Symmetric matrices as text whose inverses are asked. */
export const ownInverse: OwnProblems = {
  help:
    'a symmetric matrix that has an inverse, as CSV or JSON {"x": 1×N×N}; trained on positive ' +
    `definite ${N}×${N} ones with eigenvalues from 0.5 and entries up to ${2 * N}`,
  read(text) {
    // That it is square first: what else there is to say of it would be no help.
    const { rows, columns, values } = parseMatrix(text, { square: true });
    return [{ x: { shape: [1, rows, columns], values } }];
  },
  check(condition) {
    assertNames(condition, ["x"]);
    const x = condition.x!, sides = sidesOf("x", x, 1), [rows, columns] = sides;
    if (rows !== columns) {
      throw new RangeError(`The matrix must be square: it is ${rows}×${columns}`);
    }
    assertInvertible({ rows, columns, values: x.values }, { symmetric: true });
    // Rounded to float32, the least eigenvalue of training may be a little less.
    const definite = isPositiveDefinite(x.values, rows, 0.499);
    return {
      condition,
      warnings: [
        ...ofOtherSize(sides),
        ...beyond(x, 2 * N + 0.5),
        ...definite ? [] : ["matrices of training have eigenvalues of 0.5 and more, this has less"],
      ],
    };
  },
  show: showMatrix,
  judge: judgeInverse,
};
