import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { geometricSchedule } from "../../lib/diffusion/variance_schedule.ts";
import { doubleWell, gaussianMixture, gmm40, type Target } from "../../lib/energy/mod.ts";
import { clipNorm, monteCarloScore, sampleBuffer } from "../../lib/samplers/mod.ts";
import {
  compile,
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  tf,
} from "../../lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
const root = (x: Tensor) => Math.sqrt(values(tf.mean(tf.sum(tf.square(x), 1)))[0]!);

const target = gmm40({ scale: 50 });
const schedule = geometricSchedule(1e-5, 1);

/** As iDEM trains: the table below is of clipped estimates, without which the last rows double. */
const CLIP = 70;

const estimates = [20, 100, 500].map((samples) =>
  compile(
    ({ key, x, h }: { key: Key; x: Tensor; h: Tensor1D }) => ({
      ...monteCarloScore(target, key, x, h, { samples, clip: CLIP }),
    }),
    { mode: "xla", name: `estimate${samples}` },
  )
);

// Measured elsewhere over 300 points a level: t, mean |s|, error over root mean square of s for
// K = 20, 100, 500, effective sample size at K = 500.
const table = [
  [.5, 43.4, [.032, .013, .006], 488],
  [.6, 40.3, [.097, .043, .020], 415],
  [.7, 26.2, [.46, .21, .086], 219],
  [.8, 7.1, [3.4, 1.4, .64], 80],
  [.75, 14.9, [1.26, .57, .24], 128],
  [.9, 2.4, [14, 7.6, 3.3], 36],
  [1, 1.09, [50, 33, 17], 10],
] as const;

for (const [t, length, errors, size] of table) {
  Deno.test(`the Monte-Carlo score at t = ${t} errs as its closed form says it should`, () => {
    const [k1, k2, k3] = random.split(random.key(1), 3);
    const h = schedule.h(t);
    const noise = tf.mul(random.normal(k2!, [300, 2]), Math.sqrt(h));
    const x = tf.add(target.sample(k1!, 300), noise);
    const exact = target.score(x, h);
    const mean = values(tf.mean(tf.norm(exact, 2, 1)))[0]!;
    assertAlmostEquals(mean, length, .15 * length);
    const variance = tf.tensor1d([h]);
    const found = estimates.map((estimate) => estimate({ key: k3!, x, h: variance }));
    found.forEach(({ score }, i) => {
      const error = root(tf.sub(score, clipNorm(exact, CLIP))) / root(exact);
      assert(error > errors[i]! / 1.3 && error < errors[i]! * 1.3, `${error}, not ${errors[i]}`);
    });
    assertAlmostEquals(values(tf.mean(found[2]!.ess))[0]!, size, .25 * size);
  });
}

Deno.test("for a normal law the estimate is exact in the mean, and so is its log density", () => {
  const normal = gaussianMixture({ means: [[0]], deviation: 1 });
  const x = tf.fill([4000, 1], 1.5) as Tensor;
  const h = tf.tensor1d([.5]);
  const { score, logDensity } = monteCarloScore(normal, random.key(1), x, h, { samples: 50 });
  assertAlmostEquals(values(tf.mean(score))[0]!, -1, .02);
  const exact = -.5 * 1.5 ** 2 / 1.5 - .5 * Math.log(2 * Math.PI * 1.5);
  assertAlmostEquals(values(tf.mean(logDensity))[0]!, exact, .02);
});

Deno.test("the estimate for particles moves no centre of mass", () => {
  const well = doubleWell();
  const x = tf.mul(random.normal(random.key(1), [10, 4, 2]), 2);
  const options = { samples: 30, clip: 1e9 };
  const { score } = monteCarloScore(well, random.key(2), x, tf.tensor1d([.1]), options);
  assertEquals(score.shape, [10, 4, 2]);
  const drift = values(tf.max(tf.abs(tf.sum(score, 1))))[0]!;
  assert(drift < 1e-4 * values(tf.max(tf.abs(score)))[0]!, `${drift}`);
});

Deno.test("estimates are cut to a length, as a whole or for each particle", () => {
  const x = tf.tensor3d([[[3, 4], [.3, .4]]]);
  const whole = values(clipNorm(x, 1)), each = values(clipNorm(x, 1, "particle"));
  assertAlmostEquals(Math.hypot(...whole), 1, 1e-5);
  [.6, .8, .3, .4].forEach((v, i) => assertAlmostEquals(each[i]!, v, 1e-5));
});

Deno.test("a buffer that goes on from another one draws and forgets what that one would have", () => {
  const column = (...rows: number[]) => tf.tensor2d(rows, [rows.length, 1]), key = random.key(4);
  for (const pushed of [[], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]]) {
    const straight = sampleBuffer(4, [1]);
    if (pushed.length) straight.push(column(...pushed));
    const from = { rows: pushed.length ? straight.all() : tf.zeros([0, 1]), next: straight.next };
    const resumed = sampleBuffer(4, [1], from), larger = sampleBuffer(6, [1], from);
    for (const buffer of [straight, resumed, larger]) buffer.push(column(7));
    assertEquals(values(resumed.all()), values(straight.all()), `after ${pushed}`);
    assertEquals(resumed.next, straight.next);
    assertEquals(values(resumed.sample(key, 50)), values(straight.sample(key, 50)));
    assertEquals(values(larger.all()), [...pushed.slice(-4), 7], "oldest first");
    const smaller = sampleBuffer(2, [1], from);
    smaller.push(column(7));
    assertEquals(values(smaller.all()).sort(), [...pushed, 7].slice(-2), "the newest stay");
  }
  const rows = column(1, 2);
  for (const next of [-1, 3, 0.5]) {
    assertThrows(() => sampleBuffer(4, [1], { rows, next }), RangeError, `place ${next} of 2 rows`);
  }
  assertThrows(() => sampleBuffer(4, [2], { rows, next: 0 }), RangeError, "accepted are [count,2]");
});

Deno.test("a buffer forgets its oldest rows, leaves out what is not finite, refuses if empty", () => {
  const buffer = sampleBuffer(3, [2]), key = random.key(1);
  for (const read of [() => buffer.sample(key, 1), () => buffer.all()]) {
    assertThrows(read, RangeError, "Cannot draw from an empty buffer");
  }
  buffer.push(tf.tensor2d([[1, 1], [2, 2], [NaN, 0]]));
  assertEquals(buffer.size, 2);
  buffer.push(tf.tensor2d([[3, 3], [4, 4]]));
  assertEquals(values(buffer.all()).sort(), [2, 2, 3, 3, 4, 4]);
  const drawn = values(tf.slice(buffer.sample(key, 3000), [0, 0], [3000, 1]));
  for (const row of [2, 3, 4]) {
    assertAlmostEquals(drawn.filter((v) => v === row).length / 3000, 1 / 3, .05);
  }
  assertThrows(() => sampleBuffer(0, [2]), RangeError, "Cannot keep 0 samples");
  // Two rows of three would be kept as three of two.
  for (const other of [tf.ones([2, 3]), tf.ones([4]), tf.ones([1, 2, 1])]) {
    assertThrows(() => buffer.push(other), RangeError, "accepted are [count,2]");
  }
  assertThrows(
    () => monteCarloScore(target, key, tf.zeros([1, 2]), tf.tensor1d([1]), { samples: 0 }),
    RangeError,
    "Cannot estimate a score from 0 points",
  );
});

Deno.test("kinds of estimates and of cuts that there are not are refused, with what was meant", () => {
  const x = tf.ones([1, 2]) as Tensor, h = tf.tensor1d([1]), key = random.key(1);
  const refused = [
    [{ kind: "mix" }, "kind must be one of gradient, noise, mixed: current value is mix"],
    [{ kind: "Noise" }, "current value is Noise (did you mean noise?)"],
    [{ clipPer: "particles" }, "clipPer must be one of sample, particle"],
  ] as const;
  for (const [wrong, message] of refused) {
    const options = { samples: 2, clip: 1, ...wrong as object };
    assertThrows(() => monteCarloScore(target, key, x, h, options), RangeError, message);
  }
  assertThrows(() => clipNorm(x, 1, "row" as "sample"), RangeError, "per must be one of sample");
});

Deno.test("limits and variances that would turn a score round, or make NaN of it, are refused", () => {
  const x = tf.ones([1, 2]) as Tensor, h = tf.tensor1d([1]), key = random.key(1);
  for (const clip of [-1, 0, NaN]) {
    const message = `must be a number above 0: current value is ${clip}`;
    assertThrows(() => clipNorm(x, clip), RangeError, message);
    assertThrows(
      () => monteCarloScore(target, key, x, h, { samples: 2, clip }),
      RangeError,
      message,
    );
  }
  for (const wrong of [-1, NaN, Infinity]) {
    assertThrows(
      () => monteCarloScore(target, key, x, tf.tensor1d([1, wrong]), { samples: 2 }),
      RangeError,
      `under noise of variance ${wrong}: accepted are finite numbers of at least 0`,
    );
  }
  // Without noise the score is the force; what divides by √h would be NaN.
  const none = tf.tensor1d([0]);
  const force = monteCarloScore(target, key, x, none, { samples: 2 }).score;
  assert(values(force).every(Number.isFinite));
  const dividing = [
    ...(["noise", "mixed"] as const).map((kind) => ({ options: { kind }, name: `kind "${kind}"` })),
    { options: { kept: x }, name: "kept points" },
  ];
  for (const { options, name } of dividing) {
    assertThrows(
      () => monteCarloScore(target, key, x, none, { samples: 2, ...options }),
      RangeError,
      `by ${name} under noise of variance 0: accepted are finite numbers above 0`,
    );
    const { score } = monteCarloScore(target, key, x, h, { samples: 2, ...options });
    assert(values(score).every(Number.isFinite));
  }
});

Deno.test("with the point that was noised among K, estimates of few points have no bias", () => {
  // For any density and its score s under noise, the mean of s(x)·x is -d.
  const target = gaussianMixture({ means: [[-2, 0], [2, 1]], weights: [0.3, 0.7], deviation: 0.2 });
  const [forSample, forNoise, forScore] = random.split(random.key(8), 3) as [Key, Key, Key];
  const count = 40_000, h = tf.tensor1d([1]);
  const clean = target.sample(forSample, count);
  const x = tf.add(clean, random.normal(forNoise, [count, 2]));
  const along = (kept?: tf.Tensor) => {
    const options = { samples: 3, kind: "noise" as const, ...(kept && { kept }) };
    const { score } = monteCarloScore(target, forScore, x, h, options);
    return tf.mean(tf.sum(tf.mul(score, x), 1)).dataSync()[0]!;
  };
  const [plain, kept] = [along(), along(clean)];
  assert(Math.abs(kept + 2) < 0.06, `${kept}`);
  assert(Math.abs(plain + 2) > 0.3, `${plain}`);
});

Deno.test("variances and kept points of another batch are refused", () => {
  const x = tf.zeros([2, 2]) as Tensor, key = random.key(1);
  const estimate = (h: unknown, kept?: Tensor) => () =>
    monteCarloScore(target, key, x, h as Tensor1D, { samples: 2, ...(kept && { kept }) });
  assertThrows(estimate(0.3), TypeError, "h must be a tensor of variances");
  assertThrows(estimate(tf.scalar(0.3)), RangeError, "h must have shape [1] or [2]: it has []");
  assertThrows(estimate(tf.ones([3])), RangeError, "h must have shape [1] or [2]: it has [3]");
  const kept = tf.zeros([1, 2]), h = tf.tensor1d([0.3]);
  assertThrows(estimate(h, kept), RangeError, "kept must have shape [2,2], as x: it has [1,2]");
  assertEquals(estimate(tf.ones([2]), x)().score.shape, [2, 2]);
});

Deno.test("an estimate leaves nothing behind but itself", () => {
  const x = tf.ones([3, 2]) as Tensor, h = tf.tensor1d([1]), key = random.key(1);
  const before = tf.memory().numTensors;
  for (const kind of ["gradient", "noise", "mixed"] as const) {
    disposeTree({ ...monteCarloScore(target, key, x, h, { samples: 4, kind, clip: 1 }) });
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("points in one place have weight 0, and leave the score a number", () => {
  // As of particles in one place: an energy that is finite, and a force that is no number.
  const energy = tf.customGrad((x, save) => {
    const y = x as Tensor, beyond = tf.greater(y, 0);
    const slope = tf.where(beyond, tf.fill(y.shape, NaN), tf.mul(2, y));
    (save as (tensors: Tensor[]) => void)([slope]);
    return {
      value: tf.squeeze(tf.where(beyond, tf.fill(y.shape, 1e30), tf.square(y)), [1]),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]!),
    };
  });
  const far: Target = { shape: [1], energy: (x) => energy(x) as Tensor1D };
  const key = random.key(1), x = tf.tensor2d([[-.5], [-1]]), h = tf.tensor1d([1, 1]);
  for (const kind of ["gradient", "mixed"] as const) {
    const { score, ess } = monteCarloScore(far, key, x, h, { samples: 400, kind });
    assert(values(score).every(Number.isFinite), `${kind}: ${values(score)}`);
    assert(values(ess).every((size) => size > 20), `${values(ess)}`);
  }
});
