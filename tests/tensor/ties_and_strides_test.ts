/** Gradients at ties and at the ends of intervals, and of images with strides of their own. */
import { assert, assertEquals } from "@std/assert";
import { tf } from "lib/tensor/mod.ts";
import { type Case, derivativeErrors, spread } from "./derivatives.ts";

const gradients = (f: (...xs: tf.Tensor[]) => tf.Tensor, ...xs: number[][]) =>
  tf.tidy(() =>
    tf.grads((...all: tf.Tensor[]) => tf.sum(f(...all)) as tf.Scalar)(xs.map((x) => tf.tensor1d(x)))
      .map((gradient) => [...gradient.dataSync()])
  );

Deno.test("at a tie the gradient of a maximum or minimum goes to the first", () => {
  const [a, b] = [[1, 2, 3], [3, 2, 1]];
  assertEquals(gradients((x, y) => tf.maximum(x!, y!), a!, b!), [[0, 1, 1], [1, 0, 0]]);
  assertEquals(gradients((x, y) => tf.minimum(x!, y!), a!, b!), [[1, 1, 0], [0, 0, 1]]);
});

Deno.test("the ends of an interval that clips belong to it", () => {
  const x = [-2, -1, 0, 0.5, 0.6];
  assertEquals(gradients((v) => tf.clipByValue(v!, -1, 0.5), x), [[0, 1, 1, 1, 0]]);
  assertEquals(gradients((v) => tf.relu6(v!), [-1, 0, 1, 6, 7]), [[0, 0, 1, 1, 0]]);
});

Deno.test("a power of 0 does not change with its exponent", () => {
  assertEquals(gradients((x, y) => tf.pow(x!, y!), [0, 2], [2, 0])[1], [0, Math.fround(Math.LN2)]);
});

Deno.test("powers of 0 have the derivatives of x^n, to third order", () => {
  const nth = (f: (x: tf.Tensor) => tf.Tensor, order: number): (x: tf.Tensor) => tf.Tensor =>
    order === 0 ? f : nth((x) => tf.grad((z) => tf.sum(f(z)))(x), order - 1);
  // ∂³ of x^0, x, x² and x³, all at 0, and ∂ and ∂² of them.
  const x = tf.zeros([4]), n = tf.tensor1d([0, 1, 2, 3]);
  const at = (order: number) => [...nth((z) => tf.pow(z, n), order)(x).dataSync()];
  assertEquals([at(1), at(2), at(3)], [[0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 6]]);
});

Deno.test("a division that is rounded down is constant between its steps", () => {
  assertEquals(gradients((a, b) => tf.floorDiv(a!, b!), [2.5, -3], [2, 2]), [[0, 0], [0, 0]]);
  assertEquals(gradients((a) => tf.add(a!, tf.floorDiv(a!, 2)), [2.5, -3]), [[1, 1]]);
});

const as4D = (x: tf.Tensor) => x as tf.Tensor4D;

/** So short a step that no other entry becomes the largest of its window. */
const step = 0.004;

const cases: Record<string, Case> = {
  "depthwise, strides": {
    inputs: [spread([1, 5, 5, 2]), spread([2, 2, 2, 1])],
    op: (x, f) => tf.depthwiseConv2d(as4D(x!), as4D(f!), 2, "valid"),
  },
  "maxPool, a stride other than the window": {
    ...{ inputs: [spread([1, 5, 5, 1])], step },
    op: (x) => tf.maxPool(as4D(x!), 3, 2, "valid"),
  },
  "maxPool, a window that is no square": {
    ...{ inputs: [spread([1, 5, 6, 1])], step },
    op: (x) => tf.maxPool(as4D(x!), [3, 2], [2, 2], "valid"),
  },
  "maxPool, same": {
    ...{ inputs: [spread([1, 5, 5, 1])], step },
    op: (x) => tf.maxPool(as4D(x!), 2, 2, "same"),
  },
  "batch normalisation with a large ε": {
    inputs: [spread([3, 4]), spread([4]), spread([4], 0.6, 2)],
    op: (x, mean, variance) =>
      tf.batchNorm2d(
        x as tf.Tensor2D,
        ...[mean as tf.Tensor1D, variance as tf.Tensor1D, undefined, undefined] as const,
        0.5,
      ),
  },
};

Deno.test("second derivatives of images with strides and windows of their own", async (t) => {
  for (const [name, subject] of Object.entries(cases)) {
    await t.step(name, () => {
      const { first, second } = derivativeErrors(subject, "eager");
      assert(first < 1e-3 && second < 1e-3, `off by ${first} and ${second}`);
    });
  }
});
