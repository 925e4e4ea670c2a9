/** Moves and starts of the annealing in closed form. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { edmSchedule } from "lib/diffusion/variance_schedule.ts";
import type { VectorNetwork } from "lib/nn/vector_network.ts";
import { annealer, flowMove, hotSamples, withoutOutliers } from "lib/papers/pita/anneal.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

/** A network without parameters. */
const network = (of: (x: Tensor) => Tensor): VectorNetwork => ({
  ...{ name: "a formula", config: {}, parameters: {}, init: () => ({}) },
  apply: (_params, x) => of(x),
});

/** F = 0: the denoiser of N(0, I), whose score at noise h is -x/(1 + h). */
const nothing = network(tf.zerosLike);

/** F = u², of which particles have different divergences. */
const bent = network(tf.square);

/** 2|x|², that of N(0, I/4). */
const narrow = {
  name: "narrow",
  shape: [2],
  energy: (x: Tensor) => tf.mul(2, tf.sum(tf.square(x), 1)) as Tensor1D,
};

const rows = [[0.3, -1], [2, 0.5], [-0.7, 1.5]] as const;

Deno.test("along the flow the drift is ½s - ½γ∇U, and the rate ½(1 - γ) div s or none", () => {
  const gamma = 3, h = 0.7, beta = 4, hottest = 8, deviation = 0.5;
  const level = { t: tf.tensor1d([0.5]), h: tf.tensor1d([h]) };
  const x = tf.tensor2d(rows.map((row) => [...row])), rung = { params: {}, beta: tf.scalar(beta) };
  // The share of what is known, whose slope is β/T₀·4x.
  const share = (deviation ** 2 / (h + deviation ** 2)) ** 2;
  const slope = (1 - share) / (1 + h) + share * beta / hottest * 4;
  for (const probes of [0, 1, 3]) {
    const move = flowMove(nothing, gamma, {
      known: { target: narrow, hottest, deviation },
      probes,
    });
    const { drift, rate } = move.at(rung, x, level, random.key(1));
    values(drift).forEach((d, i) => {
      const own = rows[Math.floor(i / 2)]![i % 2]!;
      assertAlmostEquals(d, -0.5 * own / (1 + h) - 0.5 * gamma * slope * own, 1e-5);
    });
    // div s = -2/(1 + h) in two dimensions, whatever the probes are.
    const wanted = probes ? (gamma - 1) / (1 + h) : 0;
    values(rate).forEach((r) => assertAlmostEquals(r, wanted, 1e-5));
  }
});

/** Effective sample size of logarithms of weights. */
function sampleSize(logWeights: readonly number[]): number {
  const weights = logWeights.map((w) => Math.exp(w - Math.max(...logWeights)));
  return sum(weights) ** 2 / sum(weights.map((w) => w * w));
}

const gamma = 3;

/** A first step, its rates by a formula of x and h, and those above a quantile cut. */
function firstStep(
  given: Pick<Parameters<typeof annealer>[0], "move" | "network" | "rateQuantile">,
  rateOf: (x: number, y: number, h: number) => number,
) {
  const particles = 100, steps = 4, schedule = edmSchedule(0.1, 2);
  const sampler = annealer({ ...given, schedule, gamma, particles, steps });
  const context = { params: {}, beta: tf.scalar(1) };
  const start = sampler.init(random.key(3), context, [particles, 2]), x = values(start.x);
  const [, { ess }] = sampler.step(random.key(4), context, start, 0);
  const rates = Array.from(
    { length: particles },
    (_, i) => schedule.g2(1) / steps * rateOf(x[2 * i]!, x[2 * i + 1]!, schedule.h(1)),
  );
  const limit = (q: number) => q === 1 ? Infinity : rates.toSorted((a, b) => a - b)[q * particles]!;
  const cut = (q: number) => sampleSize(rates.map((rate) => Math.min(rate, limit(q))));
  return { found: ess.dataSync()[0]!, cut };
}

Deno.test("rates are cut at the quantile .9 or a given one, and where they are published only", () => {
  // ½γ(γ - 1)|s|², and what is the same for all particles.
  const published = (x: number, y: number, h: number) =>
    0.5 * gamma * (gamma - 1) * (x * x + y * y) / (1 + h) ** 2;
  const move = "weighted", usual = firstStep({ move, network: nothing }, published);
  assertAlmostEquals(usual.found, usual.cut(0.9), 1e-2);
  const low = firstStep({ move, network: nothing, rateQuantile: 0.5 }, published);
  assertAlmostEquals(low.found, low.cut(0.5), 1e-2);
  // div s is a constant and c_out·2c_in²·(x + y)/h, and the rate is ½(1 - γ) of it.
  const along = (x: number, y: number, h: number) =>
    0.5 * (1 - gamma) * Math.sqrt(h / (1 + h)) * 2 / (1 + h) * (x + y) / h;
  const whole = firstStep({ move: "flow-weighted", network: bent, rateQuantile: 0.5 }, along);
  assertAlmostEquals(whole.found, whole.cut(1), 1e-2);
  for (const { cut } of [usual, whole]) {
    const sizes = [0.5, 0.9, 1].map(cut);
    assertEquals(new Set(sizes.map((size) => size.toFixed(1))).size, 3, `${sizes}`);
  }
});

Deno.test("particles begin with the variance of the widest noise over γ", () => {
  const particles = 4000, gamma = 4, schedule = edmSchedule(0.1, 2);
  for (const move of ["scaled", "weighted", "flow", "flow-weighted"] as const) {
    const sampler = annealer({ network: nothing, schedule, gamma, particles, steps: 1, move });
    const context = { params: {}, beta: tf.scalar(1) };
    const { x } = sampler.init(random.key(5), context, [particles, 2]);
    const ratio = values(tf.mean(tf.square(x)))[0]! / (schedule.h(1) / gamma);
    assertAlmostEquals(ratio, 1, 5 * Math.sqrt(2 / (2 * particles)), move);
  }
});

Deno.test("the hottest chains begin at Gaussian points of a spread, or where they are told to", () => {
  const count = 2000, given = { count, key: random.key(6), seed: 7, temperature: 3, steps: 1 };
  // Steps too short to lead anywhere.
  const stepSize = 1e-12, wide = hotSamples(narrow, { ...given, stepSize, spread: 3 });
  const ratio = values(tf.mean(tf.square(wide)))[0]! / 3 ** 2;
  assertAlmostEquals(ratio, 1, 5 * Math.sqrt(2 / (2 * count)));
  const told = hotSamples(narrow, {
    ...{ ...given, count: 4, stepSize, spread: 3 },
    begin: (count, seed) => tf.fill([count, 2], seed),
  });
  assertEquals(told.shape, [4, 2]);
  values(told).forEach((v) => assertAlmostEquals(v, given.seed, 1e-4));
});

Deno.test("a sample at a thousand times the temperature is still one", () => {
  // 2·60² is 7,200.
  const x = tf.tensor2d([[60, 0], [1, 0], [61, 0]]);
  assertEquals(values(withoutOutliers(narrow, x, 7.2)), [60, 0, 1, 0, 60, 0]);
});
