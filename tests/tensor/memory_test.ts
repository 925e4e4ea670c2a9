import { assert, assertEquals, assertThrows } from "@std/assert";
import { nativeBackend } from "lib/tensor/backend.ts";
import { compile, type Compiled, disposeTree, type Tensor, tf } from "lib/tensor/mod.ts";

const { binding } = nativeBackend()!;
const counts = () => [tf.memory().numTensors, binding.getNumOfTensors()];
const megabytes = () => Deno.memoryUsage().rss / 2 ** 20;

type Step = Compiled<{ w: Tensor; x: Tensor }, { w: Tensor; loss: Tensor }>;

/** A training step of 360 kB of weights that captures a tensor and takes a gradient. */
const makeStep = (scale: Tensor, mode: "graph" | "xla"): Step =>
  compile(({ w, x }) => {
    const { value, grad } = tf.valueAndGrad((w) =>
      tf.mean(tf.square(tf.tanh(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)))) as tf.Scalar
    )(w);
    return { w: tf.sub(w, tf.mul(grad, scale)), loss: value };
  }, { mode });

for (const mode of ["graph", "xla"] as const) {
  Deno.test(`memory is flat over 1,000 calls of a compiled function (${mode})`, () => {
    const outside = counts();
    const scale = tf.scalar(0.1);
    const step = makeStep(scale, mode);
    const x = tf.ones([16, 300]);
    let w: Tensor = tf.ones([300, 300]);
    const run = (times: number) => {
      for (let i = 0; i < times; i++) {
        const next = step({ w, x });
        next.loss.dataSync();
        tf.dispose([w, next.loss]);
        w = next.w;
      }
    };
    run(100); // Pools and caches fill.
    const [before, size] = [counts(), megabytes()];
    run(1000);
    assertEquals(counts(), before);
    const growth = megabytes() - size;
    // One leaked copy of the weights a call would be 360 MB.
    assert(growth < 100, `The process grew by ${growth.toFixed(1)} MB`);
    tf.dispose([w, x, scale]);
    step.dispose();
    assertEquals(counts(), outside);
  });
}

Deno.test("memory is flat over 1,000 eager steps", () => {
  const w = tf.ones([300, 300]);
  const x = tf.ones([16, 300]);
  const run = (times: number) => {
    for (let i = 0; i < times; i++) {
      tf.tidy(() => {
        tf.grad((w) => tf.sum(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)))(w);
      });
    }
  };
  run(100);
  const [before, size] = [counts(), megabytes()];
  run(1000);
  assertEquals(counts(), before);
  assert(megabytes() - size < 100);
  tf.dispose([w, x]);
});

Deno.test("recording leaves no tensors behind", () => {
  const x = tf.ones([3]);
  const lazy = tf.tensor1d([1, 2, 3]);
  tf.add(x, lazy).dispose();
  const before = counts();
  const sum = compile(({ x }: { x: Tensor }) => ({
    y: tf.add(tf.mul(x, lazy), tf.tensor1d([4, 5, 6])),
  }));
  disposeTree(sum({ x }));
  assertEquals(counts(), before);
  sum.dispose();
  tf.dispose([x, lazy]);
});

Deno.test("strings and large tensors are freed", () => {
  const size = () => {
    tf.tidy(() => {
      const words = tf.fill(
        [1000],
        "a word that is too long to live inside of a TF_TString",
        "string",
      );
      tf.concat([words, words]).dataSync();
      tf.concat([tf.zeros([250_000]), tf.zeros([250_000])]).dataSync();
    });
    return megabytes();
  };
  for (let i = 0; i < 50; i++) size();
  const before = size();
  for (let i = 0; i < 200; i++) size();
  assert(size() - before < 60, `The process grew by ${(megabytes() - before).toFixed(1)} MB`);
});

Deno.test("a gradient of what throws leaves no tensor behind", () => {
  const x = tf.ones([3]);
  const outside = tf.memory().numTensors;
  const failing = (y: Tensor): Tensor => {
    tf.sum(tf.square(tf.exp(y)));
    throw new Error("mine");
  };
  assertThrows(() => tf.grad(failing)(x), Error, "mine");
  assertThrows(() => tf.grad((y: Tensor) => tf.grad(failing)(tf.square(y)))(x), Error, "mine");
  assertEquals(tf.memory().numTensors, outside);
  assertEquals([...tf.grad((y: Tensor) => tf.sum(tf.square(y)))(x).dataSync()], [2, 2, 2]);
});
