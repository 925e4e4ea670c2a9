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

const usual = { seed: 0, steps: 5, learningRate: 0.1, mode: "graph", batch: () => ({}) } as const;
const square = ({ w }: Record<string, tf.Tensor>) => tf.sum(tf.square(w!));

Deno.test("impossible steps, rates and mistyped names are refused, whatever is missing", () => {
  const params = { w: tf.tensor1d([1, 2]) }, before = tf.memory().numTensors;
  const refused: readonly (readonly [object, string])[] = [
    [{ steps: undefined }, "steps must be an integer of at least 0: current value is undefined"],
    [{ steps: -1 }, "current value is -1"],
    [{ steps: 2.5 }, "current value is 2.5"],
    [
      { learningRate: undefined },
      "learningRate must be a finite number above 0: current value is undefined",
    ],
    [{ learningRate: 0 }, "current value is 0"],
    [{ learningRate: -0.1 }, "current value is -0.1"],
    [{ learningRate: NaN }, "current value is NaN"],
    [{ learningRate: Infinity }, "current value is Infinity"],
    [{ clip: -1 }, "clip must be a number above 0: current value is -1"],
    [{ clip: 0 }, "current value is 0"],
    [{ every: 0 }, "every must be an integer of at least 1: current value is 0"],
    [{ every: 2.5 }, "current value is 2.5"],
    [{ keepBatches: true }, 'keepBatches must be "yes", or not given: current value is true'],
    [{ learningrate: 1 }, "Unknown option learningrate (did you mean learningRate?)"],
    [{ mode: "XLA" }, "mode must be one of xla, graph: current value is XLA"],
  ];
  for (const [wrong, message] of refused) {
    assertThrows(() => fit(params, square, { ...usual, ...wrong }), RangeError, message);
  }
  // No step leaves the start as it is.
  const same = fit(params, square, { ...usual, steps: 0 });
  assertEquals([...same.w!.dataSync()], [1, 2]);
  same.w!.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a training that diverges is an error that leaves nothing behind, not parameters of NaN", () => {
  const params = { w: tf.tensor1d([1, 2]) }, one = tf.scalar(1), nan = tf.scalar(NaN);
  const before = tf.memory().numTensors;
  const from = (first: number, steps: number, observe?: (step: number) => void) =>
    fit(params, ({ w }, { c }: { c: tf.Tensor }) => tf.mul(square({ w: w! }), c), {
      ...{ ...usual, steps, keepBatches: "yes", every: 4 },
      batch: (k) => ({ c: k >= first ? nan : one }),
      ...(observe && { observe }),
    });
  const at = (step: number) => `diverged at step ${step} with loss NaN: train again with a smaller`;
  const seen: number[] = [];
  assertThrows(() => from(5, 20, (step) => seen.push(step)), RangeError, at(8));
  assertEquals(seen, [0, 4, 8]);
  assertThrows(() => from(5, 1000), RangeError, at(100));
  assertThrows(() => from(5, 20), RangeError, at(19));
  // The root of 0 is 0, and its slope there is not finite: only the step spoils the parameter.
  const root = ({ w, v }: Record<string, tf.Tensor>) =>
    tf.add(tf.sum(tf.sqrt(tf.abs(v!))), square({ w: w! }));
  const both = { ...params, v: tf.zeros([1]) };
  assertThrows(
    () => fit(both, root, { ...usual, steps: 1 }),
    RangeError,
    "diverged at step 0 with a parameter v that is not finite",
  );
  both.v.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a first loss that is not finite is no divergence, and a batch that is gone says how to keep it", () => {
  const params = { w: tf.tensor1d([1, 2]) }, x = tf.scalar(NaN), one = tf.scalar(1);
  const times = ({ w }: Record<string, tf.Tensor>, { c }: { c: tf.Tensor }) =>
    tf.mul(square({ w: w! }), c);
  const before = tf.memory().numTensors;
  assertThrows(
    () => fit(params, times, { ...usual, batch: () => ({ c: x }), keepBatches: "yes" }),
    RangeError,
    "The first step has loss NaN, before anything was learned: look for what is not finite",
  );
  assertThrows(
    () => fit(params, times, { ...usual, batch: () => ({ c: one }) }),
    Error,
    "Cannot train on the batch of step 1: its c was disposed, give fresh tensors at each step or keepBatches",
  );
  assertEquals(tf.memory().numTensors, before - 1); // the batch, which was given away
});

Deno.test("parameters that a loss does not use stay as they are, but it must use one", () => {
  const params = { a: tf.tensor1d([3]), w: tf.tensor1d([1, 2]) };
  const found = fit(params, square, { ...usual, clip: 1 });
  assertEquals([...found.a!.dataSync()], [3]);
  assert([...found.w!.dataSync()].every((v, i) => v < i + 1));
  // As where the loss has a gradient in it, by which it does not depend on all.
  const slope = ({ a, w }: Record<string, tf.Tensor>) =>
    tf.sum(tf.grad((x) => tf.add(tf.sum(tf.mul(tf.square(x), w!)), tf.sum(a!)))(tf.ones([2])));
  assertEquals([...fit(params, slope, usual).a!.dataSync()], [3]);
  assertThrows(
    () => fit(params, () => tf.scalar(1), usual),
    RangeError,
    "a loss that depends on none of its parameters: they are a, w",
  );
});

Deno.test("a loss that throws leaves nothing behind", () => {
  const start = { w: tf.ones([2]) };
  const before = tf.memory().numTensors;
  const failing = () => {
    throw new Error("a wrong loss");
  };
  const options = { seed: 0, steps: 3, learningRate: 0.1, mode: "graph" } as const;
  assertThrows(
    () => fit(start, failing, { ...options, batch: () => ({ x: tf.ones([2]) }) }),
    Error,
    "a wrong loss",
  );
  assertEquals(tf.memory().numTensors, before);
  const kept = { x: tf.ones([2]) };
  const keepBatches = "yes";
  assertThrows(() => fit(start, failing, { ...options, batch: () => kept, keepBatches }), Error);
  assertEquals(kept.x.isDisposed, false);
  tf.dispose([start.w, kept.x]);
  assertEquals(tf.memory().numTensors, before - 1);
});
