/** The diffusion baseline against closed forms. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { answerFromNoise, posteriors } from "../../../../lib/diffusion/posterior.ts";
import { diffusion } from "../../../../lib/papers/ired/method/diffusion.ts";
import type { Observed } from "../../../../lib/diffusion/noising.ts";
import {
  corrected,
  reference,
  type SamplerOptions,
} from "../../../../lib/papers/ired/method/options.ts";
import { distance, ideal, schedule } from "./ideal.ts";
import { idealNoise } from "./noising_network.ts";
import { stepping } from "../../../support/stepping.ts";

/** Posterior variances of the specification's table, t = 0 … 9. */
const variances = [
  ...[0, .020799, .059133, .107106, .165259],
  ...[.237943, .334198, .472344, .690511, .974956],
];

Deno.test("the posterior is Bayes' rule for the two Gaussians, and the table's variance", () => {
  const { alphaBar, beta } = schedule;
  posteriors(schedule).forEach(({ ofAnswer, ofState, standardDeviation }, t) => {
    assertAlmostEquals(standardDeviation ** 2, variances[t]!, 1e-6);
    if (t === 0) return assertEquals([ofAnswer, ofState].map((v) => +v.toFixed(12)), [1, 0]);
    // y_{t-1} has the prior N(√ᾱ_{t-1}·y₀, 1 - ᾱ_{t-1}); y_t given it is N(√α_t·y_{t-1}, β_t).
    const before = alphaBar[t - 1]!, alpha = 1 - beta[t]!;
    const precision = 1 / (1 - before) + alpha / beta[t]!;
    assertAlmostEquals(standardDeviation ** 2, 1 / precision, 1e-12);
    assertAlmostEquals(ofAnswer, Math.sqrt(before) / (1 - before) / precision, 1e-12);
    assertAlmostEquals(ofState, Math.sqrt(alpha) / beta[t]! / precision, 1e-12);
  });
});

/** All levels of one reverse process; y before each level, and the answer. */
function solve(answer: Tensor, change: Partial<SamplerOptions>, observed?: Observed) {
  const options = { ...corrected.sampler, ...change };
  const { irem } = corrected.loss;
  const sampler = stepping(
    diffusion.solver({ network: idealNoise, schedule, options, irem, mode: "eager" }),
  );
  const solving = sampler.encode({}, { answer }, observed);
  let state = sampler.init(random.key(5), answer.shape);
  const states: Tensor[] = [], estimates: Tensor[] = [];
  while (state.t >= 0) {
    const [next, info] = sampler.step(solving, state);
    assertEquals(info.t, next.t + 1);
    assertEquals("energies" in info, false, "there is no energy");
    states[info.t] = state.y;
    estimates[info.t] = info.answer;
    state = next;
  }
  return { answer: sampler.answer(state), states, estimates };
}

const target = () => random.uniform(random.key(1), [50, 40], -1.5, 1.5);

Deno.test("with the ideal noise prediction both reverse processes end at the answer", () =>
  tf.tidy(() => {
    const y = target();
    assert(distance(solve(y, { reverse: "ancestral" }).answer, y) < 1e-5);
    const projection = { reverse: "projection", answerScale: "unscaled" } as const;
    assert(distance(solve(y, projection).answer, y) < 1e-5);
    const scaled = solve(y, { ...reference.sampler }).answer;
    assert(distance(scaled, tf.mul(y, schedule.sqrtAlphaBar[0]!)) < 1e-5);
  }));

Deno.test("ancestral sampling visits the levels of the forward process", () =>
  tf.tidy(() => {
    const y = target();
    const { states } = solve(y, {});
    for (let t = 0; t < 9; t++) {
      const residual = tf.sub(states[t]!, tf.mul(schedule.sqrtAlphaBar[t]!, y));
      const { mean, variance } = tf.moments(residual);
      const expected = 1 - schedule.alphaBar[t]!;
      assertAlmostEquals(mean.dataSync()[0]!, 0, 5 * Math.sqrt(expected / 2000));
      assertAlmostEquals(variance.dataSync()[0]!, expected, 0.15 * expected);
    }
    // The reference's projection leaves less noise behind than the forward process has.
    const projected = solve(y, { reverse: "projection" }).states;
    const residual = tf.sub(projected[4]!, tf.mul(schedule.sqrtAlphaBar[4]!, y));
    const spread = tf.moments(residual).variance.dataSync()[0]!;
    // The noise of the level before, √(posterior variance), scaled with the answer.
    const ratio = schedule.alphaBar[4]! / schedule.alphaBar[5]!;
    assertAlmostEquals(spread, variances[5]! * ratio, 0.15 * variances[5]! * ratio);
  }));

Deno.test("estimates keep to their clamp, and observed to their values", () =>
  tf.tidy(() => {
    const y = target();
    for (const reverse of ["ancestral", "projection"] as const) {
      const { estimates } = solve(y, { reverse, clampJump: 0.5, clampFinal: 0.5 });
      estimates.forEach((one) => assert(tf.max(tf.abs(one)).dataSync()[0]! <= 0.5 + 1e-6));
      const mask = tf.tile(tf.tensor2d([[...Array(20).fill(1), ...Array(20).fill(0)]]), [50, 1]);
      const values = tf.fill([50, 40], 0.25);
      const held = solve(y, { reverse, answerScale: "unscaled" }, { mask, values });
      [...held.estimates, held.answer].forEach((one) =>
        assert(distance(tf.mul(one, mask), tf.mul(values, mask)) < 1e-6)
      );
    }
  }));

Deno.test("noise predictions at a clean answer say the answer", () =>
  tf.tidy(() => {
    const y = tf.tensor2d([[1, -3]]), noise = tf.tensor2d([[0.5, 2]]);
    for (let t = 0; t < 10; t++) {
      const noisy = tf.add(
        tf.mul(schedule.sqrtAlphaBar[t]!, y),
        tf.mul(schedule.sigma[t]!, noise),
      );
      assert(distance(answerFromNoise(noisy, noise, schedule, t, 10), y) < 1e-3);
      const limited = tf.tensor2d([[1, -2]]);
      assert(distance(answerFromNoise(noisy, noise, schedule, t, 2), limited) < 1e-3);
    }
  }));

/** The loss of the ideal network on a batch of 40 levels. */
function lossOf(more: { observed?: Observed; weight?: Tensor; shift?: number }): number {
  return tf.tidy(() => {
    const answer = random.uniform(random.key(2), [40, 6], -1, 1);
    const { shift = 0, observed, weight } = more;
    const network = {
      ...idealNoise,
      readout: (...[params, ...rest]: Parameters<NonNullable<typeof idealNoise.readout>>) =>
        tf.add(idealNoise.readout!(params, ...rest), params.shift!),
    };
    const hooks = weight ? { weight: () => weight } : {};
    const setting = { network, schedule, options: corrected.loss, hooks };
    const batch = { condition: { answer }, answer, ...(observed && { observed }) };
    const params = { shift: tf.scalar(shift) };
    return diffusion.lossAndGradients(setting, params, batch, random.key(3)).parts.loss
      .dataSync()[0]!;
  });
}

Deno.test("the noise prediction's loss is the weighted squared error, observed left out", () => {
  assert(lossOf({}) < 1e-8);
  assertAlmostEquals(lossOf({ shift: 0.5 }), 0.25, 1e-5);
  tf.tidy(() => {
    const weight = tf.tile(tf.tensor2d([[1, 2, 3, 4, 5, 6]]), [40, 1]);
    assertAlmostEquals(lossOf({ shift: 0.5, weight }), 0.25 * 3.5, 1e-5);
    const mask = tf.tile(tf.tensor2d([[1, 1, 0, 0, 0, 0]]), [40, 1]);
    const answer = random.uniform(random.key(2), [40, 6], -1, 1);
    const observed = { mask, values: answer };
    assertAlmostEquals(lossOf({ shift: 0.5, observed }), 0.25 * 4 / 6, 1e-5);
  });
});

Deno.test("the noise prediction's loss draws all levels, each as often", () => {
  const { levels } = schedule, count = 20_000;
  const network = {
    ...idealNoise,
    readout: (...[{ level }, _encoded, y, t]: Parameters<NonNullable<typeof idealNoise.readout>>) =>
      tf.tile(tf.matMul(tf.oneHot(t, levels), level!), [1, y.shape[1]!]),
  };
  const slopes = tf.tidy(() => {
    const answer = tf.zeros([count, 6]), params = { level: tf.ones([levels, 1]) };
    const setting = { network, schedule, options: corrected.loss, hooks: {} };
    const batch = { condition: { answer }, answer };
    const { gradients } = diffusion.lossAndGradients(setting, params, batch, random.key(4));
    return gradients.level!.dataSync();
  });
  assertEquals(slopes.length, levels);
  // The slope of the mean of (p_t - ε)² by p_t is 2·mean of 1[t](1 - ε) at p = 1, or 2/levels. Six entries
  // share a level, so that a problem's own deviates by less than 2√((1 + 1/6)/levels).
  const error = 2 * Math.sqrt((1 + 1 / 6) / levels / count);
  slopes.forEach((slope, t) => assertAlmostEquals(slope, 2 / levels, 5 * error, `level ${t}`));
});

Deno.test("a network without a read-out cannot predict", () =>
  tf.tidy(() => {
    const sampler = stepping(diffusion.solver({
      network: ideal,
      schedule,
      options: corrected.sampler,
      irem: corrected.loss.irem,
      mode: "eager",
    }));
    const answer = tf.zeros([1, 2]);
    const state = sampler.init(random.key(1), [1, 2]);
    assertThrows(
      () => sampler.step(sampler.encode({}, { answer }), state),
      TypeError,
      "network ideal: it has no read-out",
    );
  }));
