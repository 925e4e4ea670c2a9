/** Inverses by elimination, where there is no libtensorflow. */
import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { inverse, type Tensor3D, tf } from "lib/tensor/mod.ts";

/** Calls `use` where the host computes. */
async function onHost(use: () => void): Promise<void> {
  await tf.setBackend("cpu");
  try {
    tf.tidy(use);
  } finally {
    await tf.setBackend("tensorflow");
  }
}

/** Hilbert's matrix, 1/(i + j + 1), of which the inverse consists of whole numbers. */
const hilbert = [[1, 1 / 2, 1 / 3], [1 / 2, 1 / 3, 1 / 4], [1 / 3, 1 / 4, 1 / 5]];
const hilbertInverse = [[9, -36, 30], [-36, 192, -180], [30, -180, 180]];
/** x → 2z, y → -x, z → 4y: rows have to be exchanged. */
const turned = [[0, 0, 2], [-1, 0, 0], [0, 4, 0]];
const turnedInverse = [[0, -1, 0], [0, 0, 1 / 4], [1 / 2, 0, 0]];

Deno.test("each matrix of a batch is inverted on the host as on paper", () =>
  onHost(() => {
    const found = inverse(tf.tensor3d([hilbert, turned])).dataSync();
    [hilbertInverse, turnedInverse].flat(2).forEach((wanted, i) =>
      // Entries of 1/3 are rounded to float32, which the inverse of Hilbert's multiplies by 400.
      assertAlmostEquals(found[i]!, wanted, i < 9 ? 0.02 : 1e-6)
    );
  }));

Deno.test("the largest of a column is divided by, so that a tiny one spoils nothing", () =>
  onHost(() => {
    const tiny = 1e-20, [a, b, c, d] = inverse(tf.tensor3d([[[tiny, 1], [1, 1]]])).dataSync();
    // Up to 1e-20 the inverse is -1, 1, 1, 0.
    [[a, -1], [b, 1], [c, 1], [d, 0]].forEach(([found, wanted]) =>
      assertAlmostEquals(found!, wanted!, 1e-6)
    );
    assertThrows(
      () => inverse(tf.tensor3d([[[1, 2], [2, 4]]])),
      RangeError,
      "Cannot invert a singular matrix",
    );
  }));

Deno.test("the gradient on the host is that of a finite difference", () =>
  onHost(() => {
    const at = [[2, 1], [0.5, 3]], weights = tf.tensor3d([[[1, -2], [3, 0.5]]]);
    const value = (x: tf.Tensor) => tf.sum(tf.mul(weights, inverse(x as Tensor3D)));
    const gradient = tf.grad(value)(tf.tensor3d([at])).dataSync(), h = 1e-2;
    for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) {
      const moved = (by: number) =>
        value(tf.tensor3d([at.map((row, r) => row.map((v, c) => r === i && c === j ? v + by : v))]))
          .dataSync()[0]!;
      const difference = (moved(h) - moved(-h)) / (2 * h);
      assertAlmostEquals(gradient[2 * i + j]!, difference, 1e-3);
      assert(Math.abs(difference) > 0.01);
    }
  }));
