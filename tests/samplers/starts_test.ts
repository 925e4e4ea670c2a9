/** What chains may begin at, and that nothing is left behind where they do not. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { lennardJones, type Target } from "lib/energy/mod.ts";
import {
  langevin,
  mala,
  parallelTempering,
  relax,
  resample,
  run,
  temperedSamples,
} from "lib/samplers/mod.ts";
import { disposeTree, type Key, random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

/** A bowl with a wall at 1: no number beyond it, or Infinity. */
const walled = (beyond: number): Target => ({
  shape: [1],
  energy: (x) =>
    tf.squeeze(tf.where(tf.greater(x, 1), tf.fill(x.shape, beyond), tf.square(x)), [1]) as Tensor1D,
});

const options = { steps: 3, stepSize: 0.1, mode: "graph" } as const;
const ladder = { ...options, temperatures: [1, 2] };

Deno.test("chains that begin where the energy is NaN are refused, those at Infinity are not", () => {
  const start = tf.tensor2d([[0], [2], [0.5]]), key = random.key(1);
  const before = tf.memory().numTensors;
  const samplers = (beyond: number) => [
    mala(walled(beyond), options),
    parallelTempering(walled(beyond), ladder),
  ];
  for (const sampler of samplers(NaN)) {
    assertThrows(
      () => run(sampler, key, { start }, [3, 1]),
      RangeError,
      "Cannot start chain 1 where its energy is NaN",
    );
    sampler.dispose?.();
  }
  assertThrows(() => relax(walled(NaN), start, { ...options, key }), RangeError, "chain 1");
  for (const sampler of samplers(Infinity)) {
    disposeTree(run(sampler, key, { start }, [3, 1]));
    sampler.dispose?.();
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("chains that begin where the gradient is NaN are refused: they would stay there", () => {
  // Of particles in one place the energy is finite in float32, and the gradient 0 by 0.
  const target = lennardJones({ particles: 3, dimensions: 2 }),
    shape = [2, 3, 2],
    key = random.key(1);
  const apart = [[[0, 0], [1, 0], [0, 1]]], together = [[[0, 0], [0, 0], [0, 1]]];
  const start = tf.tensor3d([...apart, ...together]), before = tf.memory().numTensors;
  const samplers = [
    langevin(target, options),
    mala(target, options),
    parallelTempering(target, ladder),
  ];
  for (const sampler of samplers) {
    assertThrows(
      () => run(sampler as ReturnType<typeof mala>, key, { start }, shape),
      RangeError,
      "Cannot start chain 1 where its gradient is NaN: no step leads away from there",
    );
    sampler.dispose?.();
  }
  assertThrows(() => relax(target, start, { ...options, key }), RangeError, "its gradient is NaN");
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a start that is no tensor, or none of float32, is refused by every chain", () => {
  const key = random.key(1);
  for (const sampler of [langevin(walled(9), options), mala(walled(9), options)]) {
    const begin = (start: unknown) => () => sampler.init(key, { start: start as Tensor }, [2, 1]);
    assertThrows(begin(tf.ones([2, 1], "int32")), TypeError, "float32: it is one of int32");
    assertThrows(begin([[0], [1]]), TypeError, "must be a tensor of float32: it is object");
    assertThrows(begin(undefined), TypeError, "must be a tensor of float32: it is undefined");
  }
  const cold = parallelTempering(walled(9), ladder), start = tf.zeros([2, 1], "int32");
  assertThrows(() => run(cold, key, { start }, [2, 1]), TypeError, "it is one of int32");
});

Deno.test("a step that throws, and a key that is none, leave no tensor behind", () => {
  const start = tf.zeros([2, 1]) as Tensor, key = random.key(1);
  const before = tf.memory().numTensors;
  const failing = (): Target => {
    let calls = 0;
    return {
      shape: [1],
      energy(x) {
        if (++calls > 1) throw new Error("mine");
        return tf.sum(tf.square(x), 1);
      },
    };
  };
  for (const sampler of [mala(failing(), options), parallelTempering(failing(), ladder)]) {
    assertThrows(() => run(sampler, key, { start }, [2, 1]), Error, "mine");
    sampler.dispose?.();
    assertEquals(tf.memory().numTensors, before);
  }
  const sampler = mala(walled(9), options);
  assertThrows(() => run(sampler, 7 as unknown as Key, { start }, [2, 1]));
  sampler.dispose?.();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("run refuses options that it would ignore", () => {
  const sampler = mala(walled(9), options), key = random.key(1), start = tf.zeros([2, 1]);
  const with_ = (given: object) => () => run(sampler, key, { start }, [2, 1], given);
  assertThrows(with_({ form: 3 }), RangeError, "Unknown option form (did you mean from?)");
  assertThrows(with_({ progress: 3 }), RangeError, "Unknown option progress: accepted are");
  assertThrows(with_({ observe: 3 }), TypeError, "observe must be a function");
});

Deno.test("counts and the spread of tempered samples are checked", () => {
  const of = (given: object) => () =>
    temperedSamples(walled(9), {
      ...{ ...ladder, steps: 20, count: 4, kept: 2, seed: 1 },
      ...given,
    }).shape;
  const refused: readonly (readonly [string, readonly unknown[], string])[] = [
    ["count", [0, -3, 2.5, NaN, "4", undefined], "count must be an integer of at least 1"],
    ["kept", [0, -1, 2.5, undefined], "kept must be an integer of at least 1"],
    ["spread", [NaN, -1, Infinity, "1"], "spread must be a finite number at least 0"],
  ];
  for (const [name, values, message] of refused) {
    for (const value of values) assertThrows(of({ [name]: value }), RangeError, message);
  }
  assertEquals(of({ count: 5 })(), [5, 1]);
});

Deno.test("resampling asks below which share", () => {
  const weighted = { x: tf.zeros([2, 1]) as Tensor, logWeights: tf.tensor1d([0, -9]) };
  const key = random.key(1);
  for (const below of [undefined, NaN, -0.5, "1"]) {
    assertThrows(
      () => resample(key, weighted, below as number),
      RangeError,
      `below must be a number at least 0: current value is ${below}`,
    );
  }
  assert(resample(key, weighted, Infinity)[0].logWeights.dataSync().every((v) => v === 0));
  assertEquals(resample(key, weighted, 0)[0].logWeights.dataSync()[1], -9);
});

Deno.test("a key that is missing, temperatures that are texts and starts that are no tensors are refused", () => {
  const start = tf.zeros([2, 1]) as Tensor, before = tf.memory().numTensors;
  assertThrows(() => relax(walled(9), start, options as never), TypeError, "Cannot use undefined");
  const texts = ["1", "2"] as unknown as number[];
  assertThrows(
    () => parallelTempering(walled(9), { ...options, temperatures: texts }),
    RangeError,
    "rising from 1",
  );
  assertThrows(
    () => parallelTempering(walled(9), { ...options, temperatures: 2 as never }),
    RangeError,
    "rising from 1",
  );
  const sizes = { ...ladder, steps: 8, count: 2, kept: 2, seed: 1 };
  const from = (begin: () => unknown) => () =>
    temperedSamples(walled(9), { ...sizes, begin: begin as never });
  assertThrows(from(() => [[0]]), TypeError, "must be a tensor of float32");
  assertThrows(from(() => tf.zeros([2, 1])), RangeError, "that start in shape [2,1]");
  assertEquals(tf.memory().numTensors, before);
});
