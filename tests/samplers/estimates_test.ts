/** Estimates, densities and chains where the numbers behind them are known. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { geometricSchedule, type NoiseLevel } from "lib/diffusion/variance_schedule.ts";
import { gaussianMixture, type Target } from "lib/energy/mod.ts";
import {
  likelihood,
  monteCarloScore,
  relax,
  temperedEnergies,
  temperedSamples,
  temperedSteps,
} from "lib/samplers/mod.ts";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

Deno.test("the mixed estimate lies between both others where its weighted variance is least", () => {
  // E = x⁴/4 + x.
  const steep: Target = {
    shape: [1],
    energy: (x) => tf.sum(tf.add(tf.mul(0.25, tf.square(tf.square(x))), x), 1),
  };
  const at = 0.5, h = 0.6, samples = 1000, key = random.key(4);
  const estimate = (kind: "gradient" | "noise" | "mixed") => {
    const options = { samples, kind };
    const found = monteCarloScore(steep, key, tf.tensor2d([[at]]), tf.tensor1d([h]), options);
    return values(found.score)[0]!;
  };
  // The points of this key, their weights, forces and noise.
  const noise = values(random.normal(key, [1, samples, 1]));
  const points = noise.map((e) => at + Math.sqrt(h) * e);
  const raw = points.map((y) => Math.exp(-(y ** 4) / 4 - y)), sum = raw.reduce((a, b) => a + b);
  const weights = raw.map((w) => w / sum);
  const forces = points.map((y) => -(y ** 3) - 1), pulls = noise.map((e) => e / Math.sqrt(h));
  const mean = (terms: number[]) => terms.reduce((total, v, k) => total + weights[k]! * v, 0);
  const [byForce, byNoise] = [mean(forces), mean(pulls)];
  assertAlmostEquals(estimate("gradient"), byForce, 1e-4);
  assertAlmostEquals(estimate("noise"), byNoise, 1e-4);
  const varianceOf = (eta: number) => {
    const terms = forces.map((f, k) => f + eta * (pulls[k]! - f)), centre = mean(terms);
    return terms.reduce((total, v, k) => total + (weights[k]! * (v - centre)) ** 2, 0);
  };
  const etas = Array.from({ length: 1001 }, (_, i) => i / 1000);
  const best = etas.reduce((a, b) => varianceOf(b) < varianceOf(a) ? b : a);
  assert(best > 0.2 && best < 0.8, `${best}`);
  // Doubt in few points draws η to 1 by about 1/K.
  assertAlmostEquals((estimate("mixed") - byForce) / (byNoise - byForce), best, 0.015);
});

Deno.test("twice the steps of the flow leave a sixteenth of the error, nearly", () => {
  const normal = gaussianMixture({ means: [[0]], deviation: 0.3 });
  const schedule = geometricSchedule(0.02, 4), from = 0.01, x = tf.tensor2d([[0.9], [-0.6]]);
  // The flow begins at a little noise already.
  const exact = values(normal.logDensity(x, schedule.h(from)));
  const error = (steps: number) => {
    const flow = likelihood({
      ...{ schedule, steps, dataVariance: 0.09, from },
      score: (_: Record<never, never>, y: Tensor, { h }: NoiseLevel) => normal.score(y, h),
      mode: "graph",
    });
    return values(flow({}, x)).reduce((sum, v, i) => sum + Math.abs(v - exact[i]!), 0);
  };
  const [few, more] = [error(12), error(24)];
  assert(few > 12 * more, `${few} and ${more}`);
});

Deno.test("tempered samples begin as widely as asked, and take the energies that they say", () => {
  const flat: Target = { shape: [1], energy: (x) => tf.sum(tf.mul(x, 0), 1) };
  for (const spread of [undefined, 0.5]) {
    const x = temperedSamples(flat, {
      ...{ count: 2000, temperatures: [1, 2], stepSize: 1e-14, steps: 12, kept: 2, seed: 1 },
      ...{ mode: "graph", ...(spread && { spread }) },
    });
    assertEquals(x.shape, [2000, 1]);
    const all = values(x), square = all.reduce((sum, v) => sum + v * v, 0) / all.length;
    // A thousand chains that stay where they begin, each kept twice.
    assertAlmostEquals(square / (spread ?? 1) ** 2, 1, 5 * Math.sqrt(2 / 1000));
  }
  const sizes = { chains: 7, temperatures: [1, 2, 4] };
  // 150 steps of one energy each to settle, then one for each temperature.
  assertEquals(temperedEnergies(80, sizes), 7 * (150 + 3 * 80));
  assertEquals(temperedSteps(temperedEnergies(80, sizes), sizes), 80);
  assertEquals(temperedSteps(10, sizes), 50);
});

Deno.test("chains that are interrupted leave no tensor behind", () => {
  const usual = { stepSize: .1, mode: "graph" } as const, key = random.key(1);
  const start = tf.zeros([4, 1]), flat: Target = { shape: [1], energy: (x) => tf.sum(x, 1) };
  const broken: Target = {
    shape: [1],
    energy() {
      throw new Error("interrupted");
    },
  };
  const chains = { ...usual, count: 4, kept: 1, seed: 1, temperatures: [1, 2], steps: 4 };
  const after = (calls: number) => ({
    ...chains,
    project(x: Tensor) {
      if (calls-- > 0) return tf.clone(x);
      throw new Error("interrupted");
    },
  });
  const runs = [
    () => relax(broken, start, { ...usual, steps: 2, key }),
    () => temperedSamples(broken, chains),
    () => temperedSamples(flat, after(0)),
    // The chains that settle ask once, since that is compiled.
    () => temperedSamples(flat, after(1)),
  ];
  for (const [i, once] of runs.entries()) {
    const before = tf.memory().numTensors;
    assertThrows(once, Error, "interrupted");
    assertEquals(tf.memory().numTensors, before, `run ${i}`);
  }
});
