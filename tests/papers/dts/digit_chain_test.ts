/** Steps of the chain of digits, and particles over it, where all can be said beforehand. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialize } from "lib/nn/parameters.ts";
import { enumeratedValue } from "lib/papers/dts/coins.ts";
import { type DigitChain, digitChain } from "lib/papers/dts/digits/chain.ts";
import {
  classifierSpec,
  DIGIT_STEPS,
  digitDenoiser,
  digitSchedule,
  PIXELS,
} from "lib/papers/dts/digits/networks.ts";
import { rollouts, steered, treeDraws, weighted } from "lib/papers/dts/digits/samplers.ts";
import { random, tf } from "lib/tensor/mod.ts";

const COUNT = 300;

/** A chain whose denoiser is that of N(0, I): its network says 0. */
function normalChain() {
  const denoiser = Object.fromEntries(
    Object.entries(digitDenoiser.init(random.key(1))).map(([name, p]) => [name, tf.zerosLike(p)]),
  );
  return digitChain(denoiser, initialize(random.key(2), classifierSpec), 3);
}

Deno.test("for normal pixels a step goes to √(1 - β)·x, with the posterior's variance", () => {
  const chain = normalChain(), key = random.key(3), x = chain.start(key, COUNT);
  for (const t of [1, 5, 20, DIGIT_STEPS]) {
    const own = random.key(10 + t);
    const next = chain.guided(x, t, own, { lambda: 1, longest: 0 }).x;
    const slope = Math.sqrt(1 - digitSchedule.beta[t - 1]!);
    const here = digitSchedule.alphaBar[t - 1]!, below = t > 1 ? digitSchedule.alphaBar[t - 2]! : 1;
    // Var(x₋ | x, x_0): 1/(1/(1 - ᾱ₋) + α/β).
    const variance = t > 1 ? 1 / (1 / (1 - below) + here / below / (1 - here / below)) : 0;
    let [along, size, rest] = [0, 0, 0];
    x.forEach((v, i) => (along += v * next[i]!, size += v * v));
    x.forEach((v, i) => rest += (next[i]! - slope * v) ** 2 / x.length);
    assertAlmostEquals(along / size, slope, 5 * Math.sqrt(variance / x.length) + 1e-5, `t = ${t}`);
    assertAlmostEquals(rest, variance, 5 * variance * Math.sqrt(2 / x.length) + 1e-9, `t = ${t}`);
  }
  chain.dispose();
});

Deno.test("the correction of a push of p deviations is N(-p²/2, p²), so that weights have mean 1", () => {
  const chain = normalChain(), key = random.key(4), count = 2000, t = 20;
  const one = chain.start(key, 1), x = new Float32Array(count * PIXELS);
  for (let i = 0; i < count; i++) x.set(one, i * PIXELS);
  const at = (longest: number) => chain.guided(x, t, key, { lambda: 300, longest });
  const still = at(0), { x: moved, corrections } = at(0.8);
  let square = 0;
  for (let p = 0; p < PIXELS; p++) square += (moved[p]! - still.x[p]!) ** 2;
  const p = Math.sqrt(square / digitSchedule.posteriorVariance[t - 1]!);
  assertAlmostEquals(p, 0.8, 1e-3, "λσ|∇r| is longer than that, and cut");
  const mean = corrections.reduce((sum, c) => sum + c / count, 0);
  const spread = corrections.reduce((sum, c) => sum + (c - mean) ** 2 / count, 0);
  assertAlmostEquals(mean, -(p ** 2) / 2, 5 * p / Math.sqrt(count));
  assertAlmostEquals(spread, p ** 2, 5 * p ** 2 * Math.sqrt(2 / count));
  chain.dispose();
});

/** Two kinds of images, told by their first pixel, whose value is log 3 and 0 at all times. */
function twoKinds(): DigitChain {
  const images = (count: number) => {
    const x = new Float32Array(count * PIXELS);
    for (let i = 0; i < count; i++) x[i * PIXELS] = Number(2 * i >= count);
    return x;
  };
  return {
    start: (_, count) => images(count),
    walk: (x) => x.slice(),
    guided: (x) => ({ x: x.slice(), corrections: new Float32Array(x.length / PIXELS) }),
    value: (x) =>
      Float32Array.from({ length: x.length / PIXELS }, (_, i) => x[i * PIXELS]! * Math.log(3)),
    dispose() {},
  };
}

/** Share of the kind that weighs 3. */
const shareOf = (x: Float32Array) =>
  x.filter((_, i) => i % PIXELS === 0).reduce((a, b) => a + b, 0) / (x.length / PIXELS);

Deno.test("values on the way count once: three of four particles end as what weighs three times as much", () => {
  for (const method of ["smc", "tds"] as const) {
    const { x } = steered(twoKinds(), { method }, { particles: 80, count: 80, seed: 1 });
    // Kinds lie side by side: systematic resampling is off by one particle at most.
    assertAlmostEquals(shareOf(x), 0.75, 1.01 / 80, method);
  }
  const { x } = steered(twoKinds(), { method: "dps" }, { particles: 80, count: 80, seed: 1 });
  assert(shareOf(x) === 0.5, "not weighed");
});

Deno.test("a single end is drawn in proportion to its weight", () => {
  const chain = twoKinds(), ends = chain.start(random.key(0), 2), draws = 400;
  let sum = 0;
  for (let seed = 0; seed < draws; seed++) sum += shareOf(weighted(chain, ends, 1, seed).x);
  assertAlmostEquals(sum / draws, 0.75, 5 * Math.sqrt(0.75 * 0.25 / draws));
});

Deno.test("a path of the tree, a rollout and particles go down the same edges, from 50, 40, 30, 20 and 10", () => {
  const times: number[] = [], base = twoKinds();
  const chain: DigitChain = {
    ...base,
    walk: (x, t, key) => {
      times.push(t);
      return base.walk(x, t, key);
    },
  };
  const { evaluations } = treeDraws(chain, "uniform", { budget: 50, count: 1, seed: 1, batch: 1 });
  assertEquals([evaluations, ...times.splice(0)], [50, 50, 40, 30, 20, 10]);
  rollouts(chain, 1, 1);
  assertEquals(times.splice(0), [50, 40, 30, 20, 10]);
  steered(chain, { method: "smc" }, { particles: 2, count: 1, seed: 1 });
  assertEquals(times, [50, 40, 30, 20, 10]);
});

Deno.test("the value of tosses is the logarithm of the mean of 4^heads over the rest", () => {
  // Two more tosses after two heads: 16·(1 + 4 + 4 + 16)/4.
  assertAlmostEquals(enumeratedValue([1, 0, 1]), Math.log(100), 1e-12);
  assertAlmostEquals(enumeratedValue([0, 0, 0, 0, 1]), Math.log(4), 1e-12);
});
