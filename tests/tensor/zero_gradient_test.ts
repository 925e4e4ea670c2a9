/** Gradients that do not depend on x have derivative zero. */
import { assertEquals, assertThrows } from "@std/assert";
import { type Tensor, tf } from "lib/tensor/mod.ts";

const x = () => tf.tensor1d([1, -2, 0.5]);
const flat: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu: (x) => tf.relu(x),
  abs: (x) => tf.abs(x),
  leakyRelu: (x) => tf.leakyRelu(x),
  relu6: (x) => tf.relu6(x),
  clipByValue: (x) => tf.clipByValue(x, -1, 1),
  maximum: (x) => tf.maximum(x, 0),
  max: (x) => tf.max(x),
  sum: (x) => tf.sum(x),
  mul: (x) => tf.mul(x, 3),
};

for (const [name, f] of Object.entries(flat)) {
  Deno.test(`the second derivative of ${name} is zero`, () => {
    const slope = (x: Tensor) => tf.sum(tf.grad(f)(x));
    assertEquals([...tf.grad(slope)(x()).dataSync()], [0, 0, 0]);
    const mixed = (x: Tensor) => tf.add(slope(x), tf.sum(tf.square(x))) as Tensor;
    assertEquals([...tf.grad(mixed)(x()).dataSync()], [2, -4, 1]);
    assertEquals([...tf.grad((x) => tf.sum(tf.grad(slope)(x)))(x()).dataSync()], [0, 0, 0]);
  });
}

Deno.test("of several inputs, those that a gradient does not depend on get zero", () => {
  const f = (x: Tensor, w: Tensor) =>
    tf.sum(tf.grad((x) => tf.sum(tf.mul(tf.relu(x), w)))(x)) as Tensor;
  const [dx, dw] = tf.grads(f as unknown as (...xs: Tensor[]) => Tensor)([x(), tf.scalar(2)]);
  assertEquals([...dx!.dataSync()], [0, 0, 0]);
  assertEquals(dw!.dataSync()[0], 2);
});

Deno.test("a function that does not use x is still an error", () => {
  const constant = tf.scalar(1);
  assertThrows(() => tf.grad(() => tf.square(constant))(x()), Error, "gradient of y=f(x)");
});
