/** Weights of particles where every rate is known. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { geometricSchedule, type NoiseLevel } from "lib/diffusion/variance_schedule.ts";
import { annealedMove, type WeightedMove, weightedSde } from "lib/samplers/mod.ts";
import { disposeTree, random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
type Nothing = Record<never, never>;

/** Particles that stay where they are and gain by a twentieth of their place. */
const still: WeightedMove<Nothing> = {
  at: (_, x) => ({ drift: tf.zerosLike(x), rate: tf.mul(0.05, tf.sum(x, 1)) as Tensor1D }),
  noise: 0,
};
const schedule = geometricSchedule(0.1, 3), steps = 5, count = 9;

/** The logarithms of weights after all steps, beside what rates of places should have made of them. */
function weigh(
  options: { readonly window?: readonly [number, number]; readonly rateQuantile?: number },
  rateOf: (place: number, all: readonly number[]) => number = (place) => place,
) {
  const sampler = weightedSde({ schedule, move: still, steps, mode: "graph", ...options });
  const [from, to] = options.window ?? [0, steps], key = random.key(3);
  let state = sampler.init(key, {}, [count, 1]);
  const places = values(state.x), logs = new Array<number>(count).fill(0);
  for (let k = 0; k < steps; k++) {
    const [next, { ess }] = sampler.step(key, {}, state, k);
    disposeTree(state);
    state = next;
    const counts = from <= k && k < to, step = schedule.g2(1 - k / steps) / steps;
    if (counts) places.forEach((place, i) => logs[i]! += 0.05 * rateOf(place, places) * step);
    const weights = logs.map(Math.exp);
    const sum = weights.reduce((a, b) => a + b), squares = weights.reduce((a, b) => a + b * b, 0);
    assertAlmostEquals(values(ess)[0]!, counts ? sum ** 2 / squares : count, 1e-3, `step ${k}`);
  }
  assertEquals(values(state.x), places);
  values(state.logWeights).forEach((log, i) =>
    assertAlmostEquals(log, logs[i]!, 1e-4 * (1 + Math.abs(logs[i]!)))
  );
  sampler.dispose?.();
}

Deno.test("weights gather rates times g²dt at t = 1, 1 - dt, …, in all steps or those of the window", () => {
  weigh({});
  weigh({ window: [1, 3] });
  weigh({ window: [2, 2] });
});

Deno.test("births add up over steps where they are to be accumulated, and only there", () => {
  // Rates so small that nobody dies, and who is there gains alike in all steps: a step's births are the
  // sum of what is gained above the mean.
  const slow: WeightedMove<Nothing> = {
    at: (_, x) => ({ drift: tf.zerosLike(x), rate: tf.mul(1e-6, tf.sum(x, 1)) as Tensor1D }),
    noise: 0,
  };
  const key = random.key(3), everyone = Array.from({ length: count }, (_, i) => i);
  for (const resampling of ["birth-death", "accumulated births"] as const) {
    const sampler = weightedSde({ schedule, move: slow, steps, resampling, mode: "graph" });
    let state = sampler.init(key, {}, [count, 1]), births = 0;
    const places = values(state.x), mean = places.reduce((a, b) => a + b) / count;
    for (let k = 0; k < steps; k++) {
      const [next, { ancestors }] = sampler.step(random.fold(key, k), {}, state, k);
      disposeTree(state);
      state = next;
      assertEquals(values(ancestors), everyone);
      const size = 1e-6 * schedule.g2(1 - k / steps) / steps;
      births += places.reduce((sum, x) => sum + Math.max(0, x - mean), 0) * size;
      const wanted = resampling === "birth-death" ? 0 : births;
      values(state.clocks.births).forEach((b) => assertAlmostEquals(b, wanted, 1e-4 * wanted));
    }
    disposeTree(state);
    sampler.dispose?.();
  }
});

Deno.test("rates above a quantile are cut to the next rank above it", () => {
  // Of nine, .5 is the fifth and .7 the seventh.
  for (const [rateQuantile, rank] of [[0.5, 4], [0.7, 6]] as const) {
    weigh({ rateQuantile }, (place, all) => Math.min(place, [...all].sort((a, b) => a - b)[rank]!));
  }
});

Deno.test("particles start with the variance of the last level, scaled as asked", () => {
  const key = random.key(1), size = 20_000;
  for (const startScale of [1, 0.25]) {
    const sampler = weightedSde({ schedule, move: still, steps, startScale, mode: "graph" });
    const x = values(sampler.init(key, {}, [size, 1]).x);
    const variance = x.reduce((sum, v) => sum + v * v, 0) / size;
    assertAlmostEquals(variance / (schedule.h(1) * startScale), 1, 5 * Math.sqrt(2 / size));
  }
});

Deno.test("each scheme of annealing has the drift, the noise and the rate of its row", () => {
  const x = tf.tensor2d([[0.5, -2], [1, 3]]), beta = 2.5, key = random.key(0);
  // s = (-x, -3y), div s = -4.
  const score = (_: Nothing, y: Tensor) => tf.mul(y, tf.tensor1d([-1, -3]));
  const level: NoiseLevel = { t: tf.tensor1d([0.5]), h: tf.tensor1d([1]) };
  const rows = [[-0.5, 6], [-1, -9]] as const;
  const byNorm = rows.map(([a, b]) => 0.5 * beta * (beta - 1) * (a * a + b * b));
  const half = (beta + 1) / 2;
  const table = [
    ["target score", beta, 1, byNorm],
    ["tempered noise", half, 1 / Math.sqrt(beta), byNorm],
    ["probability flow", half, 1, rows.map(() => -0.5 * (beta - 1) * -4)],
  ] as const;
  for (const [scheme, factor, noise, rates] of table) {
    const move = annealedMove(score, beta, scheme), { drift, rate } = move.at({}, x, level, key);
    assertAlmostEquals(move.noise, noise, 1e-12, scheme);
    const near = (found: Tensor, expected: readonly number[]) =>
      values(found).forEach((v, i) => assertAlmostEquals(v, expected[i]!, 1e-4, scheme));
    near(drift, rows.flat().map((s) => s * factor));
    near(rate, rates);
  }
});
