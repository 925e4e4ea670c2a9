import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";
import * as convert from "../../lib/diffusion/conversions.ts";
import { linearSchedule } from "../../lib/diffusion/ddpm.ts";
import { withDivergence, withEstimatedDivergence } from "../../lib/diffusion/divergence.ts";
import {
  edmSchedule,
  geometricSchedule,
  noiseLevelAt,
} from "../../lib/diffusion/variance_schedule.ts";
import { energyAndGradient, gmm40 } from "../../lib/energy/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

Deno.test("√h of the geometric schedule", () => {
  const oracle = [
    [1e-5, 1, [1.7755e-4, 3.1623e-3, .056234, 1]],
    [1e-5, 3, [2.3382e-4, 5.4772e-3, .12819, 3]],
    [.5, 4, [.6761, 1.3229, 2.3253, 3.9686]],
    [.01, 10, [.055338, .31607, 1.7783, 10]],
  ] as const;
  for (const [smin, smax, roots] of oracle) {
    const schedule = geometricSchedule(smin, smax);
    assertAlmostEquals(schedule.h(0), 0, 0);
    roots.forEach((root, i) =>
      assertAlmostEquals(Math.sqrt(schedule.h((i + 1) / 4)), root, 1e-4 * root)
    );
  }
});

Deno.test("√h of EDM's schedule", () => {
  const schedule = edmSchedule(.05, 80);
  const oracle = [[0, .05], [.1, .165909], [.25, .731984], [.5, 5.06939], [.75, 23.05], [
    .9,
    49.923,
  ], [1, 80]] as const;
  for (const [t, root] of oracle) {
    assertAlmostEquals(Math.sqrt(schedule.h(t)), root, 1e-5 * root);
  }
});

for (const schedule of [geometricSchedule(1e-5, 1), edmSchedule(.05, 80)]) {
  Deno.test(`${schedule.name}: g² is the slope of h, and tensors agree with numbers`, () => {
    const times = [1e-3, .1, .3, .5, .7, .95];
    const found = values(schedule.variance(tf.tensor1d(times)));
    times.forEach((t, i) => {
      const slope = (schedule.h(t + 1e-6) - schedule.h(t - 1e-6)) / 2e-6;
      assertAlmostEquals(schedule.g2(t), slope, 1e-5 * slope);
      assertAlmostEquals(found[i]!, schedule.h(t), 1e-5 * schedule.h(t));
    });
  });
}

Deno.test("ᾱ of the linear schedule from .001 to .07", () => {
  const { alphaBar, posteriorVariance, beta } = linearSchedule();
  [.8580, .5547, .2692, .0976, .0263].forEach((a, i) =>
    assertAlmostEquals(alphaBar[20 * (i + 1) - 1]!, a, 6e-5)
  );
  assertAlmostEquals(posteriorVariance[0]!, 0, 0);
  assert(posteriorVariance[50]! < beta[50]!);
});

Deno.test("score, denoiser and noise convert into each other", () => {
  const [k1, k2] = random.split(random.key(1));
  const x = random.normal(k1!, [5, 2]), score = random.normal(k2!, [5, 2]);
  const h = tf.tensor1d([.1, 1, 2, 3, 4]);
  const back = convert.scoreOfDenoiser(x, convert.denoiserOfScore(x, score, h), h);
  const noise = tf.neg(tf.mul(score, tf.reshape(tf.sqrt(h), [5, 1])));
  for (const same of [back, convert.scoreOfNoise(noise, h)]) {
    assert(values(tf.max(tf.abs(tf.sub(same, score))))[0]! < 1e-5);
  }
});

Deno.test("the denoiser of a standard normal is skip·x: the network has nothing to add", () => {
  const x = tf.tensor2d([[1, 2]]), h = tf.tensor1d([3]);
  const denoised = convert.preconditionedDenoiser(x, tf.zerosLike(x), h);
  values(convert.scoreOfDenoiser(x, denoised, h)).forEach((s, i) =>
    assertAlmostEquals(s, -(i + 1) / 4, 1e-6)
  );
});

Deno.test("coefficients of the preconditioning are those of EDM for data of variance 1", () => {
  // At h = 3: 1/(1 + h), 1/√(1 + h), √h/√(1 + h), (ln h)/8.
  const c = convert.preconditioning(tf.tensor1d([3]));
  assertAlmostEquals(values(c.skip)[0]!, 1 / 4, 1e-6);
  assertAlmostEquals(values(c.input)[0]!, 1 / 2, 1e-6);
  assertAlmostEquals(values(c.output)[0]!, Math.sqrt(3) / 2, 1e-6);
  assertAlmostEquals(values(c.noise)[0]!, Math.log(3) / 8, 1e-6);
});

Deno.test("the preconditioned energy of a constant network has the denoiser's score", () => {
  const x = random.normal(random.key(2), [4, 2]), h = tf.tensor1d([.3, 1, 2, 9]);
  const output = tf.mul(tf.onesLike(x), .7);
  const slope = tf.grad((y: Tensor) =>
    tf.sum(convert.preconditionedEnergy(y, output, h as Tensor1D))
  )(x);
  const score = convert.scoreOfDenoiser(
    x,
    convert.preconditionedDenoiser(x, output, h as Tensor1D),
    h as Tensor1D,
  );
  assert(values(tf.max(tf.abs(tf.add(slope, score))))[0]! < 1e-5);
});

Deno.test("the divergence of a score is the trace of its differences; probes agree on average", () => {
  const target = gmm40();
  const x = tf.mul(random.normal(random.key(3), [6, 2]), 15);
  const field = (y: Tensor) => target.score(y, 20);
  const { value, divergence } = withDivergence(field, x);
  assert(values(tf.max(tf.abs(tf.sub(value, field(x)))))[0]! < 1e-6);
  const step = .02;
  let trace = tf.zeros([6]) as Tensor;
  for (const axis of [0, 1]) {
    const unit = tf.tensor2d([[1 - axis, axis]]);
    const [up, down] = [step, -step].map((s) => field(tf.add(x, tf.mul(unit, s))));
    trace = tf.add(trace, tf.sum(tf.mul(tf.sub(up!, down!), tf.div(unit, 2 * step)), 1));
  }
  assert(values(tf.max(tf.abs(tf.sub(trace, divergence))))[0]! < 2e-3);
  const probed = withEstimatedDivergence(field, x, random.key(4), 400).divergence;
  assert(values(tf.max(tf.abs(tf.sub(probed, divergence))))[0]! < .05);
});

Deno.test("divergences, and energies with their gradients, leave nothing else behind", () => {
  const x = tf.ones([2, 3]), key = random.key(1);
  const square = (y: Tensor) => tf.square(y);
  const before = tf.memory().numTensors;
  const exact = withDivergence(square, x);
  const estimated = withEstimatedDivergence(square, x, key, 2);
  const both = energyAndGradient((y) => tf.sum(tf.square(y), 1), x);
  assertEquals(tf.memory().numTensors, before + 6);
  assertEquals([...values(exact.divergence), ...values(both.gradient)], [6, 6, 2, 2, 2, 2, 2, 2]);
  for (const tree of [{ ...exact }, { ...estimated }, { ...both }]) tf.dispose(tree);
  assertEquals(tf.memory().numTensors, before);
  tf.dispose([x, key]);
});

Deno.test("one probe of signs is exact where axes do not mix, and off by what mixes them elsewhere", () => {
  const x = random.normal(random.key(5), [8, 3]), slopes = tf.tensor1d([2, -5, 0.5]);
  const plain = withEstimatedDivergence((y) => tf.mul(y, slopes), x, random.key(6));
  values(plain.divergence).forEach((d) => assertAlmostEquals(d, -2.5, 1e-5));
  // The first coordinate's slope along the second is 3: v₁·v₂·3 is 3 or -3.
  const mixing = (y: Tensor) => {
    const [one, two, three] = tf.split(y, 3, 1);
    return tf.concat([tf.add(one!, tf.mul(two!, 3)), two!, three!], 1);
  };
  const found = values(withEstimatedDivergence(mixing, x, random.key(7)).divergence);
  found.forEach((d) => assertAlmostEquals(Math.abs(d - 3), 3, 1e-5));
});

Deno.test("schedules that make no sense are refused", () => {
  assertThrows(() => edmSchedule(.1, 1, 0), RangeError, "ρ = 0");
  for (const make of [() => geometricSchedule(1, 1), () => edmSchedule(0, 1)]) {
    assertThrows(make, RangeError, "Cannot build a schedule from");
  }
  assertThrows(() => linearSchedule(0), RangeError, "Cannot build 0 levels of β");
});

Deno.test("times beyond 0 to 1 have no noise level", () => {
  const before = tf.memory().numTensors;
  for (const t of [-1, 1.5, NaN, "0.5" as never]) {
    assertThrows(
      () => noiseLevelAt(geometricSchedule(0.1, 1), t),
      RangeError,
      `Cannot tell the noise at time ${t}: accepted are numbers from 0 to 1`,
    );
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("variances for another batch are refused by conversions, not spread", () => {
  const x = tf.ones([1, 2]), h = tf.tensor1d([1, 2]);
  const message = "Cannot spread shape [2] over a batch of shape [1,2]: accepted are [1] and [1]";
  const all: readonly (() => Tensor)[] = [
    () => convert.scoreOfDenoiser(x, x, h),
    () => convert.denoiserOfScore(x, x, h),
    () => convert.scoreOfNoise(x, h),
    () => convert.preconditionedDenoiser(x, x, h),
  ];
  for (const compute of all) assertThrows(() => tf.tidy(compute), RangeError, message);
  const three = tf.ones([3, 2]);
  assertEquals(convert.denoiserOfScore(three, three, tf.tensor1d([2])).shape, [3, 2]);
  tf.dispose([x, h, three]);
});
