/** Mixtures under noise that there is not. */
import { assertEquals, assertThrows } from "@std/assert";
import { gaussianMixture } from "lib/energy/mod.ts";
import { tf } from "lib/tensor/mod.ts";

Deno.test("a mixture refuses noise of a variance below 0, or of one for other points", () => {
  const pair = gaussianMixture({ means: [[-1, 0], [1, 0]], deviation: 0.2 });
  const x = tf.ones([1, 2]), h = tf.tensor1d([0, 1, 2]), before = tf.memory().numTensors;
  for (const measure of [pair.logDensity, pair.score]) {
    for (const variance of [-1, NaN, Infinity]) {
      assertThrows(
        () => measure(x, variance),
        RangeError,
        `Variance h must be a finite number at least 0: current value is ${variance}`,
      );
    }
    for (const variance of [-0.5, NaN, Infinity]) {
      assertThrows(
        () => tf.tidy(() => measure(x, tf.tensor1d([variance]))),
        RangeError,
        `Variance h must be a finite number at least 0: current value is ${variance}`,
      );
    }
    assertThrows(
      () => measure(x, h),
      RangeError,
      "Cannot add noise of variances of shape [3] to points of shape [1,2]: accepted are [1] and [1]",
    );
  }
  assertEquals(tf.memory().numTensors, before);
});
