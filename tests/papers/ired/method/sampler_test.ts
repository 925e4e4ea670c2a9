import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { backend, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import {
  corrected,
  reference,
  type SamplerOptions,
} from "../../../../lib/papers/ired/method/options.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { mlp } from "../../../../lib/models/mlp.ts";
import { counting, distance, ideal, schedule } from "./ideal.ts";
import { stepping, type SteppingInfo } from "../../../support/stepping.ts";

const network = mlp({ conditionSize: 6, answerSize: 4, width: 16, timeFeatures: 8 });
const params = network.init(random.key(1));
const x = random.normal(random.key(2), [5, 6]);
const observed = {
  mask: tf.tile(tf.tensor2d([[1, 0, 1, 0]]), [5, 1]),
  values: tf.sign(random.normal(random.key(3), [5, 4])),
};

/** Few landscapes, for tests that do not depend on their number. */
const few = cosineSchedule(4);

/** Four landscapes with the small perceptron. */
function run(options: Partial<SamplerOptions> = {}, given?: typeof observed, seed = 4) {
  const all = { ...reference.sampler, innerSteps: 3, ...options };
  const sampler = stepping(annealedDescent(network, few, all, { mode: "eager" }));
  const solving = sampler.encode(params, { x }, given);
  let state = sampler.init(random.key(seed), [5, 4]);
  const infos: SteppingInfo[] = [], states = [state];
  while (state.t >= 0) {
    const [next, info] = sampler.step(solving, state);
    states.push(state = next);
    infos.push(info);
  }
  return { answer: sampler.answer(state), infos, states };
}

for (
  const [innerSteps, jump, energies, gradients] of [
    [5, "on", 7, 6],
    [5, "off", 6, 5],
    [1, "on", 3, 2],
    [0, "on", 2, 1],
  ] as const
) {
  Deno.test(`a landscape of ${innerSteps} steps, jump ${jump}, costs ${energies} energies and ${gradients} gradients`, () =>
    tf.tidy(() => {
      const { network: counted, counts } = counting(network);
      const options = { ...reference.sampler, innerSteps, jump };
      const sampler = stepping(annealedDescent(counted, schedule, options, { mode: "eager" }));
      const solving = sampler.encode(params, { x });
      let state = sampler.init(random.key(4), [5, 4]);
      for (let landscapes = 1; landscapes <= 2; landscapes++) {
        [state] = sampler.step(solving, state);
        assertEquals(counts, {
          encodings: 1,
          energies: landscapes * energies,
          gradients: landscapes * gradients,
        });
      }
    }));
}

Deno.test({
  name: "a sampler records a few steps at once, many as three functions of the network",
  ignore: backend().name !== "tensorflow", // others do not record
  fn() {
    // Jump, start, and the steps, the last without a gradient; in pieces a step is recorded once.
    for (const [innerSteps, energies, gradients] of [[6, 8, 7], [11, 4, 3]] as const) {
      const { network: counted, counts } = counting(network);
      const options = { ...reference.sampler, innerSteps };
      const sampler = stepping(annealedDescent(counted, schedule, options, { mode: "graph" }));
      tf.tidy(() => {
        const solving = sampler.encode(params, { x });
        let state = sampler.init(random.key(4), [5, 4]);
        while (state.t >= 0) [state] = sampler.step(solving, state);
        // All of them are recorded on the first landscape.
        assertEquals(counts, { encodings: 1, energies, gradients });
      });
    }
  },
});

/** Checks the energies of landscapes of K = 5; returns how many steps were refused. */
function assertFalling(infos: readonly SteppingInfo[]): number {
  let refused = 0;
  for (const { energies, accepted } of infos) {
    assertEquals([energies.shape, accepted.shape], [[6, 5], [5, 5]]);
    const rows = energies.arraySync() as number[][];
    const moves = accepted.arraySync() as number[][];
    moves.forEach((row, k) =>
      row.forEach((moved, i) => {
        if (moved) assert(rows[k + 1]![i]! <= rows[k]![i]!);
        else assertEquals(rows[k + 1]![i], rows[k]![i]);
        refused += moved ? 0 : 1;
      })
    );
  }
  return refused;
}

Deno.test("within a landscape energies never rise, and a landscape has K + 1 of them", () =>
  tf.tidy(() => {
    for (const multiplierAfterFirst of [1, 12]) {
      const { infos } = run({ multiplierAfterFirst, innerSteps: 5 });
      assertEquals(infos.map(({ t }) => t), [3, 2, 1, 0]);
      assertFalling(infos);
    }
    // Five times the step overshoots a parabola, so that all steps but each landscape's first fail.
    const sampler = stepping(annealedDescent(ideal, schedule, {
      ...corrected.sampler,
      jump: "off",
      multiplierAfterFirst: 5,
    }, { mode: "eager" }));
    const solving = sampler.encode({}, { answer: tf.ones([5, 4]) });
    const [, info] = sampler.step(solving, { ...sampler.init(random.key(1), [5, 4]), t: 5 });
    assertEquals(assertFalling([info]), 4 * 5);
  }));

Deno.test("observed stand on every landscape and in the answer", () =>
  tf.tidy(() => {
    const { answer, infos, states } = run(
      { clampFinal: 1, clampDescent: 1, clampJump: 1 },
      observed,
    );
    const given = (z: Tensor) => tf.mul(observed.mask, z);
    const wanted = given(observed.values);
    infos.forEach((info) => assert(distance(given(info.answer), wanted) < 1e-6));
    states.slice(1, -1).forEach((state) => {
      const scaled = tf.mul(few.sqrtAlphaBar[state.t]!, wanted);
      assert(distance(given(state.y), scaled) < 1e-6);
    });
    assert(distance(given(answer), tf.mul(few.sqrtAlphaBar[0]!, wanted)) < 1e-6);
    assert(distance(answer, run({ clampFinal: 1, clampDescent: 1, clampJump: 1 }).answer) > 0.01);
  }));

/** `reverse` is of networks trained as diffusion only, see noise_prediction_test.ts. */
const changes: {
  [name in Exclude<keyof SamplerOptions, "reverse">]: Partial<SamplerOptions>;
} = {
  innerSteps: { innerSteps: 4 },
  clampJump: { clampJump: 0.3 },
  clampDescent: { clampDescent: 0.3 },
  clampFinal: { clampFinal: 0.3 },
  multiplierAfterFirst: { multiplierAfterFirst: 1 },
  stepLength: { stepLength: "adaptive" },
  jump: { jump: "off" },
  posteriorNoise: { posteriorNoise: "on" },
  answerScale: { answerScale: "unscaled" },
};

for (const [name, change] of Object.entries(changes)) {
  Deno.test(`the option ${name} changes the answer`, () =>
    tf.tidy(() => assert(distance(run().answer, run(change).answer) > 1e-4)));
}

Deno.test("an answer depends on the key, and on nothing else that is not given", () =>
  tf.tidy(() => {
    for (const posteriorNoise of ["on", "off"] as const) {
      const once = run({ posteriorNoise }).answer;
      assertEquals(distance(once, run({ posteriorNoise }).answer), 0);
      assert(distance(once, run({ posteriorNoise }, undefined, 5).answer) > 1e-4);
    }
  }));

Deno.test("each clamp limits what it names", () =>
  tf.tidy(() => {
    const answers = (options: Partial<SamplerOptions>) => run(options).infos.map((i) => i.answer);
    const largest = (zs: Tensor[]) => Math.max(...zs.map((z) => tf.max(tf.abs(z)).dataSync()[0]!));
    assertAlmostEquals(largest(answers({ clampFinal: 0.3 })), 0.3, 1e-6);
    assertAlmostEquals(largest(answers({ clampJump: 0.3, innerSteps: 0 })), 0.3, 1e-6);
    assert(largest(answers({})) > 0.5);
    const { infos } = run({ clampDescent: 0.3, jump: "off", innerSteps: 3 });
    infos.forEach(({ accepted, answer }) => {
      const moved = tf.any(tf.cast(accepted, "bool"), 0).dataSync();
      const entries = answer.arraySync() as number[][];
      entries.forEach((row, i) => moved[i] && assert(row.every((v) => Math.abs(v) < 0.3 + 1e-6)));
    });
  }));

Deno.test("posterior noise has the posterior's size, a fresh draw a landscape, none at the end", () =>
  tf.tidy(() => {
    const answer = random.uniform(random.key(1), [200, 50], -1, 1);
    const sampler = stepping(annealedDescent(ideal, schedule, {
      ...reference.sampler,
      innerSteps: 0,
      clampJump: 100,
      clampFinal: 1e4,
      posteriorNoise: "on",
    }, { mode: "eager" }));
    const solving = sampler.encode({}, { answer });
    let state = sampler.init(random.key(2), answer.shape);
    const noises: Tensor[] = [];
    while (state.t >= 0) {
      const [next, info] = sampler.step(solving, state);
      const { t } = info;
      const noise = tf.mul(tf.sub(info.answer, answer), schedule.sqrtAlphaBar[t]!);
      const variance = tf.mean(tf.square(noise)).dataSync()[0]!;
      const expected = schedule.posteriorVariance[t]!;
      // 10,000 draws: the variance of a normal sample has a relative error of √(2/10,000).
      if (t > 0) assertAlmostEquals(variance / expected, 1, 4 * Math.sqrt(2e-4));
      else assert(variance < 1e-10);
      if (t > 0) noises.push(tf.div(noise, Math.sqrt(expected)));
      state = next;
    }
    const overlap = tf.mean(tf.mul(noises[0]!, noises[1]!)).dataSync()[0]!;
    assert(Math.abs(overlap) < 0.04, `${overlap}`);
  }));

Deno.test("fewer landscapes make a shorter schedule", () =>
  tf.tidy(() => {
    const mode = "eager";
    const sampler = stepping(annealedDescent(network, few, corrected.sampler, { mode }));
    assertEquals(sampler.init(random.key(1), [5, 4]).t, 3);
    const sharpest = annealedDescent(network, few, corrected.sampler, { mode, landscapes: 2 });
    assertEquals(stepping(sharpest).init(random.key(1), [5, 4]).t, 1);
  }));

Deno.test("a sampler step leaves no tensors behind but its results", () => {
  const sampler = stepping(
    annealedDescent(network, schedule, reference.sampler, { mode: "eager" }),
  );
  const solving = sampler.encode(params, { x });
  const state = sampler.init(random.key(4), [5, 4]);
  const before = tf.memory().numTensors;
  const [next, info] = sampler.step(solving, state);
  assertEquals(tf.memory().numTensors, before + 5);
  [next.y, next.key, info.answer, info.energies, info.accepted].forEach((z) => z.dispose());
  assertEquals(tf.memory().numTensors, before);
});
