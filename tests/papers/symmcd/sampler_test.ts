/** One level of sampling, against the normal laws that it should draw from. */
import { assert, assertAlmostEquals } from "@std/assert";
import { type CrystalSchedule, crystalSchedule } from "lib/papers/symmcd/noise.ts";
import { crystalSampler } from "lib/papers/symmcd/sampler.ts";
import { disposeTree, random, type Tensor, tf } from "lib/tensor/mod.ts";
import { smallConfig } from "./small.ts";

const LEVELS = 10, N = 400, M = 5;
const schedule = crystalSchedule(LEVELS);
const statistics = {
  ...{ mean: [0, 0, 0, 0, 0, 0], deviation: [1, 1, 1, 1, 1, 1], sizes: [] },
  elements: Array.from({ length: 94 }, () => 1 / 94),
  symbols: { 1: Array.from({ length: 15 * 13 }, () => 1 / 13) },
};
const config = smallConfig(LEVELS);

/** Level t of a network that always says `k` and `x`, from k = 0.3 and x = ½ everywhere. */
function fromLevel(t: number, told: { readonly k: number; readonly x: number }) {
  const sampler = crystalSampler(
    {
      ...{ name: "told", config, parameters: {}, init: () => ({}) },
      apply: (_, { k, x, a, s }) => ({
        k: tf.fill(k.shape, told.k),
        x: tf.fill(x.shape, told.x),
        a: tf.zerosLike(a),
        s: tf.zerosLike(s),
      }),
    },
    schedule,
    statistics,
    "graph",
  );
  const context = {
    params: {},
    mask: tf.ones([N, M]) as Tensor,
    free: tf.ones([N, 6]) as Tensor,
    group: tf.fill([N], 1, "int32") as Tensor,
  };
  const key = random.key(t + 1), first = sampler.init(key, context, [N, M, 3]);
  const state = { ...first, k: tf.fill([N, 6], 0.3), x: tf.fill([N, M, 3], 0.5) };
  const [next] = sampler.step(key, context, state, LEVELS - 1 - t);
  const [k, x] = [next.k, next.x].map((v) => Array.from(v.dataSync()));
  disposeTree({ ...context, first, state, next, key });
  return { k: k!, x: x! };
}

function assertNormal(values: readonly number[], mean: number, variance: number): void {
  const n = values.length, own = values.reduce((a, b) => a + b, 0) / n;
  const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
  // Five standard errors, and float32.
  assertAlmostEquals(own, mean, 5 * Math.sqrt(variance / n) + 1e-6);
  assertAlmostEquals(square, variance, 5 * variance * Math.sqrt(2 / n) + 1e-12);
}

const sigmaBelow = ({ sigma }: CrystalSchedule, t: number) => t > 0 ? sigma[t - 1]! : 0;

Deno.test("positions go along the score by the corrector's step and by σ² - σ₋², with the noise of both", () => {
  for (const t of [0, 1, 4]) {
    const sigma = schedule.sigma[t]!, below = sigmaBelow(schedule, t), told = 0.7;
    const score = told * Math.sqrt(schedule.scoreSquare[t]!);
    // Langevin's x + εs + √(2ε)z; then x₋ given x where x₋ ~ N(·, σ₋²) and x = x₋ + N(0, σ² - σ₋²).
    const size = 1e-5 * (sigma / 0.005) ** 2, fall = sigma ** 2 - below ** 2;
    const posterior = t > 0 ? 1 / (1 / below ** 2 + 1 / fall) : 0;
    const { x } = fromLevel(t, { k: 0, x: told });
    assertNormal(x, 0.5 + (size + fall) * score, 2 * size + posterior);
  }
});

Deno.test("a lattice's step down is the posterior of two normal laws, and no noise at the last", () => {
  const noise = 0.5;
  for (const t of [0, 1, 5]) {
    const here = schedule.alphaBar[t]!, below = t > 0 ? schedule.alphaBar[t - 1]! : 1;
    const clean = (0.3 - Math.sqrt(1 - here) * noise) / Math.sqrt(here), alpha = here / below;
    assert(Math.abs(clean) < 4, "within the sampler's bounds");
    const { k } = fromLevel(t, { k: noise, x: 0 });
    if (t === 0) {
      k.forEach((value) => assertAlmostEquals(value, clean, 1e-5));
      continue;
    }
    // k₋ ~ N(√ᾱ₋·clean, 1 - ᾱ₋), and k = √α·k₋ + N(0, 1 - α).
    const precision = 1 / (1 - below) + alpha / (1 - alpha);
    const mean = (Math.sqrt(below) * clean / (1 - below) + Math.sqrt(alpha) * 0.3 / (1 - alpha)) /
      precision;
    assertNormal(k, mean, 1 / precision);
  }
});
