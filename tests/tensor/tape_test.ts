/** What the tape takes for a constant, and clones of outputs that are saved with others. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compile, stopGradient, tf } from "lib/tensor/mod.ts";

const slope = (f: (x: tf.Tensor) => tf.Tensor) =>
  tf.grad((x: tf.Tensor) => tf.sum(f(x)) as tf.Tensor);

Deno.test("no derivative passes through stopGradient(), of any order", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([3, -2]);
    // Of c·x² with c = x held: 2c·x, and 2c.
    const f = (x: tf.Tensor) => tf.mul(stopGradient(x), tf.square(x));
    assertEquals([...f(x).dataSync()], [27, -8]);
    assertEquals([...slope(f)(x).dataSync()], [18, 8]);
    assertEquals([...slope(slope(f))(x).dataSync()], [6, -4]);
  });
});

Deno.test("an output that is saved before an input is right to second order, too", () => {
  tf.tidy(() => {
    // y = x·eˣ, y′ = y + y/x, written with y.
    const product = tf.customGrad((x, save) => {
      const input = x as tf.Tensor, value = tf.mul(input, tf.exp(input));
      (save as tf.GradSaveFunc)([value, input]);
      return { value, gradFunc: (dy, [y, x]) => tf.mul(dy, tf.add(y!, tf.div(y!, x!))) };
    });
    const at = 0.7, f = (x: tf.Tensor) => product(x) as tf.Tensor;
    assertAlmostEquals(slope(f)(tf.scalar(at)).dataSync()[0]!, (1 + at) * Math.exp(at), 1e-5);
    const second = slope(slope(f))(tf.scalar(at)).dataSync()[0]!;
    assertAlmostEquals(second, (2 + at) * Math.exp(at), 1e-5);
  });
});

Deno.test("an einsum that changes nothing has the gradient of its result", () => {
  tf.tidy(() => {
    const f = (x: tf.Tensor) => tf.add(tf.einsum("ij->ij", x), tf.square(x));
    const found = slope(f)(tf.tensor2d([[1, 2], [3, 4]])).dataSync();
    assertEquals([...found], [3, 5, 7, 9]);
    // A tensor of its own, which may be disposed of.
    const dy = tf.tensor2d([[5, 6]]), same = (x: tf.Tensor) => tf.einsum("ij->ij", x);
    tf.grad(same)(tf.tensor2d([[1, 2]]), dy).dispose();
    assertEquals(dy.isDisposed, false);
  });
});

Deno.test("a gradient whose forward pass throws while it is recorded leaves nothing that was saved", () => {
  const x = tf.tensor1d([1, 2]);
  const broken = compile(({ x }: { x: tf.Tensor }) => ({
    slope: tf.grad((x) => {
      // Multiplication saves its inputs for the way back.
      const square = tf.mul(tf.square(tf.mul(x, x)), x);
      if (square.rank === 1) throw new Error("not today");
      return tf.sum(square);
    })(x),
  }));
  const { numTensors } = tf.memory();
  for (let i = 0; i < 2; i++) assertThrows(() => broken({ x }), Error, "not today");
  assertEquals(tf.memory().numTensors, numTensors);
  const fine = compile(({ x }: { x: tf.Tensor }) => ({ slope: tf.grad((x) => tf.square(x))(x) }));
  assertEquals(Array.from(fine({ x }).slope.dataSync()), [2, 4]);
  [broken, fine, x].forEach((each) => each.dispose());
});
