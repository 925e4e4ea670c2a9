/** The energy ‖B(AY - sI)‖² + ‖(YA - sI)C‖², by networks whose B and C are known. */
import { assert, assertAlmostEquals } from "@std/assert";
import { random, type Tensor, type Tensor1D, type Tensor3D, tf } from "lib/tensor/mod.ts";
import { matrixProducts } from "lib/models/matrix_products.ts";
import { DIAGONAL } from "lib/models/matrix_features.ts";

const [BATCH, N] = [3, 4];
const network = matrixProducts({ width: 2, layers: 1, products: 1, outputs: 2, timeFeatures: 4 });
const t = tf.tensor1d([0, 5, 9], "int32") as Tensor1D;

/** A kernel of its own shape that is 0 but for some entries. */
function sparse(name: string, entries: readonly (readonly [number, number, number])[]): Tensor {
  const kernel = tf.buffer(network.parameters[name]!.shape as [number, number]);
  entries.forEach(([row, column, value]) => kernel.set(value, row, column));
  return kernel.toTensor();
}

/** Parameters that are all 0 but for those given. */
const only = (given: Record<string, Tensor>) => ({
  ...Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape }]) => [
      name,
      tf.zeros(shape as number[]),
    ]),
  ),
  ...given,
});

const drawn = (seed: number) => random.normal(random.key(seed), [BATCH, N, N]) as Tensor3D;
const swish = (z: Tensor) => tf.mul(z, tf.sigmoid(z)) as Tensor3D;

/** Channels of the weights: A/14, I, and two that layers make; then B_1, B_2, C_1, C_2. */
const [GIVEN, IDENTITY, MADE] = [0, 1, 2];

function energyOf(given: Record<string, Tensor>, matrix: Tensor3D, y: Tensor3D): number[] {
  const params = only(given), x = tf.reshape(tf.mul(matrix, DIAGONAL), [BATCH, 1, N, N]);
  return Array.from(network.energy(params, network.encode(params, { x }), y, t).dataSync());
}

/** ‖left·(AY - sI)‖² + ‖(YA - sI)·right‖² of each example; A over 14, and sI too. */
function expectedOf(a: Tensor3D, y: Tensor3D, left: Tensor3D[], right: Tensor3D[], s = 1) {
  const wanted = tf.mul(tf.eye(N), s / DIAGONAL);
  const before = tf.sub(tf.matMul(a, y), wanted) as Tensor3D;
  const after = tf.sub(tf.matMul(y, a), wanted) as Tensor3D;
  const squares = [
    ...left.map((b) => tf.matMul(b, before)),
    ...right.map((c) => tf.matMul(after, c)),
  ].map((z) => tf.sum(tf.square(z), [1, 2]));
  return Array.from(tf.addN(squares).dataSync());
}

function assertClose(found: number[], expected: number[]): void {
  expected.forEach((e, i) => assertAlmostEquals(found[i]!, e, 2e-5 * Math.abs(e)));
  assert(expected.every((e) => e > 1e-3));
}

Deno.test("the residuals of A and of I are weighed from the left and from the right", () =>
  tf.tidy(() => {
    const a = drawn(1),
      y = drawn(2),
      identity = tf.tile(tf.expandDims(tf.eye(N), 0), [BATCH, 1, 1]);
    // B_1 = A, B_2 = 3I, C_1 = -2A, C_2 = I/2
    const weights = sparse("weights/kernel", [
      ...[[GIVEN, 0, 1], [IDENTITY, 1, 3]] as const,
      ...[[GIVEN, 2, -2], [IDENTITY, 3, 0.5]] as const,
    ]);
    const times = (z: Tensor, factor: number) => tf.mul(z, factor) as Tensor3D;
    const [left, right] = [[a, times(identity, 3)], [times(a, -2), times(identity, 0.5)]];
    assertClose(energyOf({ "weights/kernel": weights }, a, y), expectedOf(a, y, left, right));
    // s = 1 + what the level says, and weights are multiplied by 1 + their gains.
    const scale = tf.tensor1d([0.75]), gains = tf.tensor1d([1, 0, 0, 0]);
    const learned = { "weights/kernel": weights, "scale/bias": scale, "weights/film/bias": gains };
    const doubled = [[times(a, 2), left[1]!], [times(a, -4), right[1]!]] as const;
    assertClose(energyOf(learned, a, y), expectedOf(a, y, [...doubled[0]], [...doubled[1]], 1.75));
  }));

Deno.test("no answer lies lower than the inverse, where the energy is 0", () =>
  tf.tidy(() => {
    // Of I + R, R² = 0, the inverse is I - R.
    const upper = tf.tensor2d(
      Array.from({ length: N }, (_, i) =>
        Array.from({ length: N }, (_, j) => i < 2 && j >= 2 ? 1 : 0)),
    );
    const noise = tf.mul(drawn(3), upper);
    const [plus, minus] = [tf.add(tf.eye(N), noise), tf.sub(tf.eye(N), noise)];
    const params = network.init(random.key(4));
    const x = tf.reshape(tf.mul(plus, DIAGONAL), [BATCH, 1, N, N]);
    const still = { ...params, "scale/kernel": tf.zeros([4, 1]), "scale/bias": tf.zeros([1]) };
    const encoded = network.encode(still, { x });
    const at = (y: Tensor) => [...network.energy(still, encoded, y, t).dataSync()];
    const inverse = tf.div(minus, DIAGONAL);
    assert(Math.max(...at(inverse)) < 1e-10, `${at(inverse)}`);
    assert(Math.min(...at(tf.add(inverse, tf.mul(drawn(5), 0.1)))) > 1e-4);
  }));

Deno.test("a layer adds the swish of an entry's own, its mirror image's and the means' part", () =>
  tf.tidy(() => {
    const a = drawn(6), y = drawn(7);
    const input = sparse("input/kernel", [[0, 0, 1]]); // z = A/14 in the first channel
    const weights = sparse("weights/kernel", [[MADE, 0, 1]]); // B_1 = what the layer makes of it
    const transposed = tf.transpose(a, [0, 2, 1]);
    const mean = (...axes: number[]) => tf.add(tf.zerosLike(a), tf.mean(a, axes, true));
    // Columns of the entry's kernel: own, of the mirror image, factors, two each.
    const cases: [string, Tensor, Tensor][] = [
      ["entry", sparse("layer1/entry/kernel", [[0, 0, 0.5]]), tf.mul(a, 0.5)],
      ["entry", sparse("layer1/entry/kernel", [[0, 2, 0.5]]), tf.mul(transposed, 0.5)],
      ["row", sparse("layer1/row/kernel", [[0, 0, 2]]), tf.mul(mean(2), 2)],
      ["column", sparse("layer1/column/kernel", [[0, 0, 2]]), tf.mul(mean(1), 2)],
      ["whole", sparse("layer1/whole/kernel", [[0, 0, 2]]), tf.mul(mean(1, 2), 2)],
    ];
    for (const [part, kernel, u] of cases) {
      const given = { "input/kernel": input, "weights/kernel": weights };
      const made = tf.add(a, swish(u)) as Tensor3D;
      const found = energyOf({ ...given, [`layer1/${part}/kernel`]: kernel }, a, y);
      assertClose(found, expectedOf(a, y, [made], []));
    }
  }));

Deno.test("a layer multiplies pairs of matrices, each over √(1 + its mean square)", () =>
  tf.tidy(() => {
    const a = drawn(8), y = drawn(9);
    const given = {
      "input/kernel": sparse("input/kernel", [[0, 0, 1]]),
      "weights/kernel": sparse("weights/kernel", [[MADE + 1, 0, 1]]),
      // L = 2A/14, R = -A/14
      "layer1/entry/kernel": sparse("layer1/entry/kernel", [[0, 4, 2], [0, 5, -1]]),
      "layer1/product/kernel": sparse("layer1/product/kernel", [[0, 1, 3]]),
    };
    const sized = (z: Tensor) =>
      tf.div(z, tf.sqrt(tf.add(1, tf.mean(tf.square(z), [1, 2], true)))) as Tensor3D;
    const made = tf.mul(3, tf.matMul(sized(tf.mul(a, 2)), sized(tf.neg(a)))) as Tensor3D;
    assertClose(energyOf(given, a, y), expectedOf(a, y, [made], []));
  }));
