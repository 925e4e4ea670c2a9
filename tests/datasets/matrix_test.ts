import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  compile,
  disposeTree,
  random,
  type Tensor,
  type Tensor3D,
  tf,
} from "../../lib/tensor/mod.ts";
import {
  addition,
  additionRange,
  completion,
  completionDivisor,
  inverseRidge,
  type MatrixDifficulty,
  matrixInverse,
  type MatrixProblems,
} from "../../lib/datasets/matrix.ts";
import { readGolden } from "../support/golden.ts";

/** As a tensor tree. */
type Drawn = Pick<MatrixProblems, "condition" | "answer">;

interface Moment {
  readonly value: number;
  readonly standard_error: number;
  readonly exact?: number;
}
const golden = readGolden("matrix_moments.json");

const draw = {
  addition: (key: random.Key, batch: number, difficulty: MatrixDifficulty, n?: number) =>
    addition(key, batch, additionRange[difficulty], n),
  completion: (key: random.Key, batch: number, difficulty: MatrixDifficulty, n?: number) =>
    completion(key, batch, completionDivisor[difficulty], n),
  inverse: (key: random.Key, batch: number, difficulty: MatrixDifficulty, n?: number) =>
    matrixInverse(key, batch, inverseRidge[difficulty], n),
};
type Problem = keyof typeof draw;
const problems = Object.keys(draw) as Problem[];
const difficulties = ["same", "harder"] as const;

const COUNT = 4000;
const mean = (x: Tensor) => tf.mean(x).dataSync()[0]!;
const numbers = (x: Tensor) => Array.from(x.dataSync());

/** Mean of squares over entries, summed in parts so that float32 rounding does not add up. */
const meanSquare = (x: Tensor) =>
  tf.tidy(() => {
    const perProblem = numbers(tf.mean(tf.square(tf.reshape(x, [COUNT, -1])), 1));
    return perProblem.reduce((sum, v) => sum + v, 0) / COUNT;
  });

/** Four standard errors, of our draw and of the golden value together. */
function assertMoment(actual: number, name: string, moment: Moment): void {
  const ours = moment.standard_error * Math.sqrt(golden.problems / COUNT);
  const theirs = moment.exact === undefined ? moment.standard_error : 0;
  const expected = moment.exact ?? moment.value;
  assertAlmostEquals(
    actual,
    expected,
    4 * Math.hypot(ours, theirs) + 1e-6 * Math.abs(expected),
    `${name} is ${actual}, not ${expected}`,
  );
}

/** The diagonals of `[batch, n, n]`. */
function diagonalAndRest(a: Tensor): { diagonal: Tensor; rest: Tensor } {
  const n = a.shape[1]!;
  const identity = tf.eye(n);
  return {
    diagonal: tf.sum(tf.mul(a, identity), 2),
    rest: tf.mul(a, tf.sub(1, identity)),
  };
}

const measures: Record<string, (problems: Drawn) => number> = {
  y_squared: ({ answer }) => meanSquare(answer),
  returned_scaled_floor: ({ answer }) => meanSquare(tf.mul(answer, 1 - 0.9859476340627675)),
  clip_at_2: ({ answer }) => meanSquare(tf.sub(answer, tf.clipByValue(answer, -2, 2))),
  fraction_above_2: ({ answer }) => mean(tf.cast(tf.greater(tf.abs(answer), 2), "float32")),
  copy_input: ({ condition, answer }) =>
    meanSquare(tf.sub(tf.reshape(condition.x!, answer.shape), answer)),
  x_diagonal: ({ condition }) => mean(diagonalAndRest(tf.squeeze(condition.x!, [1])).diagonal),
  x_offdiagonal_squared: ({ condition }) =>
    meanSquare(diagonalAndRest(tf.squeeze(condition.x!, [1])).rest) * 400 / 380,
  mean_matrix_same: ({ answer }) => meanSquare(tf.sub(answer, tf.mean(answer, 0, true))),
  scaled_identity_id: ({ answer }) =>
    meanSquare(tf.sub(answer, tf.mul(golden.inverse_id.mean_diagonal, tf.eye(20)))),
};

for (const problem of problems) {
  for (const difficulty of difficulties) {
    Deno.test(`${problem}, ${difficulty}: moments and trivial baselines are those expected`, () =>
      tf.tidy(() => {
        const expected = golden[`${problem}_${difficulty === "same" ? "id" : "ood"}`];
        const key = random.key(difficulty === "same" ? 11 : 12);
        // Compiled as training draws it, but in parts to need less memory.
        const part = compile(
          ({ key }: { key: random.Key }) => draw[problem](key, COUNT / 4, difficulty) as Drawn,
          { mode: "graph", name: problem },
        );
        const parts = random.split(key, 4).map((k) => part({ key: k }));
        const drawn = {
          condition: { x: tf.concat(parts.map((p) => p.condition.x!)) },
          answer: tf.concat(parts.map((p) => p.answer)),
        };
        const compared = Object.keys(expected).filter((name) => name in measures);
        assert(compared.length >= 4, `${compared}`);
        for (const name of compared) {
          assertMoment(measures[name]!(drawn), name, expected[name]);
        }
        const largest = tf.max(tf.abs(drawn.answer)).dataSync()[0]!;
        assert(largest > 0.5 * expected.max_abs_y && largest < 2 * expected.max_abs_y);
        part.dispose();
      }));
  }
}

Deno.test("a harder answer of the inverse is far from the mean inverse of the training set", () =>
  tf.tidy(() => {
    const training = draw.inverse(random.key(1), COUNT, "same").answer;
    const { answer } = draw.inverse(random.key(2), COUNT, "harder");
    const error = meanSquare(tf.sub(answer, tf.mean(training, 0, true)));
    assertMoment(error, "mean_matrix_id", golden.inverse_ood.mean_matrix_id);
  }));

const sizes = fc.record({
  seed: fc.integer(),
  batch: fc.integer({ min: 1, max: 4 }),
  n: fc.integer({ min: 1, max: 12 }),
  difficulty: fc.constantFrom(...difficulties),
});

Deno.test("addition: y = A + B, entries within the range, for any key and size", () => {
  fc.assert(
    fc.property(sizes, ({ seed, batch, n, difficulty }) =>
      tf.tidy(() => {
        const { condition: { x }, answer } = draw.addition(random.key(seed), batch, difficulty, n);
        assertEquals([x!.shape, answer.shape], [[batch, 2, n, n], [batch, n, n]]);
        const [a, b] = tf.unstack(x!, 1);
        assertEquals(numbers(answer), numbers(tf.add(a!, b!)));
        const range = additionRange[difficulty];
        assert(numbers(x!).every((v) => v >= -range && v < range));
      })),
    { numRuns: 25 },
  );
});

Deno.test("completion: x is y where it is shown and zero elsewhere, for any key and even size", () => {
  fc.assert(
    fc.property(sizes, ({ seed, batch, n: half, difficulty }) =>
      tf.tidy(() => {
        const n = 2 * half;
        const { condition, answer } = draw.completion(random.key(seed), batch, difficulty, n);
        assertEquals(condition.x!.shape, [batch, 1, n, n]);
        assertEquals(condition.observed!.shape, [batch, 1, n, n]);
        const observed = numbers(condition.observed!), y = numbers(answer);
        assert(observed.every((v) => v * (1 - v) === 0));
        assertEquals(
          numbers(condition.x!).map(Math.abs),
          y.map((v, i) => Math.abs(v) * observed[i]!),
        );
        assert(numbers(condition.x!).every((v, i) => observed[i] === 0 || v === y[i]));
        if (batch * n * n > 200) {
          const shown = observed.reduce<number>((a, b) => a + b, 0) / observed.length;
          // Six standard deviations, for 25 runs at any key.
          assertAlmostEquals(shown, 0.5, 3 / Math.sqrt(observed.length));
        }
      })),
    { numRuns: 25 },
  );
});

Deno.test("completion: the low-rank part has half the size as its rank", () =>
  tf.tidy(() => {
    // With a small divisor the noise of 0.1 hardly counts: the sixth of ten pivots vanishes.
    const { answer } = completion(random.key(3), 1, 1e-3, 10);
    const rows = (tf.squeeze(answer, [0]).arraySync() as number[][]).map((row) => [...row]);
    const pivots = rows.map((_, c) => {
      let best = [0, 0] as [number, number], value = 0;
      for (let i = c; i < 10; i++) {
        for (let j = c; j < 10; j++) {
          if (Math.abs(rows[i]![j]!) > value) [best, value] = [[i, j], Math.abs(rows[i]![j]!)];
        }
      }
      [rows[c], rows[best[0]]] = [rows[best[0]]!, rows[c]!];
      rows.forEach((row) => [row[c], row[best[1]]] = [row[best[1]]!, row[c]!]);
      rows.slice(c + 1).forEach((row) => {
        const factor = row[c]! / rows[c]![c]!;
        row.forEach((_, j) => row[j]! -= factor * rows[c]![j]!);
      });
      return value;
    });
    assert(pivots[4]! > 1e-2 * pivots[0]!, `${pivots}`);
    assert(pivots[5]! < 1e-3 * pivots[0]!, `${pivots}`);
  }));

Deno.test("inverse: A is symmetric and positive definite, and y·A = 1, for any key and size", () => {
  fc.assert(
    fc.property(sizes, ({ seed, batch, n, difficulty }) =>
      tf.tidy(() => {
        const { condition, answer } = draw.inverse(random.key(seed), batch, difficulty, n);
        assertEquals([condition.x!.shape, answer.shape], [[batch, 1, n, n], [batch, n, n]]);
        const a = tf.reshape(condition.x!, [batch, n, n]) as Tensor3D;
        assertEquals(numbers(a), numbers(tf.transpose(a, [0, 2, 1])));
        const product = tf.matMul(answer as Tensor3D, a);
        const error = tf.max(tf.abs(tf.sub(product, tf.eye(n)))).dataSync()[0]!;
        assert(error < 1e-3, `${error}`);
        const ridge = inverseRidge[difficulty];
        const matrices = a.arraySync() as number[][][];
        for (const matrix of matrices) assertLargerThan(matrix, 0.99 * ridge);
      })),
    { numRuns: 25 },
  );
});

/** All eigenvalues exceed `least`: Cholesky's decomposition of A - least·1 exists. */
function assertLargerThan(a: number[][], least: number): void {
  const l = a.map((row) => row.map(() => 0));
  a.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let sum = row[j]! - (i === j ? least : 0);
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      if (i !== j) l[i]![j] = sum / l[j]![j]!;
      else {
        assert(sum > 0, `an eigenvalue of ${JSON.stringify(a)} is below ${least}`);
        l[i]![i] = Math.sqrt(sum);
      }
    }
  });
}

for (const problem of problems) {
  Deno.test(`${problem}: a key fixes the problems, and no other key gives them`, () =>
    tf.tidy(() => {
      const all = (seed: number, difficulty: MatrixDifficulty = "same") => {
        const { condition, answer } = draw[problem](random.key(seed), 3, difficulty);
        return [...Object.values(condition), answer].map(numbers);
      };
      assertEquals(all(1), all(1));
      const one = all(1);
      for (const other of [all(2), all(1, "harder")]) {
        assert(other.at(-1)!.every((v, i) => v !== one.at(-1)![i]));
      }
      // Problems of a batch differ too.
      const answer = one.at(-1)!;
      assert(answer.slice(0, 400).every((v, i) => v !== answer[400 + i]));
    }));
}

Deno.test("impossible sizes and constants are refused", () => {
  const key = random.key(1);
  assertThrows(() => addition(key, 2, 0), RangeError);
  assertThrows(() => addition(key, -1, 1), RangeError);
  assertThrows(() => completion(key, 2, 20, 7), RangeError, "must be even");
  assertThrows(() => completion(key, 2, 0), RangeError, "divisor must be");
  assertThrows(() => matrixInverse(key, 2, -1), RangeError, "ridge must be");
  assertThrows(() => matrixInverse(key, 2, NaN), RangeError, "ridge must be");
});

Deno.test("problems leave nothing behind but themselves", () => {
  const key = random.key(1), before = tf.memory().numTensors;
  for (
    const made of [addition(key, 2, 1, 4), completion(key, 2, 20, 4), matrixInverse(key, 2, 1, 4)]
  ) {
    disposeTree({ ...made });
  }
  assertEquals(tf.memory().numTensors, before);
});
