/** What a step of training changes, where every number is known. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Key, random, type Tensor, tf } from "lib/tensor/mod.ts";
import { initialize, type ParameterSpecs } from "lib/nn/parameters.ts";
import { emaRate } from "lib/training/ema.ts";
import { fit } from "lib/training/fit.ts";
import { gradientLearner } from "lib/training/gradient_learner.ts";
import type { Learner } from "lib/training/learner.ts";
import { learningRateAt } from "lib/training/learning_rate.ts";
import { createTrainer, numbersAt } from "lib/training/trainer.ts";
import { watchLoss } from "lib/training/watch.ts";
import { config } from "./tiny.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

Deno.test("a learner clips, lets Adam scale, slows by name, averages what moved, and tells the norm unclipped", () =>
  tf.tidy(() => {
    const parameters: ParameterSpecs = {
      fast: { shape: [1], bound: 1 },
      slow: { shape: [1], bound: 1 },
    };
    const init = (key: Parameters<typeof initialize>[0]) => initialize(key, parameters);
    const learner = gradientLearner({
      network: { name: "two", config: {}, parameters, init },
      lossAndGradients: () => ({
        parts: { loss: tf.scalar(7) },
        gradients: { fast: tf.tensor1d([3]), slow: tf.tensor1d([-4]) },
      }),
      learningRate: (step) => 0.1 / step,
      rateOf: (name) => name === "slow" ? 0.25 : 1,
      clip: 2,
      ema: { decay: 0.9, every: 1, copyFor: 0, power: 0.5 },
    });
    let state = learner.init(random.key(1));
    const start = { fast: values(state.params.fast!)[0]!, slow: values(state.params.slow!)[0]! };
    const step = (k: number) => {
      const { scalars } = numbersAt(learner, k);
      const [next, told] = learner.update(random.key(k), state, {}, scalars);
      state = next;
      assertAlmostEquals(values(told.gradientNorm!)[0]!, 5, 1e-5);
      assertEquals(values(told.loss), [7]);
    };
    const params = () => [state.params.fast!, state.params.slow!].map((p) => values(p)[0]!);
    const average = () => [state.average.fast!, state.average.slow!].map((p) => values(p)[0]!);
    const near = (found: number[], expected: number[]) =>
      expected.forEach((v, i) => assertAlmostEquals(found[i]!, v, 1e-6));
    step(1);
    // While gradients stay the same Adam goes by the learning rate, whatever their size.
    const first = [start.fast - 0.1, start.slow + 0.025];
    near(params(), first);
    near(average(), first);
    // The moments are of clipped gradients: (3, -4)·2/5, and a tenth of that.
    near([state.moments.first.fast!, state.moments.first.slow!].map((m) => values(m)[0]!), [
      0.12,
      -0.16,
    ]);
    step(2);
    const second = [first[0]! - 0.05, first[1]! + 0.0125];
    near(params(), second);
    // One call since the copying: the decay is 1 - 1/√2.
    const rate = Math.SQRT1_2;
    near(average(), first.map((a, i) => a + rate * (second[i]! - a)));
    // What is saved is loaded into its place, so that a run goes on as it would have.
    const saved = learner.save(state), loaded = learner.load(saved, random.key(9));
    assertEquals(Object.keys(saved).sort(), Object.keys(learner.parts).sort());
    const numbers = ({ params, average, moments: { first, second } }: typeof state) =>
      [params, average, first, second].map((part) => Object.values(part).map(values));
    assertEquals(numbers(loaded), numbers(state));
  }));

Deno.test("what would raise the loss, and mistyped options, are refused", () => {
  const parameters: ParameterSpecs = { w: { shape: [1], bound: 1 } };
  const learner = (options: object) => () =>
    gradientLearner({
      network: { name: "one", config: {}, parameters, init: (k) => initialize(k, parameters) },
      lossAndGradients: () => ({ parts: { loss: tf.scalar(1) }, gradients: {} }),
      ...{ learningRate: 0.1, ...options },
    });
  const refused: readonly (readonly [object, string])[] = [
    [{ clip: -1 }, "clip must be a number above 0: current value is -1"],
    [{ clip: 0 }, "clip must be a number above 0"],
    [{ clip: NaN }, "clip must be a number above 0"],
    [{ clip: "1" }, "clip must be a number above 0"],
    [{ learningRate: -0.1 }, "learningRate must be a finite number at least 0"],
    [{ learningRate: NaN }, "learningRate must be a finite number at least 0"],
    [{ learningRate: "0.1" }, "learningRate must be a finite number at least 0"],
    [{ learningRate: undefined }, "current value is undefined"],
    [{ clp: 1 }, "Unknown option clp (did you mean clip?)"],
    [{ momentum: 1 }, "Unknown option momentum: accepted are"],
    [{ ema: { decay: 2, every: 1, copyFor: 0, power: 1 } }, "decay of ema must be at most 1"],
    [{ ema: { decay: 0.9, every: 0, copyFor: 0, power: 1 } }, "every of ema must be an integer"],
    [{ ema: { decay: 0.9, every: 1, copyFor: 0 } }, "power of ema must be a finite number"],
  ];
  for (const [options, message] of refused) {
    assertThrows(learner(options), RangeError, message);
  }
  assertThrows(learner({ lossAndGradients: undefined }), TypeError, "lossAndGradients must be a");
  const rising = learner({ learningRate: (step: number) => 2 - step })();
  assertEquals(rising.numbers!(2).learningRate, 0);
  assertThrows(() => rising.numbers!(3), RangeError, "learningRate of step 3 must be");
  assertEquals(learner({ clip: Infinity })().name, "one");
});

Deno.test("averages copy, wait, warm up and then keep their decay", () => {
  const options = { decay: 0.95, every: 5, copyFor: 10, power: 1 };
  const rates = Array.from({ length: 46 }, (_, k) => emaRate(k + 1, options));
  rates.forEach((rate, k) => {
    // Calls 1, 6, 11, …; copies up to call 11; then 1/(1 + e), e = calls after it, but 0.05 at least.
    const expected = k % 5 !== 0 ? 0 : k <= 10 ? 1 : Math.max(0.05, 1 / (1 + k - 10));
    assertAlmostEquals(rate, expected, 1e-12, `call ${k + 1}`);
  });
});

Deno.test("an extended run keeps the rates that it had, then goes on as the longer one", () => {
  const cosine = { learningRate: 1, schedule: "cosine", warmupSteps: 0, steps: 400 } as const;
  const extended = { ...cosine, extendedFrom: [100, 200] };
  const half = (done: number) => 0.5 * (1 + Math.cos(Math.PI * done));
  const expected = [[1, 0], [100, 0.99], [101, 0.5], [200, 0.995], [201, 0.5], [400, 399 / 400]];
  for (const [step, done] of expected as [number, number][]) {
    assertAlmostEquals(learningRateAt(step, extended), half(done), 1e-12, `step ${step}`);
  }
});

Deno.test("fit goes by its rates: a warm-up of a twentieth of the steps, then half a cosine", () => {
  const steps = 40, seen: number[] = [];
  const found = fit({ w: tf.scalar(0) }, ({ w }) => tf.mul(3, w!) as Tensor, {
    ...{ seed: 0, steps, learningRate: 0.1, mode: "graph", batch: () => ({}) },
    observe: (_, loss) => seen.push(loss / 3),
  });
  const path = [...seen, ...values(found.w!)];
  assertEquals(path.length, steps + 1);
  // While the slope stays the same Adam goes by the learning rate.
  for (let k = 0; k < steps; k++) {
    const rate = k < 2 ? 0.05 * (k + 1) : 0.05 * (1 + Math.cos(Math.PI * (k - 2) / 38));
    assertAlmostEquals(path[k]! - path[k + 1]!, rate, 1e-5, `step ${k}`);
  }
});

Deno.test("fit clips gradients before Adam sees them", () => {
  const after = (clip?: number) => {
    const found = fit(
      { w: tf.scalar(0) },
      ({ w }, { slope }: { slope: Tensor }) => tf.mul(slope, w!) as Tensor,
      {
        ...{ seed: 0, steps: 2, learningRate: 0.1, mode: "graph", ...(clip && { clip }) },
        batch: (step) => ({ slope: tf.scalar(step === 0 ? 1 : 100) }),
      },
    );
    return values(found.w!)[0]!;
  };
  // Slopes of 1 and 1: two whole steps. Slopes of 1 and 100: by hand, β₁ = 0.9 and β₂ = 0.99.
  assertAlmostEquals(after(1), -0.2, 1e-5);
  const first = (0.9 * 0.1 + 0.1 * 100) / (1 - 0.9 ** 2);
  const second = (0.99 * 0.01 + 0.01 * 100 ** 2) / (1 - 0.99 ** 2);
  assertAlmostEquals(after(), -0.1 - 0.1 * first / Math.sqrt(second), 1e-5);
});

Deno.test("each step of a run has keys of its own, for its problems and its loss, the same in another run", async () => {
  type State = { readonly w: Tensor };
  const learner: Learner<State, State> = {
    ...{ name: "idle", parts: {} },
    init: () => ({ w: tf.zeros([1]) }),
    update: (key, { w }) => [{ w: tf.clone(w) }, { loss: tf.sum(random.uniform(key, [1])) }],
    save: () => ({}),
    load: () => ({ w: tf.zeros([1]) }),
  };
  const drawnBy = async (seed: number) => {
    const drawn: number[] = [];
    const next = (key: Key) => {
      drawn.push(tf.tidy(() => values(random.uniform(key, [1])))[0]!);
      return { w: tf.zeros([1]) };
    };
    const limits = { ...config, seed, steps: 4 };
    const trainer = createTrainer({ learner, experience: { next } }, limits, undefined, "graph");
    for await (const { loss } of trainer.steps()) drawn.push(loss);
    trainer.dispose();
    return drawn;
  };
  const [one, again, other] = [await drawnBy(1), await drawnBy(1), await drawnBy(2)];
  assertEquals(one.length, 8);
  assertEquals(again, one);
  assertEquals(new Set([...one, ...other]).size, 16);
});

Deno.test("a watcher that comes in late, or has seen zeros alone, gets to know the losses first", () => {
  const late = watchLoss();
  late(201, 1e-9, 1); // the first after resuming, by chance next to nothing
  for (let step = 202; step <= 400; step++) late(step, 0.1, 1);
  assertThrows(() => late(401, 2000, 1), RangeError, "diverged at step 401 with loss 2000");
  const zeros = watchLoss();
  for (let step = 1; step <= 300; step++) zeros(step, 0, 0);
  zeros(301, 0.1, 1);
});

Deno.test("losses below 0 may stay there, and rise by less than 10,000 times their size", () => {
  const after = (loss: number) => {
    const watch = watchLoss();
    for (let step = 1; step <= 300; step++) watch(step, -2, 1);
    watch(301, loss, 1);
  };
  after(19_000);
  assertThrows(() => after(21_000), RangeError, "diverged at step 301 with loss 21000");
});
