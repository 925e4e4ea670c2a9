import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import type { Condition } from "../../lib/energy/energy_network.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { addition, completion, matrixInverse } from "../../lib/datasets/matrix.ts";
import { matrixExchangeable } from "../../lib/models/matrix_exchangeable.ts";
import { matrixFeatures } from "../../lib/models/matrix_features.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";

type Problem = keyof typeof matrixFeatures;
const problems = Object.keys(matrixFeatures) as Problem[];
const BATCH = 4;
const t = levelsOf([0, 3, 6, 9]);

/** A condition for matrices of any size, and an answer near the truth. */
function drawProblem(problem: Problem, n: number, seed = 1): { condition: Condition; y: Tensor } {
  const [key, noiseKey, maskKey] = random.split(random.key(seed), 3);
  const near = (answer: Tensor) =>
    tf.add(answer, tf.mul(0.3, random.normal(noiseKey!, answer.shape)));
  if (problem === "addition") {
    const { condition, answer } = addition(key!, BATCH, 1, n);
    return { condition, y: near(answer) };
  }
  if (problem === "inverse") {
    const { condition, answer } = matrixInverse(key!, BATCH, 0.5, n);
    return { condition, y: near(answer) };
  }
  if (n % 2 === 0) {
    const { condition, answer } = completion(key!, BATCH, 20, n);
    return { condition, y: near(answer) };
  }
  // The data set has even sizes only.
  const answer = random.normal(key!, [BATCH, n, n]);
  const observed = tf.cast(tf.less(random.uniform(maskKey!, answer.shape), 0.5), "float32");
  const condition = {
    x: tf.expandDims(tf.mul(answer, observed), 1),
    observed: tf.expandDims(observed, 1),
  };
  return { condition, y: near(answer) };
}

/** Rows, then columns, of the last two axes in the given orders. */
const permute = (x: Tensor, rows: number[], columns: number[]): Tensor =>
  tf.gather(
    tf.gather(x, tf.tensor1d(rows, "int32"), x.rank - 2),
    tf.tensor1d(columns, "int32"),
    x.rank - 1,
  );

const permuteAll = (condition: Condition, rows: number[], columns: number[]): Condition =>
  Object.fromEntries(
    Object.entries(condition).map(([name, x]) => [name, permute(x, rows, columns)]),
  );

const order = (seed: number, n: number) =>
  Array.from(tf.tidy(() => random.permutation(random.key(seed), n)).dataSync());

/** The network of the task, which knows the layers that the task wants. */
const networkOf = (problem: Problem) => tasks[problem].networks.symmetric!.create();

function evaluate(problem: Problem, condition: Condition, y: Tensor) {
  const network = networkOf(problem);
  const params = network.init(random.key(5));
  const encoded = network.encode(params, condition);
  return energyAndGradient((z) => network.energy(params, encoded, z, t), y);
}

for (const problem of problems) {
  const conjugation = matrixFeatures[problem].symmetry === "conjugation";

  for (const n of [7, 12, 20]) {
    Deno.test(`${problem}: permutations of ${n}×${n} matrices keep the energy and permute the gradient`, () =>
      tf.tidy(() => {
        const { condition, y } = drawProblem(problem, n);
        const { energy, gradient } = evaluate(problem, condition, y);
        for (const seed of [1, 2, 3]) {
          const rows = order(seed, n), columns = conjugation ? rows : order(seed + 10, n);
          assert(rows.some((r, i) => r !== i) && columns.some((c, i) => c !== i));
          const permuted = evaluate(
            problem,
            permuteAll(condition, rows, columns),
            permute(y, rows, columns),
          );
          assert(relativeError(tf.div(permuted.energy, energy), tf.ones([BATCH])) < 1e-5);
          assert(relativeError(permuted.gradient, permute(gradient, rows, columns)) < 1e-5);
        }
      }));
  }

  Deno.test(`${problem}: permuting the answer alone changes the energy`, () =>
    tf.tidy(() => {
      const { condition, y } = drawProblem(problem, 7);
      const { energy } = evaluate(problem, condition, y);
      const rows = order(1, 7);
      const moved = evaluate(problem, condition, permute(y, rows, rows));
      const ratios = tf.div(moved.energy, energy).dataSync();
      assert(ratios.every((ratio) => Math.abs(ratio - 1) > 1e-4), `${ratios}`);
    }));

  Deno.test(`${problem}: the symmetric network keeps the contract of energy networks`, () =>
    tf.tidy(() => {
      const { condition, y } = drawProblem(problem, 6);
      assertEnergyContract(networkOf(problem), condition, y);
    }));
}

Deno.test("inverse: rows and columns permuted in different orders are another problem", () =>
  tf.tidy(() => {
    const { condition, y } = drawProblem("inverse", 7);
    const { energy } = evaluate("inverse", condition, y);
    const rows = order(1, 7), columns = order(2, 7);
    const moved = evaluate(
      "inverse",
      permuteAll(condition, rows, columns),
      permute(y, rows, columns),
    );
    const ratios = tf.div(moved.energy, energy).dataSync();
    assert(ratios.every((ratio) => Math.abs(ratio - 1) > 1e-4), `${ratios}`);
  }));

Deno.test("completion: which entries are shown matters beside what is shown", () =>
  tf.tidy(() => {
    const { condition, y } = drawProblem("completion", 8);
    const { energy } = evaluate("completion", condition, y);
    const shown = evaluate("completion", { ...condition, observed: tf.ones([4, 1, 8, 8]) }, y);
    assert(relativeError(shown.energy, energy) > 1e-4);
  }));

Deno.test("any sizes of the network keep the symmetry", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...problems),
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer(),
      (problem, n, width, layers, products, outputs, seed) =>
        tf.tidy(() => {
          const conjugation = matrixFeatures[problem].symmetry === "conjugation";
          const network = matrixExchangeable({
            problem,
            width,
            layers,
            outputs,
            timeFeatures: 8,
            ...(conjugation && { products }),
          });
          const { condition, y } = drawProblem(problem, n, seed);
          const params = network.init(random.key(seed));
          assertEquals(Object.keys(params).sort(), Object.keys(network.parameters).sort());
          const energyOf = (c: Condition, z: Tensor) =>
            network.energy(params, network.encode(params, c), z, t);
          const rows = order(seed, n), columns = conjugation ? rows : order(seed ^ 1, n);
          const energy = energyOf(condition, y);
          const permuted = energyOf(
            permuteAll(condition, rows, columns),
            permute(y, rows, columns),
          );
          assert(relativeError(tf.div(permuted, energy), tf.ones([BATCH])) < 1e-5);
        }),
    ),
    { numRuns: 12 },
  );
});

Deno.test("each parameter of a symmetric network moves its energy", () =>
  tf.tidy(() => {
    for (const problem of problems) {
      const { condition, y } = drawProblem(problem, 6);
      const network = networkOf(problem);
      const params = network.init(random.key(5));
      const names = Object.keys(params);
      const gradients = tf.grads((...tensors: Tensor[]) => {
        const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
        return tf.sum(network.energy(p, network.encode(p, condition), y, t));
      })(names.map((name) => params[name]!));
      gradients.forEach((gradient, i) =>
        assert(tf.max(tf.abs(gradient)).dataSync()[0]! > 0, `${problem}: ${names[i]}`)
      );
    }
  }));

Deno.test("matrixExchangeable() refuses impossible sizes", () => {
  for (
    const wrong of [
      { width: 0 },
      { layers: 0 },
      { layers: 1.5 },
      { outputs: -1 },
      { products: -1 },
      { timeFeatures: 9 },
      { levels: NaN },
    ]
  ) {
    const config = { problem: "inverse", ...wrong } as const;
    const [name, value] = Object.entries(wrong)[0]!;
    assertThrows(() => matrixExchangeable(config), RangeError, `${name} must be`);
    assertThrows(() => matrixExchangeable(config), RangeError, `current value is ${value}`);
  }
  // Products of channel matrices are not symmetric under independent permutations.
  assertThrows(
    () => matrixExchangeable({ problem: "addition", products: 2 }),
    RangeError,
    "products must be 0",
  );
  assertThrows(
    () => matrixExchangeable({ problem: "product" as "addition" }),
    RangeError,
    "problem must be one of addition, completion, inverse",
  );
});
