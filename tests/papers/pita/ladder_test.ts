/** PITA's moves and losses where the answer is known. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gmm40 } from "lib/energy/mod.ts";
import { scoreMlp } from "lib/models/score_mlp.ts";
import type { VectorNetwork } from "lib/nn/vector_network.ts";
import { edmSchedule } from "lib/diffusion/variance_schedule.ts";
import {
  annealer,
  pitaMove,
  scaledMove,
  type Transport,
  type Way,
  withoutOutliers,
} from "lib/papers/pita/anneal.ts";
import { temperedChains, weightedSamples } from "lib/papers/pita/competitors.ts";
import { fkcSampler, runFkc } from "lib/papers/pita/fkc.ts";
import { effectiveCurves } from "lib/papers/pita/fkc_weights.ts";
import { fkcMetrics, fkcReference } from "lib/papers/pita/fkc_metrics.ts";
import { denoiserOf, energyOf, initialLadder, trainRung } from "lib/papers/pita/ladder.ts";
import { run, sampleBuffer } from "lib/samplers/mod.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

/** F = 0: the denoiser of N(0, I), and its energy but for ln(1 + h). */
const nothing: VectorNetwork = {
  ...{ name: "nothing", config: {}, parameters: {} },
  init: () => ({}),
  apply: (_params, x) => tf.zerosLike(x),
};

Deno.test("for N(0, I) the rate is ½γ(γ - 1)|s|², or along the flow ½(1 - γ) div s, and what U's constant adds", () => {
  const gamma = 2, h = 0.7, x = tf.tensor2d([[0.3, -1], [2, 0.5], [0, 0]]);
  const level = { t: tf.tensor1d([0.5]), h: tf.tensor1d([h]) }, key = random.key(0);
  const rung = { params: {}, beta: tf.scalar(4) };
  const { drift, rate } = pitaMove(nothing, gamma).at(rung, x, level, key);
  const rows = [[0.3, -1], [2, 0.5], [0, 0]] as const;
  values(drift).forEach((d, i) => {
    // Both halves of the drift are the score, -x/(1 + h).
    assertAlmostEquals(d, -gamma * rows[Math.floor(i / 2)]![i % 2]! / (1 + h), 1e-5);
  });
  values(rate).forEach((r, i) => {
    const square = (rows[i]![0] ** 2 + rows[i]![1] ** 2) / (1 + h) ** 2;
    // U lacks ln(1 + h), whose derivative is 1/(1 + h) in two dimensions.
    assertAlmostEquals(r + gamma / (1 + h), 0.5 * gamma * (gamma - 1) * square, 1e-5);
  });
  // Along the flow: -½(γ - 1) div s, div s = -2/(1 + h), and what the constant adds.
  const along = pitaMove(nothing, gamma, { transport: "flow" }).at(rung, x, level, key);
  values(along.rate).forEach((r) => assertAlmostEquals(r, (gamma - 1 - gamma) / (1 + h), 1e-5));
  values(along.drift).forEach((d, i) =>
    assertAlmostEquals(d, values(drift)[i]! * (1 + gamma) / 2 / gamma, 1e-5)
  );
  const scaled = scaledMove(nothing, gamma).at(rung, x, level, key);
  values(scaled.rate).forEach((r) => assertAlmostEquals(r, 0, 1e-12));
  values(tf.sub(scaled.drift, drift)).forEach((d) => assertAlmostEquals(d, 0, 1e-5));
});

/** N(0, 1/4) in the plane, which {@link nothing} takes for N(0, I). */
const narrow = {
  name: "narrow",
  shape: [2],
  energy: (x: Tensor) => tf.mul(2, tf.sum(tf.square(x), 1)) as Tensor1D,
};

Deno.test("what is known is U without noise, and what was learned is U under much", () => {
  const x = tf.tensor2d([[0.3, -1], [2, 0.5]]), beta = tf.scalar(2);
  const known = { target: narrow, hottest: 8, deviation: 0.1 };
  const at = (h: number, more?: typeof known) =>
    values(energyOf(nothing, more)({}, x, tf.fill([2], h) as Tensor1D, beta));
  // A quarter of the energy: β/T₀.
  at(1e-8, known).forEach((u, i) => assertAlmostEquals(u, [0.545, 2.125][i]!, 1e-4));
  at(9, known).forEach((u, i) => assertAlmostEquals(u, at(9)[i]!, 1e-4));
  const far = (limit?: number) => {
    const more = { ...known, ...(limit && { limit }) }, h = tf.fill([1], 1e-8) as Tensor1D;
    return values(energyOf(nothing, more)({}, tf.tensor2d([[60, 0]]), h, beta))[0]!;
  };
  // 7,200 over 4, cut to 1,000 unless another limit is given.
  assertAlmostEquals(far(), 1000, 0.1);
  assertAlmostEquals(far(1e4), 1800, 0.1);
});

Deno.test("with a known energy weights lead to its power, though the network is wrong", () => {
  const count = 3000, gamma = 1.5, project = (x: Tensor) => x, key = random.key(6);
  const variance = (known: boolean, transport: Transport = "annealed") => {
    const sampler = annealer({
      ...{ network: nothing, schedule: edmSchedule(0.01, 3), gamma, particles: count, steps: 150 },
      ...{ move: "weighted", rateQuantile: 1, project, transport },
      ...(known && { known: { target: narrow, hottest: 1, deviation: 0.5 } }),
    });
    const state = run(sampler, key, { params: {}, beta: tf.scalar(1) }, [count, 2]);
    return values(tf.mean(tf.square(state.x)))[0]!;
  };
  const wanted = 0.25 / gamma, [learned, helped] = [variance(false), variance(true)];
  assert(Math.abs(helped - wanted) < 0.15 * wanted, `${helped} instead of ${wanted}`);
  const along = variance(true, "flow");
  assert(Math.abs(along - wanted) < 0.15 * wanted, `${along} along the flow, not ${wanted}`);
  assert(Math.abs(learned - 1 / gamma) < 0.15 / gamma, `without it, N(0, I)'s power: ${learned}`);
});

Deno.test("along the flow a Gaussian is annealed without weights, by score scaling it is not", () => {
  const count = 4000, gamma = 2, key = random.key(8), schedule = edmSchedule(0.01, 5);
  const variance = (move: Way) => {
    const sampler = annealer({
      ...{ network: nothing, schedule, gamma, particles: count, steps: 300, move },
    });
    const state = run(sampler, key, { params: {}, beta: tf.scalar(1) }, [count, 2]);
    return values(tf.mean(tf.square(state.x)))[0]!;
  };
  const [along, scaled] = [variance("flow"), variance("scaled")];
  // All have one weight, so that systematic resampling keeps every one.
  assertAlmostEquals(variance("flow-weighted"), along, 1e-3);
  // 8,000 squares have a deviation of 1.6 %; steps of a finite length lead a little astray, too.
  assert(Math.abs(along - 1 / gamma) < 0.06 / gamma, `${along}, not ${1 / gamma}`);
  assert(Math.abs(scaled - 1 / gamma) > 0.2 / gamma, `${scaled}, near ${1 / gamma}`);
});

Deno.test("a short training at one rung brings the denoiser nearer to the closed form", async () => {
  const target = gmm40({ scale: 50 }), key = random.key(1);
  const network = scoreMlp({ conditions: 2, width: 32, embedding: 16, conditionScale: 10 });
  const buffer = sampleBuffer(500, [2]);
  buffer.push(target.sample(random.key(2), 500));
  const options = {
    ...{ target, network, temperature: 1, beta: 1, deviations: [0.01, 1] as const },
    ...{ steps: 250, batch: 64, learningRate: 3e-3 },
  };
  const before = initialLadder(network, key);
  const after = await trainRung(options, before, buffer, random.key(3));
  const h = tf.fill([200], 0.09) as Tensor1D, beta = tf.scalar(1);
  const x = tf.add(target.sample(random.key(4), 200), tf.mul(0.3, random.normal(key, [200, 2])));
  const exact = tf.add(x, tf.mul(0.09, target.score(x, 0.09)));
  const off = (params: typeof before) =>
    values(tf.mean(tf.square(tf.sub(denoiserOf(network)(params, x, h, beta), exact))))[0]!;
  const byEnergy = (params: typeof before) => {
    const slope = tf.grad((y: Tensor) => tf.sum(energyOf(network)(params, y, h, beta)))(x);
    return values(tf.mean(tf.square(tf.sub(tf.sub(x, tf.mul(0.09, slope)), exact))))[0]!;
  };
  assert(off(after) < 0.5 * off(before), `${off(before)} to ${off(after)}`);
  assert(byEnergy(after) < 0.7 * byEnergy(before), `${byEnergy(before)} to ${byEnergy(after)}`);
});

Deno.test("weighted samples of p are near the floor of p³", () => {
  const reference = fkcReference(2000, 1);
  const plain = fkcMetrics(
    weightedSamples({ particles: 2000, steps: 1, seed: 2 }),
    reference,
    2,
    200,
  );
  assert(plain.modeTv < 0.15, `${plain.modeTv}`);
  assert(plain.energyW2 < 0.1, `${plain.energyW2}`);
  // As released: each point beside itself, ten kernels. All points on one are far from the target.
  assert(plain.mmd > 0.015 && plain.mmd < 0.035, `${plain.mmd}, of exact samples .02`);
  const one = { values: new Float32Array(4000).fill(.01), dimension: 2 };
  assert(fkcMetrics(one, reference, 2, 200).mmd > 9, "ten kernels of 1 and little else");
});

Deno.test("what the released script compares energies with says little of a sampler", () => {
  // The energy of five samples is far from everyone's: a perfect sampler is not told from a poor one.
  const reference = fkcReference(2000, 1), own = fkcReference(2000, 2);
  const perfect = fkcMetrics(own.cold, reference, 2, 100);
  const hot = fkcMetrics(own.hot, reference, 2, 100);
  assert(perfect.energyW2 < .06 && perfect.energyOfFive > 8 * perfect.energyW2);
  assert(perfect.energyOfFiveLow < perfect.energyOfFive / 2);
  assert(perfect.energyOfFiveHigh > 2 * perfect.energyOfFive);
  assert(hot.energyOfFive > 2 * perfect.energyOfFive, `${hot.energyOfFive}`);
});

Deno.test("chains make as many points as asked, and particles divide into equal populations", () => {
  const points = temperedChains({ particles: 50, steps: 30, seed: 1 });
  assert(points.values.length === 100 && points.values.every(Number.isFinite));
  const sampler = fkcSampler({ scheme: "target score", corrector: "systematic" }, 5);
  const run = runFkc(sampler, { particles: 60, seed: 1, populations: 3 });
  assert(run.points.values.length === 120 && run.survivors >= 3);
  assertThrows(
    () => runFkc(sampler, { particles: 50, seed: 1, populations: 3 }),
    RangeError,
    "Cannot divide 50 particles into 3",
  );
});

Deno.test("samples of an implausible energy are replaced by others in turn", () => {
  const x = tf.tensor2d([[0, 0], [60, 0], [NaN, 0], [1, 0]]);
  // Energies 0, 7,200, none and 2: with 7 as the temperature the second is too high, with 8 it is not.
  assertEquals(values(withoutOutliers(narrow, x, 7)), [0, 0, 0, 0, 1, 0, 1, 0]);
  assertEquals(values(withoutOutliers(narrow, x, 8)).slice(0, 6), [0, 0, 60, 0, 0, 0]);
  const bad = tf.tensor2d([[60, 0]]);
  assertEquals(values(withoutOutliers(narrow, bad, 1)), [60, 0]);
});

Deno.test("along the flow all particles count until modes part, with published drifts few do", () => {
  const points = effectiveCurves({ particles: 200, steps: 40, seed: 3 });
  assertEquals(points.length, 3 * 40);
  const wide = (curve: string) =>
    points.filter((point) => point.curve === curve && point.x > 100 && point.x < 200)
      .map(({ y }) => y);
  assert(Math.min(...wide("probability flow")) > 0.98, `${wide("probability flow")}`);
  assert(Math.max(...wide("target score"), ...wide("tempered noise")) < 0.5);
  assert(points.every(({ y }) => y > 0 && y <= 1 + 1e-5));
});
