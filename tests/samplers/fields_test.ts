/** What moves particles must fit them, and nothing is left behind where it does not. */
import { assertEquals, assertThrows } from "@std/assert";
import { geometricSchedule } from "lib/diffusion/variance_schedule.ts";
import { gaussianMixture } from "lib/energy/mod.ts";
import {
  annealedMove,
  birthAndDeath,
  effectiveSampleSize,
  langevin,
  likelihood,
  monteCarloScore,
  normalisedWeights,
  reverseSde,
  run,
  sampleBuffer,
  startClocks,
  systematic,
  weightedSde,
} from "lib/samplers/mod.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const schedule = geometricSchedule(0.1, 3), key = random.key(1);
const common = { schedule, steps: 2, mode: "graph" } as const;

/** Scores of points `[3, 2]` that would be repeated, or make others of them. */
const misfits: readonly (readonly [string, (x: Tensor) => unknown, string])[] = [
  ["[batch, 1]", (x) => tf.sum(x, 1, true), "of shape [3,1]: accepted is [3,2]"],
  ["[batch]", (x) => tf.sum(x, 1), "of shape [3]: accepted is [3,2]"],
  ["scalar", (x) => tf.sum(x), "of shape []: accepted is [3,2]"],
  ["more", (x) => tf.stack([x, x]), "of shape [2,3,2]: accepted is [3,2]"],
  ["number", () => 0, "that is no tensor: it is number"],
];

/** Runs that must be refused, leaving nothing behind. */
function refuse(compute: () => unknown, kind: typeof RangeError, message: string): void {
  const before = tf.memory().numTensors;
  assertThrows(compute, kind, message);
  assertEquals(tf.memory().numTensors, before, message);
}
const kindOf = (name: string) => name === "number" ? TypeError : RangeError;

Deno.test("a reverse SDE refuses scores of another shape than its points", () => {
  for (const [name, score, message] of misfits) {
    const sampler = reverseSde({ ...common, score: (_: object, x) => score(x) as Tensor });
    const compute = () => run(sampler, key, {}, [3, 2]);
    refuse(compute, kindOf(name), `Cannot move particles by a score ${message}`);
    sampler.dispose?.();
  }
});

Deno.test("likelihoods and annealed moves refuse scores of another shape than their points", () => {
  const x = tf.ones([3, 2]) as Tensor;
  for (const [name, given, message] of misfits) {
    const score = (_: object, y: Tensor) => given(y) as Tensor;
    const flow = likelihood({ ...common, score });
    refuse(() => flow({}, x), kindOf(name), `by a score ${message}`);
    flow.dispose();
    for (const scheme of ["target score", "probability flow"] as const) {
      const sampler = weightedSde({ ...common, move: annealedMove(score, 2, scheme) });
      refuse(() => run(sampler, key, {}, [3, 2]), kindOf(name), `by a score ${message}`);
      sampler.dispose?.();
    }
  }
});

Deno.test("a weighted SDE refuses drifts and rates of another shape than its points", () => {
  const rateOf = (x: Tensor) => tf.sum(x, 1) as Tensor1D;
  const moves: readonly (readonly [(x: Tensor) => object, string])[] = [
    [(x) => ({ drift: tf.sum(x, 1, true), rate: rateOf(x) }), "a drift of shape [3,1]"],
    [(x) => ({ drift: x, rate: tf.sum(x, 1, true) }), "a rate of shape [3,1]: accepted is [3]"],
    [(x) => ({ drift: x, rate: tf.sum(x) }), "a rate of shape []: accepted is [3]"],
  ];
  for (const [at, message] of moves) {
    const move = { at: (_: object, x: Tensor) => at(x) as never, noise: 1 };
    const sampler = weightedSde({ ...common, move });
    refuse(() => run(sampler, key, {}, [3, 2]), RangeError, `Cannot move particles by ${message}`);
    sampler.dispose?.();
  }
  const at = (_: object, x: Tensor) => ({ drift: x, rate: rateOf(x) });
  for (const noise of [NaN, -1, Infinity, undefined as never]) {
    refuse(
      () => weightedSde({ ...common, move: { at, noise } }),
      RangeError,
      `noise of move must be a finite number at least 0: current value is ${noise}`,
    );
  }
});

Deno.test("samplers without a score, a move or a schedule are refused", () => {
  const score = (_: object, x: Tensor) => x;
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => reverseSde(common as never), "score must be a function: it is undefined"],
    [() => likelihood(common as never), "score must be a function: it is undefined"],
    [() => annealedMove(0 as never, 2, "target score"), "score must be a function: it is number"],
    [() => weightedSde(common as never), "at of move must be a function: it is undefined"],
    [() => reverseSde({ score } as never), "schedule must have functions h and g2"],
    [() => likelihood({ score } as never), "schedule must have functions h and g2"],
    [() => weightedSde({ move: { at: score, noise: 1 } } as never), "functions h and g2"],
  ];
  for (const [make, message] of refused) refuse(make, TypeError, message);
});

Deno.test("weights that do not add up to 1 are refused, not taken for shares", () => {
  for (const weights of [[1, 2, 3, 4], [0.5, 0.4], [], [NaN, 1]]) {
    const given = Float64Array.from(weights);
    refuse(() => systematic(given, 0.3), RangeError, "accepted are weights of at least 0 that add");
    refuse(() => effectiveSampleSize(given), RangeError, "Cannot count particles by weights that");
  }
  refuse(() => systematic(Float64Array.of(1, 2, 3, 4), 0.3), RangeError, "that add up to 10:");
  refuse(() => systematic(Float64Array.of(-1, 2), 0.3), RangeError, "are not all at least 0");
  for (const u of [-0.1, 1, NaN]) {
    refuse(
      () => systematic(Float64Array.of(0.5, 0.5), u),
      RangeError,
      `Cannot resample at u = ${u}`,
    );
  }
  assertEquals([...systematic(Float64Array.of(.1, .2, .3, .4), 0.3)], [0, 2, 2, 3]);
  // Of numbers in float32, which are a little off.
  assertEquals(Math.round(effectiveSampleSize(new Float64Array(10).fill(Math.fround(0.1)))), 10);
});

Deno.test("weights are made of lists, and not of a tensor", () => {
  const logs = tf.zeros([2]);
  for (const given of [logs, undefined, 3, "ab"]) {
    refuse(() => normalisedWeights(given as never), TypeError, "accepted are logarithms in a list");
  }
  assertEquals([...normalisedWeights(logs.dataSync())], [0.5, 0.5]);
});

Deno.test("unadjusted Langevin refuses to start where the energy is NaN", () => {
  const target = { shape: [1], energy: (x: Tensor) => tf.sum(tf.sqrt(x), 1) as Tensor1D };
  const sampler = langevin(target, { steps: 2, stepSize: 0.1, mode: "graph" });
  const start = tf.tensor2d([[1], [-1]]), nowhere = tf.tensor2d([[NaN], [1]]) as Tensor;
  refuse(
    () => run(sampler, key, { start }, [2, 1]),
    RangeError,
    "Cannot start chain 1 where its energy is NaN",
  );
  refuse(
    () => run(sampler, key, { start: nowhere }, [2, 1]),
    RangeError,
    "Cannot start chain 0",
  );
  sampler.dispose?.();
});

Deno.test("estimates at points of another size, and densities whose score fails, leave nothing behind", () => {
  const pair = gaussianMixture({ means: [[0, 0]], deviation: 1 });
  const x = tf.ones([3, 3]) as Tensor, h = tf.tensor1d([1]);
  refuse(
    () => monteCarloScore(pair, key, x, h, { samples: 4 }),
    RangeError,
    "Cannot measure a mixture at points of shape [12,3]",
  );
  let calls = 0;
  const failing = (_: object, y: Tensor) => {
    if (++calls > 1) throw new RangeError("mine");
    return y;
  };
  const flow = likelihood({ ...common, score: failing });
  refuse(() => flow({}, x), RangeError, "mine");
  flow.dispose();
});

Deno.test("clocks of other particles, and births of no kind, are refused", () => {
  const clocks = startClocks(key, 3), change = tf.zeros([5]) as Tensor1D;
  const message = "Cannot move 3 clocks by 5 changes: accepted is one for each";
  refuse(() => birthAndDeath(key, clocks, change), RangeError, message);
  const three = tf.zeros([3]) as Tensor1D, kind = "acumulated" as never;
  refuse(() => birthAndDeath(key, clocks, three, kind), RangeError, "(did you mean accumulated?)");
});

Deno.test("a buffer draws at least one row", () => {
  const buffer = sampleBuffer(4, [2]);
  buffer.push(tf.ones([3, 2]));
  for (const count of [-1, 0, 1.5, NaN]) {
    const message = `count must be an integer of at least 1: current value is ${count}`;
    refuse(() => buffer.sample(key, count), RangeError, message);
  }
});
