import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, tf } from "lib/tensor/mod.ts";
import { fit } from "lib/training/fit.ts";

Deno.test("fit finds the least squares solution, sees its losses, and leaks nothing", () => {
  const x = tf.tensor2d([[1, 0], [0, 1], [1, 1]]), y = tf.tensor2d([[2], [-1], [1]]);
  const start = { "w/kernel": tf.zeros([2, 1]) };
  const before = tf.memory().numTensors;
  const losses: number[] = [];
  const params = fit(
    start,
    (params, batch: { x: tf.Tensor; y: tf.Tensor }) =>
      tf.mean(tf.squaredDifference(
        tf.matMul(batch.x as tf.Tensor2D, params["w/kernel"] as tf.Tensor2D),
        batch.y,
      )),
    {
      seed: 0,
      steps: 400,
      learningRate: 0.1,
      mode: "graph",
      batch: () => ({ x, y }),
      keepBatches: "yes",
      every: 100,
      observe: (_, loss) => losses.push(loss),
    },
  );
  const [a, b] = params["w/kernel"]!.dataSync();
  assert(Math.abs(a! - 2) < 1e-3 && Math.abs(b! + 1) < 1e-3, `${a}, ${b}`);
  assertEquals(losses.length, 5);
  assert(losses[0]! > 1 && losses.at(-1)! < 1e-6);
  assertEquals(tf.memory().numTensors, before + 1);
  assertEquals([...start["w/kernel"].dataSync()], [0, 0]);
});

Deno.test("batches belong to fit unless kept, and each step has a key of its own", () => {
  const before = tf.memory().numTensors;
  const drawn: number[] = [];
  const params = fit(
    { w: tf.scalar(0) },
    (params, { x }: { x: tf.Tensor }, key) =>
      tf.add(tf.mul(tf.sum(random.uniform(key, [1])), 1), tf.mul(tf.sum(x), tf.mul(0, params.w!))),
    {
      seed: 3,
      steps: 4,
      learningRate: 0.1,
      mode: "graph",
      batch: () => ({ x: tf.scalar(1) }),
      observe: (_, loss) => drawn.push(loss),
    },
  );
  assertEquals(new Set(drawn).size, 4);
  params.w!.dispose();
  assertEquals(tf.memory().numTensors, before + 1); // the start, which is the caller's
});

Deno.test("a loss for each example, instead of one, is refused", () => {
  const params = { w: tf.tensor1d([1, 2]) };
  const options = {
    seed: 0,
    steps: 1,
    learningRate: 0.1,
    mode: "graph",
    batch: () => ({}),
  } as const;
  assertThrows(
    () => fit(params, ({ w }) => tf.square(w!), options),
    RangeError,
    "a loss of shape [2]: it must be a scalar",
  );
});
