/** Matrices to add, complete and invert, as CSV or JSON. */
import { MATRIX_SIZE } from "../../../../datasets/matrix.ts";
import { describeShape, entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import { assertInvertible, parseMatrix } from "../../../../datasets/read_matrix.ts";
import { judgeBound, judgeInverse, judgeSum } from "./judge_matrices.ts";
import { assertNames, formatRows, type OwnCondition, type OwnProblems } from "./own.ts";

const N = MATRIX_SIZE;

/** Six digits, which the readers take. */
const showMatrix = (answer: Float32Array) =>
  formatRows(answer, N, ",", (v) => String(Number(v.toPrecision(6))));

function assertShape(name: string, { shape }: NumberArray, wanted: readonly number[]): void {
  if (`${shape}` === `${wanted}`) return;
  throw new RangeError(
    `"${name}" must be ${describeShape(wanted)}, the size of the networks: it is ${
      describeShape(shape)
    }`,
  );
}

const largest = ({ values }: NumberArray) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/** A warning if an entry is larger than those of training. */
const beyond = (array: NumberArray, limit: number): string[] => {
  const found = largest(array);
  return found <= limit
    ? []
    : [`entries of training are at most ${limit} in size, the largest here is ${found}`];
};

function checkMatrix(condition: OwnCondition, channels: number): NumberArray {
  assertNames(condition, ["x"]);
  assertShape("x", condition.x!, [channels, N, N]);
  return condition.x!;
}

/** The two summands, one under the other. */
export const ownAddition: OwnProblems = {
  help: `two ${N}×${N} matrices: ${2 * N} lines of ${N} numbers (CSV), the second matrix under ` +
    `the first, or JSON {"x": 2×${N}×${N}}; trained on entries up to 1 in size`,
  read(text) {
    const { rows, columns, values } = parseMatrix(text);
    if (rows !== 2 * N || columns !== N) {
      throw new RangeError(
        `Both matrices must have ${2 * N} rows of ${N}: there are ${rows} of ${columns}`,
      );
    }
    return [{ x: { shape: [2, N, N], values } }];
  },
  check(condition) {
    return { condition, warnings: beyond(checkMatrix(condition, 2), 1) };
  },
  show: showMatrix,
  judge: judgeSum,
};

/** Entries of training are normal with a standard deviation of .19; none of 10⁶ is this large. */
const COMPLETION_LIMIT = 1;

/** Matrices as text in which some entries are left out. */
export const ownCompletion: OwnProblems = {
  help: `a ${N}×${N} matrix as CSV, hidden entries empty or "?", or JSON {"x": 1×${N}×${N}, ` +
    `"observed": 1×${N}×${N} of 0 and 1}; trained on entries of about ±0.2, half of them shown`,
  read(text) {
    const { rows, columns, values } = parseMatrix(text, { hidden: "allowed" });
    if (rows !== N || columns !== N) {
      throw new RangeError(`The matrix must be ${N}×${N}: it is ${rows}×${columns}`);
    }
    const shape = [1, N, N];
    return [{
      x: { shape, values: values.map((v) => Number.isNaN(v) ? 0 : v) },
      observed: { shape, values: values.map((v) => Number.isNaN(v) ? 0 : 1) },
    }];
  },
  check(condition) {
    assertNames(condition, ["x", "observed"]);
    const { x, observed } = condition as { x: NumberArray; observed: NumberArray };
    for (const [name, array] of Object.entries({ x, observed })) {
      assertShape(name, array, [1, N, N]);
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
    const share = observed.values.reduce((a, b) => a + b, 0) / (N * N);
    if (share === 0) throw new RangeError("The matrix shows no entry: nothing can be completed");
    return {
      condition,
      warnings: [
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
  judge: (answer, _, bound) => judgeBound(answer, bound),
};

/** Whether A - λI is positive definite, by Cholesky's decomposition. */
function isPositiveDefinite(values: Float64Array, shift: number): boolean {
  const l = values.slice();
  for (let j = 0; j < N; j++) {
    for (let i = j; i < N; i++) {
      let sum = values[i * N + j]! - (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= l[i * N + k]! * l[j * N + k]!;
      if (i === j && !(sum > 0)) return false;
      l[i * N + j] = i === j ? Math.sqrt(sum) : sum / l[j * N + j]!;
    }
  }
  return true;
}

/** Symmetric matrices as text whose inverses are asked. */
export const ownInverse: OwnProblems = {
  help: `a symmetric ${N}×${N} matrix that has an inverse, as CSV or JSON {"x": 1×${N}×${N}}; ` +
    "trained on positive definite ones with eigenvalues from 0.5 and entries up to 40",
  read(text) {
    // The size first: what else there is to say of it would be no help.
    const { rows, columns, values } = parseMatrix(text);
    if (rows !== N || columns !== N) {
      throw new RangeError(`The matrix must be ${N}×${N}: it is ${rows}×${columns}`);
    }
    return [{ x: { shape: [1, N, N], values } }];
  },
  check(condition) {
    const x = checkMatrix(condition, 1);
    assertInvertible({ rows: N, columns: N, values: x.values }, { symmetric: true });
    // Rounded to float32, the least eigenvalue of training may be a little less.
    const definite = isPositiveDefinite(x.values, 0.499);
    return {
      condition,
      warnings: [
        ...beyond(x, 2 * N + 0.5),
        ...definite ? [] : ["matrices of training have eigenvalues of 0.5 and more, this has less"],
      ],
    };
  },
  show: showMatrix,
  judge: judgeInverse,
};
