/** Single steps of chains against what their docstrings write: probabilities by quadrature. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { geometricSchedule, type NoiseLevel } from "lib/diffusion/variance_schedule.ts";
import { gaussianMixture, type Target } from "lib/energy/mod.ts";
import { mala, parallelTempering, reverseSde, run } from "lib/samplers/mod.ts";
import { malaStep } from "lib/samplers/langevin.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;

/** Five standard errors of a share `p` of `n`. */
const ofShare = (p: number, n: number) => 5 * Math.sqrt(p * (1 - p) / n);

/** E = x⁴/4 + x, steep on one side. */
const steep: Target = {
  shape: [1],
  energy: (x) => tf.sum(tf.add(tf.mul(0.25, tf.square(tf.square(x))), x), 1),
};
const energyOf = (x: number) => x ** 4 / 4 + x, slopeOf = (x: number) => x ** 3 + 1;

Deno.test("a proposal of MALA is accepted as often as Metropolis and Hastings say, hot or cold", () => {
  const count = 20_000, x = 1.1, stepSize = 0.4;
  for (const beta of [1, 0.3]) {
    const all = (v: number) => tf.fill([count], v) as Tensor1D;
    const state = {
      ...{ x: tf.fill([count, 1], x), gradient: tf.fill([count, 1], slopeOf(x)) },
      ...{ energy: all(energyOf(x)), stepSize: all(stepSize) },
    };
    const { accepted, state: after } = malaStep(steep, random.key(1), state, all(beta), (y) => y);
    // ∫ q(x'|x)·min(1, π(x')q(x|x')/(π(x)q(x'|x))) dx' by the midpoint rule.
    const log = (from: number, to: number) =>
      -((to - from + stepSize * beta * slopeOf(from)) ** 2) / (4 * stepSize);
    let expected = 0;
    const width = 1e-3;
    for (let to = -12; to < 12; to += width) {
      const ratio = beta * (energyOf(x) - energyOf(to)) + log(to, x) - log(x, to);
      expected += Math.exp(log(x, to) + Math.min(0, ratio)) * width /
        Math.sqrt(4 * Math.PI * stepSize);
    }
    assertAlmostEquals(mean(values(accepted)), expected, ofShare(expected, count), `β = ${beta}`);
    // Who moved has the energy and the slope of where it is now, and who did not keeps its own.
    const [moved, energies, slopes] = [after.x, after.energy, after.gradient].map(values);
    values(accepted).slice(0, 100).forEach((yes, i) => {
      assertEquals(Math.fround(x) !== moved![i], yes === 1);
      assertAlmostEquals(
        energies![i]!,
        energyOf(moved![i]!),
        1e-4 * (1 + energyOf(moved![i]!) ** 2),
      );
      assertAlmostEquals(slopes![i]!, slopeOf(moved![i]!), 1e-4 * (1 + moved![i]! ** 4));
    });
  }
});

Deno.test("MALA never goes where the energy is not a number", () => {
  const walled: Target = { shape: [1], energy: (x) => tf.sum(tf.sqrt(tf.sub(1, x)), 1) };
  const start = tf.fill([500, 1], 0.9) as Tensor;
  const sampler = mala(walled, { steps: 3, stepSize: 0.1, mode: "graph" });
  const x = values(run(sampler, random.key(1), { start }, [500, 1]).x);
  assert(x.every((v) => v <= 1), `${x.filter((v) => !(v <= 1)).length} chains are beyond it`);
  assert(x.filter((v) => v !== Math.fround(0.9)).length > 50);
});

Deno.test("step sizes of MALA grow by exp(0.2·(1 - a)) or shrink by exp(-0.2·a), then all are their geometric mean", () => {
  const sampler = mala(steep, {
    ...{ steps: 4, stepSize: 0.4, adaptFor: 2, acceptance: 0.7, mode: "graph" },
  });
  const key = random.key(1), context = { start: tf.fill([6, 1], 1.1) as Tensor };
  let state = sampler.init(key, context, [6, 1]);
  let logs = new Array<number>(6).fill(Math.log(0.4));
  for (const k of [0, 1, 2, 3]) {
    const before = values(state.x);
    [state] = sampler.step(random.fold(key, k), context, state, k);
    const moved = values(state.x).map((v, i) => v !== before[i]);
    logs = k < 2
      ? logs.map((l, i) => l + 0.2 * ((moved[i] ? 1 : 0) - 0.7))
      : new Array<number>(6).fill(mean(logs));
    values(state.stepSize).forEach((s, i) => assertAlmostEquals(Math.log(s), logs[i]!, 1e-4));
    if (k === 1) assert(new Set(logs.map((l) => l.toFixed(6))).size > 1, "chains differ by then");
  }
});

/** Three temperatures whose chains hardly move, at x = 0, 1 and 2 with energies of x. */
function ladder(count: number) {
  const energies = [0.9, 0.4, 1.3], temperatures = [1, 2, 5];
  // Through 0.9, 0.4 and 1.3 at 0, 1 and 2.
  const through: Target = {
    shape: [1],
    energy: (x) => tf.sum(tf.add(0.9, tf.add(tf.mul(-1.2, x), tf.mul(0.7, tf.square(x)))), 1),
  };
  const sampler = parallelTempering(through, {
    ...{ steps: 10, stepSize: 1e-10, temperatures, adaptFor: 1, mode: "graph" },
  });
  const start = tf.zeros([count, 1]) as Tensor;
  const first = sampler.init(random.key(0), { start }, [count, 1]);
  const spread = (all: readonly number[]) => all.flatMap((v) => new Array<number>(count).fill(v));
  const state = {
    x: tf.tensor2d(spread([0, 1, 2]), [3 * count, 1]),
    energy: tf.tensor1d(spread(energies)),
    gradient: tf.tensor2d(spread([-1.2, 0.2, 1.6]), [3 * count, 1]),
    stepSize: first.stepSize,
  };
  return { sampler, state, start, energies, temperatures, spread };
}

Deno.test("tempered chains trade as often as the energies say, even pairs and odd ones in turn", () => {
  const count = 10_000;
  const { sampler, state, start, energies, temperatures } = ladder(count);
  for (const [k, low] of [[0, 0], [1, 1], [2, 0]] as const) {
    const [after, info] = sampler.step(random.key(k + 1), { start }, state, k);
    const places = values(after.x).map((v) => Math.abs(Math.round(v)));
    const at = (rung: number) => places.slice(rung * count, (rung + 1) * count);
    const gap = 1 / temperatures[low]! - 1 / temperatures[low + 1]!;
    const expected = Math.min(1, Math.exp(gap * (energies[low]! - energies[low + 1]!)));
    const share = mean(at(low).map((place) => place === low + 1 ? 1 : 0));
    assertAlmostEquals(share, expected, ofShare(expected, count) + 1e-9, `step ${k}`);
    assertAlmostEquals(values(info.traded)[0]!, share, 1e-5);
    // Who goes up comes in exchange for who goes down; the third stays.
    const below = at(low);
    assert(at(low + 1).every((place, i) => place + below[i]! === 2 * low + 1));
    const other = low === 0 ? 2 : 0;
    assert(at(other).every((place) => place === other));
    // Energies and slopes go with the chains.
    const slopes = [-1.2, 0.2, 1.6];
    const goesWith = (found: Tensor, all: readonly number[]) =>
      values(found).every((v, i) => Math.abs(v - all[places[i]!]!) < 1e-3);
    assert(goesWith(after.energy, energies) && goesWith(after.gradient, slopes));
  }
});

Deno.test("step sizes of tempering go with the temperature, and adapt by 1.1 as long as they should", () => {
  const { sampler, state, start, spread } = ladder(2);
  const expected = (sizes: readonly number[], found: Tensor) =>
    values(found).forEach((s, i) => assertAlmostEquals(s / spread(sizes)[i]!, 1, 1e-5));
  expected([1e-10, 2e-10, 5e-10], state.stepSize);
  // Steps so small are accepted.
  const [first] = sampler.step(random.key(1), { start }, state, 0);
  expected([1.1e-10, 2.2e-10, 5.5e-10], first.stepSize);
  const [second] = sampler.step(random.key(2), { start }, first, 1);
  expected([1.1e-10, 2.2e-10, 5.5e-10], second.stepSize);
});

Deno.test("few steps of the reverse SDE have the variance of their recursion, each at its own time", () => {
  const schedule = geometricSchedule(0.3, 2), steps = 4, count = 40_000;
  const normal = gaussianMixture({ means: [[0]], deviation: 1 });
  for (const noiseScale of [1, 0.5]) {
    const sampler = reverseSde({
      ...{ schedule, steps, noiseScale, mode: "graph" as const },
      score: (_: Record<string, never>, x, { h }: NoiseLevel) => normal.score(x, h),
    });
    const x = values(run(sampler, random.key(1), {}, [count, 1]).x);
    // x ← x·(1 - g²dt/(1 + h)) + noise·g√dt·z at t = 1, ¾, ½, ¼.
    let variance = schedule.h(1);
    for (const t of [1, 0.75, 0.5, 0.25]) {
      const move = schedule.g2(t) / steps;
      variance = variance * (1 - move / (1 + schedule.h(t))) ** 2 + noiseScale ** 2 * move;
    }
    const found = mean(x.map((v) => v * v));
    assertAlmostEquals(found / variance, 1, 5 * Math.sqrt(2 / count));
  }
});
