/** The chain, the competitors and the values of DTS's plane. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { boardPrior, mixturePrior } from "lib/papers/dts/priors.ts";
import {
  boardProblem,
  needleProblem,
  ringMeans,
  ringProblem,
  ringWeights,
} from "lib/papers/dts/problems.ts";
import { drawEnds, particles } from "lib/papers/dts/particles.ts";
import { measure, noiseOf, sampleMethod } from "lib/papers/dts/plane.ts";
import { rolloutValue, treeValue, valueErrors } from "lib/papers/dts/values.ts";
import { modeCounts } from "lib/metrics/mod.ts";
import { search } from "lib/papers/dts/search.ts";

Deno.test("modes of the target have the masses of the specification", () => {
  const wanted = [0.777, 0.173, 0.0387, 0.0086, 0.0019];
  wanted.forEach((w, i) => assertAlmostEquals(ringWeights[7 - i]!, w, 6e-4));
  // The reward is the logarithm of target over prior: of 8 w_i in the middle of a mode.
  const { reward } = ringProblem();
  ringMeans.forEach((mean, i) =>
    assertAlmostEquals(reward(Float64Array.from(mean)), Math.log(8 * ringWeights[i]!), 1e-6)
  );
});

for (
  const [name, prior] of [["mixture", mixturePrior(ringMeans, 0.3)], [
    "board",
    boardPrior(),
  ]] as const
) {
  Deno.test(`the ${name}'s denoiser is the mean of exact samples, weighted`, () => {
    const { uniform, normal } = noiseOf(1, name), h = 0.8, y = Float64Array.of(1.3, 2.2);
    let sum = 0, a = 0, b = 0;
    for (let k = 0; k < 200_000; k++) {
      const x = prior.sample(uniform, normal);
      const w = Math.exp(-((x[0]! - y[0]!) ** 2 + (x[1]! - y[1]!) ** 2) / (2 * h));
      sum += w;
      a += w * x[0]!;
      b += w * x[1]!;
    }
    const out = new Float64Array(2);
    prior.denoise(y, h, out);
    assertAlmostEquals(out[0]!, a / sum, 0.03);
    assertAlmostEquals(out[1]!, b / sum, 0.03);
  });
}

Deno.test("far from every square the board's denoiser stays within it", () => {
  const out = new Float64Array(2);
  boardPrior().denoise(Float64Array.of(40, -40), 0.01, out);
  assert(out.every((v) => Math.abs(v) <= 4), `${out}`);
});

Deno.test("weighted rollouts and SMC find the masses of the target, DPS does not", () => {
  const problem = ringProblem();
  /** Share of the heaviest mode over several runs: mean and standard error. */
  const heaviest = (method: "rollouts" | "smc" | "dps", count: number, runs = 8) => {
    const shares = Array.from({ length: runs }, (_, seed) => {
      const noise = noiseOf(seed, method);
      const ends = particles(problem, { particles: count, method }, noise);
      const points = drawEnds(ends, 1000, noise.uniform);
      return modeCounts({ values: points, dimension: 2 }, ringMeans)[7]! / 1000;
    });
    const mean = shares.reduce((a, b) => a + b, 0) / runs;
    const square = shares.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (runs - 1);
    return { mean, error: Math.sqrt(square / runs) };
  };
  const truth = ringWeights[7]!;
  // Not TDS: see particles_test.ts, where its weights are right and its proposals are not.
  for (const [method, count] of [["rollouts", 1000], ["smc", 1000]] as const) {
    const { mean, error } = heaviest(method, count);
    assert(error < 0.06, `${method}: standard error ${error}`);
    assert(Math.abs(mean - truth) < 4 * error, `${method}: ${mean} ± ${error}`);
  }
  assert(heaviest("dps", 300, 2).mean < 0.5);
});

Deno.test("without a reward all methods sample the prior", () => {
  const flat = { ...ringProblem(), reward: () => 0 };
  for (const method of ["rollouts", "smc", "tds", "dps"] as const) {
    const noise = noiseOf(3, method);
    const { points, logWeights } = particles(flat, { particles: 800, method }, noise);
    assert(logWeights.every((w) => Math.abs(w) < 1e-9), method);
    const all = Float64Array.from(points.flatMap((x) => [...x]));
    for (const count of modeCounts({ values: all, dimension: 2 }, ringMeans)) {
      assertAlmostEquals(count / 800, 1 / 8, 0.05, method);
    }
  }
});

Deno.test("the printed tree is flatter than the target, the scouted one is not", () => {
  const problem = ringProblem(), options = { budgets: [200_000], seed: 4, count: 4000 };
  const share = (selection: "boltzmann" | "scouted") => {
    const [sampled] = sampleMethod(problem, { title: selection, tree: { selection } }, options);
    return measure(
      problem,
      { ...sampled!, points: sampled!.points.slice(0, 8000) },
      problem.exact!(200, noiseOf(1, "exact")),
    ).heaviest!;
  };
  const [printed, scouted] = [share("boltzmann"), share("scouted")];
  assert(printed < 0.72, `${printed}`);
  assertAlmostEquals(scouted, ringWeights[7]!, 0.06);
});

Deno.test("values of a state by a tree come near those of many rollouts", () => {
  const problem = boardProblem(), noise = noiseOf(6, "value"), x = Float64Array.of(0.4, -0.2);
  const truth = rolloutValue(problem, { x, t: 60, count: 3000 }, noise);
  const found = treeValue(problem, { x, t: 60, budget: 20_000, selection: "scouted" }, noise);
  assertAlmostEquals(found, truth, 0.3);
});

Deno.test("search improves with its budget and knows its goal", () => {
  const problem = needleProblem(noiseOf(1, "goal"), 4);
  const rows = search(problem, { budgets: [500, 5000], seed: 1 });
  for (const [method, own] of Map.groupBy(rows, ({ method }) => method)) {
    assert(own.every(({ best }) => best <= 0), method);
    if (method.startsWith("DTS*")) assert(own[1]!.best >= own[0]!.best, method);
  }
});

Deno.test("particles whose weights are all 0 are refused in one sentence", () => {
  const hopeless = { ...ringProblem(), reward: () => -Infinity }, noise = noiseOf(0, "none");
  const ends = particles(hopeless, { particles: 3, method: "rollouts" }, noise);
  assertThrows(() => drawEnds(ends, 5, noise.uniform), RangeError, "all weights are 0");
  assertEquals(ends.evaluations, 300);
});

Deno.test("of two states an error's interval follows from its mean and its root mean square", () => {
  // e₁² - e₂² = 4·bias·√(rmse² - bias²): the standard error of the mean square is half of it, and
  // that of its root a (2·rmse)th.
  const rows = valueErrors(boardProblem(), { states: 2, budget: 400, truth: 20, seed: 5 });
  assertEquals(rows.length, 5 * 6);
  for (const { bias, rmse, within } of rows) {
    const spread = Math.sqrt(Math.max(0, rmse ** 2 - bias ** 2));
    assertAlmostEquals(within, 1.96 * Math.abs(bias) * spread / rmse, 1e-6 * (1 + rmse));
  }
});

Deno.test("values are compared where each way reaches for one, two rollouts for scouts", () => {
  const set = { states: 2, truth: 5, seed: 6 };
  assertThrows(
    () => valueErrors(ringProblem(), { ...set, budget: 199 }),
    RangeError,
    "budget must be at least 200: current value is 199",
  );
  for (const { rmse } of valueErrors(ringProblem(), { ...set, budget: 200 })) {
    assert(Number.isFinite(rmse));
  }
});

Deno.test("options of particles that would weigh or push otherwise are refused", () => {
  const problem = ringProblem(), noise = noiseOf(0, "none");
  const refused: readonly (readonly [object, string])[] = [
    [{ method: "smcc" }, "method must be one of rollouts, smc, max, dps, tds, tempered: current"],
    [{ lambda: -1 }, "lambda must be a finite number at least 0: current value is -1"],
    [{ lamda: 9 }, "Unknown option lamda (did you mean lambda?)"],
    [{ particles: 2.5 }, "particles must be an integer of at least 1: current value is 2.5"],
    [{ longest: -1 }, "longest must be a number at least 0: current value is -1"],
  ];
  for (const [changed, message] of refused) {
    const options = { particles: 2, method: "smc" as const, ...changed };
    assertThrows(() => particles(problem, options, noise), RangeError, message);
  }
});

Deno.test("a budget that is not enough for one particle is refused before anything is run", () => {
  const problem = ringProblem(), title = "SMC";
  const sample = (budgets: number[], count = 5) => () =>
    sampleMethod(problem, { title, particles: { method: "smc" } }, { budgets, seed: 1, count });
  const message = "on a budget of 10 evaluations: accepted are numbers of at least 100, what one";
  assertThrows(sample([1e9, 10]), RangeError, message);
  assertThrows(sample([NaN]), RangeError, "on a budget of NaN evaluations");
  assertThrows(sample([100], 0), RangeError, "count must be an integer of at least 1");
  assertEquals(sample([100])()[0]!.points.length, 10);
  assertThrows(() => search(problem, { budgets: [10], seed: 1 }), RangeError, message);
});
