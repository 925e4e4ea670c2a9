/** Particles where all is known: a Gaussian with a linear reward, and a mild reward on the ring. */
import { assert, assertAlmostEquals } from "@std/assert";
import { chainOf } from "lib/papers/dts/chain.ts";
import { particles } from "lib/papers/dts/particles.ts";
import { noiseOf } from "lib/papers/dts/plane.ts";
import { mixturePrior } from "lib/papers/dts/priors.ts";
import { type Guided, planeTimes } from "lib/papers/dts/problems.ts";
import { softRing, twistRows } from "lib/papers/dts/twisting.ts";
import { normalisedWeights } from "lib/samplers/resample.ts";

const SLOPE = 1;

/** r = x₁ on N(0, I): the target is N((v, 0), v I), and log Z = v/2, v the chain's variance. */
function linear(): { readonly problem: Guided; readonly variance: number } {
  const prior = mixturePrior([[0, 0]], 1), chain = chainOf(prior);
  const problem = {
    ...{ name: "linear", prior, chain, times: planeTimes },
    reward: (x: Float64Array) => SLOPE * x[0]!,
  };
  // Steps are linear, so that their variance follows from one of them at 1.
  const out = new Float64Array(2), x0 = new Float64Array(2);
  let variance = 1;
  for (let t = chain.steps; t > 0; t--) {
    const x = Float64Array.of(1, 0);
    chain.estimate(x, t, x0);
    chain.mean(x, x0, t, out);
    variance = out[0]! ** 2 * variance + chain.variance(t);
  }
  return { problem, variance };
}

for (const method of ["rollouts", "smc", "tds", "tempered"] as const) {
  Deno.test(`${method}: mean, variance and evidence of a tilted Gaussian`, () => {
    const { problem, variance } = linear(), runs = 12;
    const all = Array.from({ length: runs }, (_, seed) => {
      const noise = noiseOf(seed, method);
      const ends = particles(problem, { particles: 400, method }, noise);
      const w = normalisedWeights(ends.logWeights);
      const first = ends.points.reduce((sum, x, i) => sum + w[i]! * x[0]!, 0);
      const second = ends.points.reduce((sum, x, i) => sum + w[i]! * x[0]! ** 2, 0);
      const Z = Math.exp(ends.logEvidence - SLOPE ** 2 * variance / 2);
      return [first - SLOPE * variance, second - first ** 2 - variance, Z - 1] as const;
    });
    for (const [k, largest] of [0.08, 0.08, 0.1].entries()) {
      const values = all.map((one) => one[k]!), mean = values.reduce((a, b) => a + b, 0) / runs;
      const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
      const error = Math.sqrt(square / (runs - 1) / runs);
      assert(error < largest, `${method}, number ${k}: standard error ${error}`);
      assert(Math.abs(mean) < 4 * error + 0.005, `${method}, number ${k}: ${mean} ± ${error}`);
    }
  });
}

Deno.test("pushed as far as a step's own noise, TDS finds the evidence of a mild reward", () => {
  const problem = softRing(0.15), runs = 16;
  const Z = Array.from({ length: runs }, (_, seed) => {
    const options = { particles: 300, method: "tds", longest: 0.5 } as const;
    return Math.exp(particles(problem, options, noiseOf(seed, "mild")).logEvidence) / problem.Z;
  });
  const mean = Z.reduce((a, b) => a + b, 0) / runs;
  const error = Math.sqrt(Z.reduce((s, z) => s + (z - mean) ** 2, 0) / (runs - 1) / runs);
  assert(error < 0.06, `${error}`);
  assertAlmostEquals(mean, 1, 4 * error);
});

Deno.test("on the ring as it is TDS misses most of the evidence, and weighted rollouts nothing", () => {
  const rows = twistRows({ kappas: [1], counts: [150], runs: 12, seed: 3 });
  const mean = (method: string) => {
    const { evidence } = rows.find((row) => row.method === method)!;
    return evidence.reduce((a, b) => a + b, 0) / evidence.length;
  };
  assert(mean("TDS") < 0.5, `${mean("TDS")}`);
  assertAlmostEquals(mean("weighted rollouts"), 1, 0.2);
});

Deno.test("for search the best r(x̂_0) so far counts: who falls behind later is not lost", () => {
  // x is a kind, 1 or 2, and the time: the estimates of kind 1 are as good as others until time 1.
  const prior = mixturePrior([[0, 0]], 1);
  let next = 0;
  const problem: Guided = {
    ...{ name: "two kinds", prior, times: [3, 2, 1, 0] },
    chain: {
      ...chainOf(prior, 3),
      start: () => Float64Array.of(1 + next++ % 2, 3),
      estimate: (x, _, out) => out.set(x),
      walk: (x, _, until) => void (x[1] = until),
    },
    reward: ([kind, time]) => kind === 1 && time! <= 1 ? -50 : 0,
  };
  const ones = (method: "max" | "smc") =>
    particles(problem, { particles: 10, method }, noiseOf(1, method)).points
      .filter(([kind]) => kind === 1).length;
  // Equal weights: each is drawn once.
  assert(ones("max") === 5 && ones("smc") === 0);
});

Deno.test("guidance moves a mean by λσ²∇r, and by `longest` deviations of the step at most", () => {
  // One step from t = 1 with σ = ½, from 0, with a slope of (30, 40).
  const prior = mixturePrior([[0, 0]], 1);
  const problem: Guided = {
    ...{ name: "one step", prior, times: [1, 0] },
    chain: {
      ...{ ...chainOf(prior, 2), steps: 1 },
      start: () => Float64Array.of(0, 0),
      estimate: (x, _, out) => out.set(x),
      variance: () => 0.25,
      mean: (x, _, __, out) => out.set(x),
    },
    reward: ([x, y]) => 30 * x! + 40 * y!,
  };
  const end = (longest: number, lambda = 1) => {
    const options = { particles: 1, method: "dps", longest, lambda } as const;
    return particles(problem, options, noiseOf(1, "one step")).points[0]!;
  };
  const still = end(0), push = (x: Float64Array) => [x[0]! - still[0]!, x[1]! - still[1]!];
  const near = (found: readonly number[], wanted: readonly number[]) =>
    found.forEach((v, i) => assertAlmostEquals(v, wanted[i]!, 1e-6));
  near(push(end(Infinity)), [7.5, 10]);
  near(push(end(Infinity, 0.1)), [0.75, 1]);
  // λσ|∇r| = 25 deviations, cut to one fifth of one: a tenth along (0.6, 0.8).
  near(push(end(0.2)), [0.06, 0.08]);
});
