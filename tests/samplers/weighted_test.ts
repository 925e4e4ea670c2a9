import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { withDivergence } from "../../lib/diffusion/divergence.ts";
import { geometricSchedule, type NoiseLevel } from "../../lib/diffusion/variance_schedule.ts";
import { rng } from "../../lib/datasets/rng.ts";
import { gaussianMixture, gmm40, gmm40Deviations, temperedMixture } from "../../lib/energy/mod.ts";
import { modeCounts, modeVariation, pointsOf } from "../../lib/metrics/mod.ts";
import {
  annealedMove,
  type AnnealedScheme,
  birthAndDeath,
  effectiveSampleSize,
  normalisedWeights,
  resample,
  run,
  startClocks,
  systematic,
  weightedSde,
} from "../../lib/samplers/mod.ts";
import { disposeTree, random, type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
type Nothing = Record<never, never>;

Deno.test("systematic resampling copies each particle ⌊nw⌋ or ⌈nw⌉ times, nw on average", () => {
  const numbers = rng(1);
  const n = 50;
  const weights = normalisedWeights(
    Array.from({ length: n }, () => Math.log(numbers.uniform() ** 3)),
  );
  const sum = new Float64Array(n), turns = 2000;
  for (let turn = 0; turn < turns; turn++) {
    const counts = new Float64Array(n);
    systematic(weights, numbers.uniform()).forEach((i) => counts[i]!++);
    counts.forEach((c, i) => {
      assert(c >= Math.floor(n * weights[i]! - 1e-9) && c <= Math.ceil(n * weights[i]! + 1e-9));
      sum[i]! += c / turns;
    });
  }
  sum.forEach((c, i) => assertAlmostEquals(c, n * weights[i]!, .05));
});

Deno.test("resample waits for the effective sample size to fall, and resets the weights", () => {
  const x = tf.tensor2d([[0], [1], [2], [3]]), key = random.key(1);
  const logWeights = tf.log(tf.tensor1d([1, 1, 1, 5])) as ReturnType<typeof tf.tensor1d>;
  // (1 + 1 + 1 + 5)²/28 = 2.2857
  const [kept, info] = resample(key, { x, logWeights }, .5);
  assertEquals(values(kept.x), [0, 1, 2, 3]);
  assertAlmostEquals(values(info.ess)[0]!, 64 / 28, 1e-6);
  const [fresh, { ancestors }] = resample(key, { x, logWeights }, .6);
  assertEquals(values(fresh.x), values(ancestors));
  assertEquals(values(fresh.logWeights), [0, 0, 0, 0]);
  assert(values(ancestors).filter((i) => i === 3).length >= 2);
  assertAlmostEquals(effectiveSampleSize(Float64Array.of(.5, .5)), 2, 1e-12);
});

Deno.test("weights that are all 0, or no numbers, are refused in one sentence", () => {
  const refuse = (all: number[], message: string) =>
    assertThrows(() => normalisedWeights(all), RangeError, message);
  refuse([-Infinity, -Infinity], "Cannot weigh 2 particles: all weights are 0");
  refuse([0, NaN], "the logarithm of weight 1 is NaN");
  refuse([Infinity], "the logarithm of weight 0 is Infinity");
  const score = (_: Nothing, x: Tensor) => x;
  assertThrows(() => annealedMove(score, 0, "target score"), RangeError, "Cannot anneal by 0");
  // As of a configuration that is read.
  const mistyped = "target-score" as AnnealedScheme;
  assertThrows(() => annealedMove(score, 2, mistyped), RangeError, "accepted are target score");
  const sde = { schedule: geometricSchedule(.01, 1), move: annealedMove(score, 2, "target score") };
  for (const startScale of [-1, 0, NaN, Infinity]) {
    assertThrows(() => weightedSde({ ...sde, startScale }), RangeError, `start by ${startScale}`);
  }
  const other = "multinomial" as "none";
  assertThrows(() => weightedSde({ ...sde, resampling: other }), RangeError, "accepted are none");
  for (const window of [[-1, 5], [0, 11], [8, 3], [.2, .8], [0, NaN], [3]] as [number, number][]) {
    assertThrows(
      () => weightedSde({ ...sde, steps: 10, window }),
      RangeError,
      `0 ≤ from ≤ to ≤ 10, the steps: current value is [${window}]`,
    );
  }
  for (const window of [[0, 10], [4, 4]] as const) weightedSde({ ...sde, steps: 10, window });
  const few = { x: tf.zeros([6, 1]) as Tensor, logWeights: tf.zeros([3]) as Tensor1D };
  assertThrows(() => resample(random.key(1), few, 1), RangeError, "6 particles by 3 weights");
});

Deno.test("births and deaths: who falls behind is replaced by who is ahead", () => {
  const clocks = {
    death: tf.zeros([4]) as ReturnType<typeof tf.tensor1d>,
    threshold: tf.tensor1d([.5, 1e9, 1e9, .5]),
    births: tf.zeros([4]) as ReturnType<typeof tf.tensor1d>,
    candidate: tf.range(0, 4, 1, "int32"),
  };
  // Mean 0: the first falls behind by 1 and dies, the last by .2 and does not.
  const change = tf.tensor1d([-1, 1.2, 0, -.2]);
  const [ancestors, after] = birthAndDeath(random.key(1), clocks, change);
  assertEquals(values(ancestors), [1, 1, 2, 3]);
  values(after.death).forEach((d, i) => assertAlmostEquals(d, [0, 0, 0, .2][i]!, 1e-6));
  assert(values(after.threshold)[0] !== .5, "a new threshold");
  const drawn = values(startClocks(random.key(2), 20_000).threshold);
  assertAlmostEquals(drawn.reduce((a, b) => a + b) / 20_000, 1, .03);
});

Deno.test("a particle of weight 0 dies at once and replaces nobody; a rate that is no number is refused", () => {
  const clocks = { ...startClocks(random.key(1), 4), threshold: tf.fill([4], 9) as Tensor1D };
  for (const kind of ["instantaneous", "accumulated"] as const) {
    // The mean of the others is 0, so that only the third is born.
    const change = tf.tensor1d([-Infinity, -1, 1, 0]);
    const [ancestors, after] = birthAndDeath(random.key(2), clocks, change, kind);
    assertEquals(values(ancestors), [2, 1, 2, 3], kind);
    values(after.death).forEach((d, i) => assertAlmostEquals(d, [0, 1, 0, 0][i]!, 1e-6));
  }
  const nobodyBorn = tf.tensor1d([-Infinity, -Infinity, -Infinity, 3]);
  assertEquals(values(birthAndDeath(random.key(3), clocks, nobodyBorn)[0]), [3, 3, 3, 3]);
  for (const [rate, message] of [[NaN, "by NaN"], [Infinity, "by Infinity"]] as const) {
    const change = tf.tensor1d([0, rate, 0, 0]);
    assertThrows(
      () => birthAndDeath(random.key(2), clocks, change),
      RangeError,
      `the logarithm of weight 1 changes ${message}`,
    );
  }
  const none = tf.fill([4], -Infinity) as Tensor1D;
  assertThrows(() => birthAndDeath(random.key(2), clocks, none), RangeError, "all weights are 0");
});

Deno.test("births add up: whoever replaces is drawn in proportion to all of them", () => {
  const n = 4000,
    only = (i: number, gain: number) => {
      const change = new Float32Array(n);
      change[i] = gain;
      return tf.tensor1d(change);
    };
  const first = startClocks(random.key(1), n);
  const [, second] = birthAndDeath(random.key(2), first, only(1, 1), "accumulated");
  const [, third] = birthAndDeath(random.key(3), second, only(2, 3), "accumulated");
  // Births of 1 and 3: a quarter of the candidates is the first one's, the rest the second one's.
  const counts = [0, 0, 0];
  values(third.candidate).forEach((j) => counts[j]!++);
  assertAlmostEquals(counts[1]! / n, .25, .03);
  assertAlmostEquals(counts[2]! / n, .75, .03);
  assertAlmostEquals(values(third.births)[0]!, 4, 4 / n * 1.01);
  // Whoever dies takes the candidate, and its births begin anew.
  const dying = { ...third, threshold: tf.tensor1d([1e-9, ...new Array(n - 1).fill(9)]) };
  const [ancestors, after] = birthAndDeath(random.key(4), dying, only(3, 1e-3), "accumulated");
  assert([1, 2, 3].includes(values(ancestors)[0]!), `${values(ancestors)[0]}`);
  assertEquals(values(after.births)[0], 0);
  assertEquals(values(ancestors).slice(1), Array.from({ length: n - 1 }, (_, i) => i + 1));
});

Deno.test("the rate of an exact score is what Fokker and Planck say: ½γ(γ - 1)|s|²", () => {
  // PITA's general rate, with U = -log p_h: γ²⟨-∇U, ½s⟩ + γ·½div s + γ·dU/dh.
  const target = gmm40(), gamma = 1.7, h = 30, step = .05;
  const x = tf.mul(random.normal(random.key(1), [50, 2]), 15);
  const { value: s, divergence } = withDivergence((y) => target.score(y, h), x);
  const energy = (v: number) => tf.neg(target.logDensity(x, v));
  const slope = tf.div(tf.sub(energy(h + step), energy(h - step)), 2 * step);
  const square = tf.sum(tf.square(s), 1);
  const general = tf.addN([
    tf.mul(square, .5 * gamma ** 2),
    tf.mul(divergence, .5 * gamma),
    tf.mul(slope, gamma),
  ]);
  const move = annealedMove(
    (_: Nothing, y: Tensor, l: NoiseLevel) => target.score(y, l.h),
    gamma,
    "target score",
  );
  const level = { t: tf.tensor1d([.5]), h: tf.tensor1d([h]) };
  const { rate } = move.at({}, x, level, random.key(0));
  assert(values(tf.max(tf.abs(tf.sub(general, rate))))[0]! < 2e-3);

  // Along the probability flow ½s the transport is weighed once, not γ times.
  const along = tf.addN([
    tf.mul(square, .5 * gamma),
    tf.mul(divergence, .5),
    tf.mul(slope, gamma),
  ]);
  const flow = annealedMove(
    (_: Nothing, y: Tensor, l: NoiseLevel) => target.score(y, l.h),
    gamma,
    "probability flow",
  );
  const moved = flow.at({}, x, level, random.key(0));
  assert(values(tf.max(tf.abs(tf.sub(along, moved.rate))))[0]! < 2e-3);
  const drift = tf.mul(s, (gamma + 1) / 2);
  assert(values(tf.max(tf.abs(tf.sub(drift, moved.drift))))[0]! < 1e-6);
});

Deno.test("along the probability flow all particles of a Gaussian have one weight", () => {
  const normal = gaussianMixture({ means: [[0, 0]], deviation: .5 });
  const score = (_: Nothing, x: Tensor, { h }: NoiseLevel) => normal.score(x, h);
  const spread = (scheme: AnnealedScheme) => {
    const schedule = geometricSchedule(.01, 5), move = annealedMove(score, 3, scheme);
    const sampler = weightedSde({ schedule, move, steps: 100, startScale: 1 / 3, mode: "graph" });
    const w = values(run(sampler, random.key(1), {}, [500, 2]).logWeights);
    return Math.max(...w) - Math.min(...w);
  };
  assert(spread("probability flow") < 1e-3, `${spread("probability flow")}`);
  assert(spread("target score") > 1, `${spread("target score")}`);
});

const pair = gaussianMixture({ means: [[-1], [1]], deviation: .2, weights: [1, 2] });
const pairScore = (_: Nothing, x: Tensor, { h }: NoiseLevel) => pair.score(x, h);

for (const scheme of ["target score", "tempered noise", "probability flow"] as AnnealedScheme[]) {
  Deno.test(`${scheme}: weights turn shares 1:2 into 1:4 where β = 2, as p² has them`, () => {
    const common = {
      schedule: geometricSchedule(.01, 5),
      move: annealedMove(pairScore, 2, scheme),
      steps: 200,
      startScale: 1 / 2,
      mode: "graph",
    } as const;
    for (const resampling of ["systematic", "birth-death"] as const) {
      const shares = [1, 2, 3].map((seed) => {
        const sampler = weightedSde({ ...common, resampling });
        const state = run(sampler, random.key(seed), {}, [2000, 1]);
        return values(state.x).filter((x) => x > 0).length / 2000;
      });
      const share = shares.reduce((a, b) => a + b) / 3;
      // One run's share has a deviation of .035; without weights it would be near 2/3.
      assertAlmostEquals(share, .8, .07, `${resampling}: ${shares}`);
    }
  });
}

Deno.test("without annealing weights stay equal, and samples are the model's", () => {
  const sampler = weightedSde({
    schedule: geometricSchedule(.01, 5),
    move: annealedMove(pairScore, 1, "target score"),
    steps: 200,
    mode: "graph",
  });
  const state = run(sampler, random.key(1), {}, [3000, 1], {
    observe: ({ ess }) => assertAlmostEquals(values(ess)[0]!, 3000, .1),
  });
  assertAlmostEquals(values(state.x).filter((x) => x > 0).length / 3000, 2 / 3, .04);
});

Deno.test("correctors bring annealed GMM-40 nearer to its shares of modes, most along the flow", () => {
  const target = gmm40({ scale: 50, deviation: gmm40Deviations.fkc });
  const exact = temperedMixture(target, 3).sample(random.key(1), 50_000);
  const shares = modeCounts(pointsOf(exact), target.means);
  const score = (_: Nothing, x: Tensor, { h }: NoiseLevel) => target.score(x, h);
  const variation = (
    resampling: "none" | "systematic",
    scheme: AnnealedScheme = "target score",
  ) => {
    const move = annealedMove(score, 3, scheme);
    const schedule = geometricSchedule(.01, 10);
    const common = { schedule, move, steps: 200, startScale: 1 / 3, mode: "graph" } as const;
    const state = run(weightedSde({ ...common, resampling }), random.key(2), {}, [2000, 2]);
    return modeVariation(pointsOf(state.x), target.means, shares);
  };
  const [without, corrected] = [variation("none"), variation("systematic")];
  // Measured elsewhere with 4,000 particles and 500 steps: .37 and .155 to .174.
  assert(corrected < .25 && without > .3, `${without} without, ${corrected} with correctors`);
  const along = variation("systematic", "probability flow");
  assert(along < corrected - .05, `${along} along the flow, ${corrected} with the target score`);
});

Deno.test("weighted particles leave no tensors behind but their state", () => {
  const before = tf.memory().numTensors, key = random.key(1);
  for (const resampling of ["none", "systematic", "birth-death"] as const) {
    for (const window of [undefined, [1, 2]] as const) {
      const sampler = weightedSde({
        schedule: geometricSchedule(.01, 5),
        move: annealedMove(pairScore, 2, "target score"),
        steps: 4,
        resampling,
        rateQuantile: .9,
        ...(window ? { window } : {}),
        mode: "graph",
      });
      disposeTree(run(sampler, key, {}, [8, 1]));
    }
  }
  key.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("systematic resampling at the edges: u of 0, weights of 0, sums short of 1", () => {
  const even = Float64Array.of(.25, .25, .25, .25);
  assertEquals([...systematic(even, 0)], [0, 1, 2, 3]);
  assertEquals([...systematic(Float64Array.of(0, 1), 0)], [1, 1]);
  const short = Float64Array.of(.5, .5 - 1e-9, 0);
  assertEquals([...systematic(short, 1 - 1e-12)], [0, 1, 1]);
});
