import { assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { mineNegatives, type MiningOptions } from "../../../../lib/papers/ired/method/negatives.ts";
import {
  corrected,
  presets,
  reference,
  type SamplerOptions,
} from "../../../../lib/papers/ired/method/options.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { distance, ideal, schedule, sumPerExample } from "./ideal.ts";

Deno.test("the preset `reference` is the released code on matrices", () => {
  assertEquals(reference, {
    levels: 10,
    sampler: {
      innerSteps: 5,
      clampJump: 2,
      clampDescent: 2,
      clampFinal: 2,
      multiplierAfterFirst: 2,
      stepLength: "fixed",
      jump: "on",
      posteriorNoise: "off",
      answerScale: "scaled",
      reverse: "projection",
    },
    loss: {
      contrastWeight: 0.5,
      mining: { steps: 2, noise: 3, clamp: 2, multiplierAfterFirst: 2, bound: "first-example" },
      irem: { steps: 5, stepSize: 1, clamp: Infinity, start: "zero-to-one" },
    },
  });
  assertEquals(presets, { reference, corrected });
});

Deno.test("the preset `corrected` differs in what its docstring names only", () => {
  const { sampler, loss, levels } = corrected;
  assertEquals(levels, reference.levels);
  assertEquals(sampler, {
    ...reference.sampler,
    multiplierAfterFirst: 1,
    clampJump: 6,
    clampDescent: 6,
    clampFinal: 6,
    answerScale: "unscaled",
    reverse: "ancestral",
  });
  assertEquals(loss, {
    ...reference.loss,
    irem: { ...reference.loss.irem, clamp: 2, start: "plus-minus-one" },
    mining: {
      ...reference.loss.mining,
      multiplierAfterFirst: 1,
      clamp: 6,
      bound: "per-example",
    },
  });
});

const impossible: Partial<Record<keyof SamplerOptions, unknown[]>> = {
  innerSteps: [-1, 1.5, NaN, "5"],
  clampJump: [0, -2, NaN],
  clampDescent: [0, -2, NaN],
  clampFinal: [0, -2, NaN],
  multiplierAfterFirst: [0, -1, NaN],
  stepLength: ["bold", undefined],
  jump: ["maybe", true],
  posteriorNoise: ["yes"],
  answerScale: [undefined],
  reverse: ["both"],
};

for (const [name, values] of Object.entries(impossible)) {
  Deno.test(`a sampler with an impossible ${name} is refused`, () => {
    for (const value of values) {
      const options = { ...reference.sampler, [name]: value } as SamplerOptions;
      const make = () => annealedDescent(ideal, schedule, options, { mode: "eager" });
      assertThrows(make, RangeError, `${name} must be`);
      assertThrows(make, RangeError, `current value is ${value}`);
    }
  });
}

/** Negatives of a bumpy landscape. */
function mine(options: Partial<MiningOptions>): Tensor {
  const y = random.uniform(random.key(1), [10, 8], -2, 2);
  const noise = random.normal(random.key(2), y.shape);
  const t = tf.tensor1d([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], "int32") as Tensor1D;
  const landscape = (z: Tensor) => sumPerExample(tf.add(tf.square(z), tf.cos(tf.mul(z, 4))));
  const all = { ...corrected.loss.mining, ...options };
  return mineNegatives(landscape, y, noise, levelsAt(schedule, t, 2), all);
}

const changes: { [name in keyof MiningOptions]: Partial<MiningOptions> } = {
  steps: { steps: 3 },
  noise: { noise: 1 },
  clamp: { clamp: 1 },
  multiplierAfterFirst: { multiplierAfterFirst: 2 },
  bound: { bound: "first-example" },
};

for (const [name, change] of Object.entries(changes)) {
  Deno.test(`the mining option ${name} changes the negatives`, () =>
    tf.tidy(() => {
      assertEquals(distance(mine({}), mine({})), 0);
      assertEquals(distance(mine({}), mine(change)) > 1e-3, true);
    }));
}

Deno.test("mining with impossible options is refused", () => {
  const wrong: Record<string, unknown>[] = [
    { steps: -1 },
    { steps: 0.5 },
    { noise: -1 },
    { clamp: 0 },
    { multiplierAfterFirst: NaN },
    { bound: "none" },
  ];
  for (const change of wrong) {
    const [name] = Object.keys(change);
    assertThrows(() => tf.tidy(() => mine(change)), RangeError, `${name} must be`);
  }
});
