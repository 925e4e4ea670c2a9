/** Verdicts of notebook 19: each can fail. */
import { assert, assertEquals } from "@std/assert";
import type { CensusRow } from "lib/papers/causal_abstraction/census.ts";
import { CHAIN, FAMILIES, type LatentRun } from "lib/papers/causal_abstraction/experiment.ts";
import { findings, type Measured } from "lib/papers/causal_abstraction/findings.ts";
import type { LinearExperiment } from "lib/papers/causal_abstraction/linear_experiment.ts";
import type { RemainderRow } from "lib/papers/causal_abstraction/remainders.ts";
import { arrowsOf } from "lib/datasets/dag.ts";

const censusRow = (families: string, blocks: number, only: number, cyclic = 0): CensusRow => ({
  nodes: 4,
  families,
  cases: 10,
  "cyclic quotients": cyclic,
  blocks,
  "of which contents": blocks - only,
  "only remainders": only,
});

const experiment = (singled: number[], error = 1e-16, clustered = 1): LinearExperiment => ({
  observed: [{ set: [0], dimension: 1, error }, { set: [1], dimension: 1, error: 1e-16 }],
  intersections: [],
  clusters: [],
  clustered,
  clusterError: 0,
  singled,
});

/** A run whose latents know their own noises with R² `own`, and noises of other blocks with `across`. */
const run = (name: string, seed: number, own = 0.98, across = 0.01): LatentRun => {
  const family = FAMILIES[name]!;
  const matrix = [0, 1, 2].map((i) => [0, 1, 2].map((k) => i === k ? own : across));
  return {
    name,
    variant: "as shipped",
    family,
    arrows: arrowsOf(CHAIN),
    seed,
    loss: 1,
    screened: [],
    sets: family.map((_, i) => family.map((_, k) => i === k ? 1 / family.length : 0)),
    noise: matrix,
    variables: matrix,
    reverse: matrix,
    shared: matrix,
    blocks: family.map((members) => ({ members, noise: [own, own], variables: [own, own] })),
    seconds: 1,
  };
};

const remainder = (seed: number, identified: boolean, score: number): RemainderRow => ({
  ...{ family: "last two together", seed, identified, block: 6, score, floor: 0.2 },
});

const good: Measured = {
  census: [censusRow("all", 30, 0), censusRow("all singletons", 40, 12)],
  linear: [
    { name: "all singletons", found: experiment([0, 1]) },
    { name: "poor", found: experiment([]) },
  ],
  runs: Object.keys(FAMILIES).map((name) => run(name, 1)),
  remainders: [remainder(1, true, 0.97), remainder(2, true, 0.95)],
};
const of = (claim: string, changed: Partial<Measured> = {}) => {
  const all = findings({ ...good, ...changed }).filter((one) => one.claim.startsWith(claim));
  assertEquals(all.length, 1, claim);
  return all[0]!;
};

Deno.test("the paper's three claims have a line each; two are not tested, whatever was measured", () => {
  const all = findings(good), papers = all.filter(({ claim }) => !claim.startsWith("ours"));
  assertEquals(papers.map(({ claim }) => claim.slice(0, 2)), ["1:", "2:", "3:"]);
  assertEquals(papers.map(({ holds }) => holds), ["undecided", "undecided", true]);
  const ours = all.filter(({ claim }) => claim.startsWith("ours"));
  assertEquals(ours.map(({ holds }) => holds), ours.map(() => true));
});

Deno.test("claim 3 needs the census, the linear models and every run", () => {
  const [all, singletons] = good.census, [first] = good.linear, claim = "3:";
  assertEquals(of(claim, { census: [all!, { ...singletons!, blocks: 39 }] }).holds, "partly");
  assertEquals(of(claim, { linear: [{ ...first!, found: experiment([0]) }] }).holds, "partly");
  assertEquals(
    of(claim, { runs: [run("singletons", 1), run("singletons", 2, 0.5)] }).holds,
    "partly",
  );
  assertEquals(of(claim, { census: [], linear: [], runs: [] }).holds, false);
  const { evidence } = of(claim);
  assert(evidence.includes("40 blocks, for 40 variables, in 10 graphs"), evidence);
  assert(evidence.includes("1 of 1 models") && evidence.includes("1 of 1 runs"), evidence);
});

Deno.test("partition B: one cycle, or one remainder, is too many; other families do not count", () => {
  const [all, singletons] = good.census;
  const cyclic = { ...all!, "cyclic quotients": 1 }, claim = "ours: the graph between blocks";
  assertEquals(of(claim, { census: [cyclic, singletons!] }).holds, false);
  assertEquals(
    of(claim, { census: [all!, { ...singletons!, "cyclic quotients": 1 }] }).holds,
    true,
  );
  const left = censusRow("all", 30, 3);
  const direct = of("ours: the direct reading", { census: [left, singletons!] });
  assertEquals(direct.holds, false);
  assert(direct.evidence.startsWith("10 % are only remainders"), direct.evidence);
});

Deno.test("linear: the worst subspace and the worst model decide", () => {
  const [first] = good.linear;
  const off = [first!, { name: "poor", found: experiment([], 1e-9, 0.99) }];
  assertEquals(of("ours, linear: subspaces", { linear: off }).holds, false);
  assertEquals(of("ours, linear: clustering", { linear: off }).holds, false);
});

Deno.test("learned: a family is identified in all its runs, in some, or in none", () => {
  const name = "last two together", claim = `ours, learned, ${name}`;
  const failed = run(name, 2, 0.98, 0.2); // knows noises of the other block
  assertEquals(of(claim, { runs: [run(name, 1), failed] }).holds, "partly");
  assertEquals(of(claim, { runs: [failed] }).holds, false);
  assertEquals(of(claim, { runs: [] }).holds, false);
});

Deno.test("level B: only identified runs count, and a failed run that passes makes it partly", () => {
  const claim = "ours, learned: level B", [one, two] = good.remainders;
  assert(of(claim).evidence.includes("2 of 2 blocks of 2 identified runs"));
  assert(of(claim).evidence.endsWith("no run failed"));
  const failing = of(claim, { remainders: [one!, two!, remainder(3, false, 0.5)] });
  assertEquals(failing.holds, true);
  assert(failing.evidence.endsWith("of 1 not identified: 0 of 1"), failing.evidence);
  const passing = of(claim, { remainders: [one!, two!, remainder(3, false, 0.98)] });
  assertEquals(passing.holds, "partly");
  assert(passing.evidence.endsWith("of 1 not identified: 1 of 1"), passing.evidence);
  assertEquals(of(claim, { remainders: [one!, remainder(2, true, 0.8)] }).holds, "partly");
  assertEquals(of(claim, { remainders: [remainder(2, true, 0.8)] }).holds, false);
  assertEquals(of(claim, { remainders: [remainder(3, false, 0.98)] }).holds, false);
  const floor = { ...one!, floor: 0.98 };
  assertEquals(of(claim, { remainders: [floor] }).holds, false, "not above what others tell");
});
