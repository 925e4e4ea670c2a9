/** Scores, steps of training and measures where all is a Gaussian. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { geometricSchedule } from "lib/diffusion/variance_schedule.ts";
import { gmm40 } from "lib/energy/mod.ts";
import type { VectorNetwork } from "lib/nn/vector_network.ts";
import { drawMonteCarlo, mixtureMetrics, negativeLogLikelihood } from "lib/papers/idem/evaluate.ts";
import { type IdemOptions, scoreOf } from "lib/papers/idem/options.ts";
import { exactPoints } from "lib/papers/idem/report.ts";
import { freshState, type IdemStart, trainIdem } from "lib/papers/idem/train.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

/** Says c, its only parameter, everywhere. */
const constant: VectorNetwork = {
  ...{ name: "constant", config: {}, parameters: { c: { shape: [2], bound: 0 } } },
  init: () => ({ c: tf.zeros([2]) }),
  apply: ({ c }, x) => tf.add(tf.zerosLike(x), c!),
};

/** N(0, I) in the plane. */
const normal = {
  shape: [2],
  energy: (x: Tensor) => tf.mul(0.5, tf.sum(tf.square(x), 1)) as Tensor1D,
};

const schedule = geometricSchedule(0.1, 2);

const options: Omit<IdemOptions, "steps"> = {
  ...{ target: normal, network: constant, schedule, estimator: { samples: 1 } },
  ...{ weight: "one", source: "own samples", batch: 8000, learningRate: 0, seed: 1 },
  ...{ refreshEvery: 1000, refreshSamples: 4000, refreshSteps: 50 },
  ...{ capacity: 4000, initialSamples: 4000 },
};

const meanSquare = (v: ArrayLike<number>) =>
  Array.from(v).reduce((sum, x) => sum + x * x / v.length, 0);

Deno.test("a score is the output over √(h + c²), less the forces' share c²/(h + c²)", () => {
  const at = (h: number, own: Partial<IdemOptions>) =>
    tf.tidy(() => {
      const params = { c: tf.tensor1d([1, 2]) }, x = tf.tensor2d([[3, -4]]);
      const level = { t: tf.tensor1d([0.5]), h: tf.tensor1d([h]) };
      return [...scoreOf({ ...options, ...own })(params, x, level).dataSync()];
    }) as unknown as number[];
  const near = (found: number[], wanted: number[]) =>
    wanted.forEach((w, i) => assertAlmostEquals(found[i]!, w, 1e-5));
  near(at(4, {}), [1, 2]);
  near(at(0.75, { deviation: 0.5 }), [1, 2]);
  near(at(3.75, { deviation: 0.5 }), [0.5, 1]);
  const forces = { deviation: 1, clip: 100 };
  near(at(0, { forces }), [1 - 3, 2 + 4]);
  near(at(3, { forces }), [1 - 3 / 4, 2 + 4 / 4]);
  near(at(0, { forces: { ...forces, clip: 1 } }), [1 - 0.6, 2 + 0.8]);
});

Deno.test("the first points are of N(0, h(1)), and a loss of nothing learned is the mean square of estimates", async () => {
  const schedule = geometricSchedule(0.1, 1);
  const integral = (f: (h: number) => number) =>
    Array.from({ length: 2000 }, (_, i) => f(schedule.h((i + 0.5) / 2000)))
      .reduce((a, b) => a + b) / 2000;
  const spread = schedule.h(1);
  const wanted: [Partial<IdemOptions>, number][] = [
    [{ weight: "one" }, integral((h) => spread + 2 * h)],
    [{ weight: "variance" }, integral((h) => (h + 1e-3) * (spread + 2 * h))],
    [{ weight: "normalised", deviation: 0.5 }, integral((h) => (h + 0.25) * (spread + 2 * h))],
    // The one point of the estimate is the one that was noised, so that no noise is left.
    [{ weight: "one", keeps: "noised point" }, spread],
  ];
  for (const [own, expected] of wanted) {
    const last = await trainIdem({ ...options, schedule, ...own, steps: 1 }, ({ buffer }) => {
      const all = buffer.all(), square = meanSquare(all.dataSync());
      assertAlmostEquals(square, spread, 5 * spread * Math.sqrt(2 / 8000));
      all.dispose();
    });
    // A point of the prior, noised to t, and moved as far again for one force: -N(0, h(1) + 2h).
    assertAlmostEquals(last.loss / expected, 1, 0.1, JSON.stringify(own));
    assertEquals([last.energyEvaluations, last.networkEvaluations], [8000, 3 * 8000]);
    tf.dispose(last.params as never);
  }
});

Deno.test("steps go down the slope of the loss, each as long as the rate, or ever less by a cosine", async () => {
  const key = random.key(2), steps = 4, learningRate = 0.01;
  // Points about (3, 3), where the score is about (-3, -3): the cut gradient is the same at each step.
  const from = (): IdemStart => ({
    ...{ step: 0, seconds: 0, energyEvaluations: 0, networkEvaluations: 0 },
    state: freshState({ c: tf.zeros([2]) }, learningRate),
    samples: tf.add(3, random.normal(key, [4000, 2])),
  });
  // Σ (1 + cos(πk/n))/2 over k = 0, …, n - 1 is (n + 1)/2.
  for (const [rate, total] of [["constant", steps], ["cosine", (steps + 1) / 2]] as const) {
    let moved: number[] = [];
    const own = { ...options, batch: 1000, steps, learningRate, rate };
    const last = await trainIdem(own, ({ state }) => {
      moved = [...state.params.c!.dataSync()];
    }, from());
    for (const c of moved) assertAlmostEquals(c / learningRate, -total, 0.01, rate);
    tf.dispose(last.params as never);
  }
  key.dispose();
});

Deno.test("late in a training the average moves by a thousandth, and own samples are drawn with it", async () => {
  const key = random.key(2), step = 20_000;
  const state = freshState({ c: tf.tensor1d([0, 0]) }, 0);
  const from: IdemStart = {
    ...{ step, seconds: 0, energyEvaluations: 0, networkEvaluations: 0 },
    state: { ...state, average: { c: tf.tensor1d([1, -1]) } },
    samples: random.normal(key, [4000, 2]),
  };
  const own = { ...options, steps: step + 2, refreshEvery: step + 1 };
  await trainIdem(own, ({ step: k, params, buffer }) => {
    assertAlmostEquals(params.c!.dataSync()[0]!, 0.999 ** (k - step), 1e-6);
    if (k > step + 1) return;
    const all = buffer.all();
    const [x, y] = tf.tidy(() => tf.mean(all, 0).dataSync() as never) as unknown as [
      number,
      number,
    ];
    // A constant score c moves x by c·Σ g²dt, and the noise has that variance, added to h(1).
    let moves = 0;
    for (let i = 0; i < 50; i++) moves += schedule.g2(1 - i / 50) / 50;
    const within = 5 * Math.sqrt((schedule.h(1) + moves) / 4000);
    assertAlmostEquals(x, 0.999 * moves, within);
    assertAlmostEquals(y, -0.999 * moves, within);
    all.dispose();
  }, from);
  key.dispose();
});

Deno.test("without a network each step has an estimate of its own", () => {
  const steps = 50, count = 6000;
  const { values } = drawMonteCarlo({ ...options, schedule }, { samples: 1 }, {
    ...{ count, steps, seed: 3, mode: "graph" },
  });
  // x ← x - m(x + √h·ε) + √m·z.
  let variance = schedule.h(1);
  for (let k = 0; k < steps; k++) {
    const t = 1 - k / steps, m = schedule.g2(t) / steps;
    variance = (1 - m) ** 2 * variance + m ** 2 * schedule.h(t) + m;
  }
  assertAlmostEquals(meanSquare(values), variance, 5 * variance * Math.sqrt(1 / count));
});

Deno.test("energies of exact samples of GMM-40 have its entropy as mean, and modes count within three deviations", () => {
  const target = gmm40({ scale: 50 }), exact = exactPoints(target, 300, 1);
  // Their deviation is about 1: five standard errors.
  assertAlmostEquals(mixtureMetrics(exact, exact, target).energy, 6.8595, 5 / Math.sqrt(300));
  const beside = (deviations: number) => {
    const values = new Float64Array(400);
    for (let i = 0; i < 200; i++) {
      const mean = target.means[i % 2]!, away = i % 2 ? deviations : 0;
      values.set([mean[0]! + away * target.deviation, mean[1]!], 2 * i);
    }
    const few = { ...exact, values: exact.values.slice(0, 400) };
    return mixtureMetrics({ values, dimension: 2 }, few, target).modes;
  };
  assertEquals([beside(2.9), beside(3.1)], [2, 1]);
});

Deno.test("the likelihood of a Gaussian's flow is that Gaussian's", () => {
  const target = gmm40({ scale: 50 }), spread = 0.216, count = 200, seed = 4;
  const noise = geometricSchedule(2e-3, 1);
  // The score of N(0, spread + h), whose flow ends in N(0, spread).
  const network: VectorNetwork = {
    ...constant,
    apply: (_, x, t) => tf.neg(tf.div(x, tf.add(spread, noise.variance(t as never)))),
  };
  const own = { ...options, target, network, schedule: noise };
  const found = negativeLogLikelihood(own, {}, { count, steps: 60, seed });
  const expected = tf.tidy(() => {
    const x = target.sample!(random.key(seed), count);
    const squares = tf.sum(tf.square(x), 1);
    const minusLog = tf.add(tf.div(squares, 2 * spread), Math.log(2 * Math.PI * spread));
    return tf.mean(tf.sub(minusLog, target.energy(x))).dataSync()[0]!;
  }) as unknown as number;
  assertAlmostEquals(found, 6.8595 + expected, 0.02);
});
