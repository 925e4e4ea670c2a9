/** Verdicts of notebook 18: each can fail. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { PathRow, PlaneRow } from "lib/papers/lexicographic/bridge.ts";
import { diagonalRows } from "lib/papers/lexicographic/checks.ts";
import type { ConstrainedSolution } from "lib/papers/lexicographic/constrained.ts";
import { cliff, riskByPenalty, safePenalties } from "lib/papers/lexicographic/figures.ts";
import { findings, type Measured } from "lib/papers/lexicographic/findings.ts";
import type { Violation } from "lib/papers/lexicographic/order.ts";
import { detourValue, penaltyLimit } from "lib/papers/lexicographic/penalty.ts";
import { safetyFirst } from "lib/papers/lexicographic/safety.ts";
import { lexicographicValueIteration } from "lib/papers/lexicographic/value_iteration.ts";

const point = (kind: PlaneRow["kind"], distance: number): PlaneRow => ({
  ...{ cooling: kind, kind, penalty: "1", chains: 200 },
  ...{ distance, standardError: 0.001, thermal: 0.0133 },
});
const path = (kind: PathRow["kind"], best: number): PathRow => ({
  ...{ cooling: kind, kind, penalty: "1", chains: 200, visits: 0, leastVisits: 0, length: 12 },
  ...{ best, low: Math.max(0, best - 0.04), high: Math.min(1, best + 0.04) },
});
const violation: Violation = { p: [1], q: [1], r: [1], alpha: 0.5 };
const good: Measured = {
  preferences: [
    { "A is": "lower triangular", "pairs of lotteries": 10, "preferences changed": 0 },
    { "A is": "full", "pairs of lotteries": 10, "preferences changed": 7 },
  ],
  enumerated: [{ discounts: "", processes: 1, policies: 5, better: 0, optimal: 1, disagree: 0 }],
  cliff: { value: [0, detourValue(0.1)], epsilon: 0.1 },
  penalties: [
    { epsilon: 0.1, penalty: 7, product: 0.7 },
    { epsilon: 0.001, penalty: 408, product: 0.408 },
  ],
  episodes: [{ "off by s.e.": 0.5 }, { "off by s.e.": 1.5 }],
  diagonal: diagonalRows([0.9, 1]),
  constrained: {
    coin: { randomised: 1 } as unknown as ConstrainedSolution,
    risky: [0.5, 0],
    violations: [violation],
    lexicographic: [],
  },
  plane: [point("two temperatures", 0.014), point("one number", 0.4)],
  paths: [path("two temperatures", 1), path("one number", 0.5)],
};
const of = (claim: string, changed: Partial<Measured> = {}) => {
  const found = findings({ ...good, ...changed }).filter((one) => one.claim.startsWith(claim));
  assertEquals(found.length, 1, claim);
  return found[0]!;
};

Deno.test("all hold where all is as the theory says; our own claims are marked", () => {
  const all = findings(good);
  assertEquals(all.filter(({ holds }) => holds !== true), []);
  assertEquals(all.filter(({ claim }) => claim.startsWith("ours")).length, 5);
  assertEquals(all.filter(({ claim }) => !claim.startsWith("ours")).length, 5);
});

Deno.test("theory: one exception is too many", () => {
  const [lower, full] = good.preferences, [row] = good.enumerated;
  const one = { ...lower!, "preferences changed": 1 };
  assertEquals(of("lower triangular", { preferences: [one, full!] }).holds, false);
  assertEquals(of("Theorem 7", { enumerated: [{ ...row!, disagree: 1 }] }).holds, false);
  const [below, at] = good.diagonal;
  const claim = "ours: Theorem 7 needs";
  assertEquals(of(claim, { diagonal: [{ ...below!, worst: 0 }, at!] }).holds, false);
  assertEquals(of(claim, { diagonal: [below!, { ...at!, worst: at!.best }] }).holds, false);
  assertEquals(of(claim, { diagonal: [below!] }).holds, false, "the condition was not dropped");
});

Deno.test("safety: the detour by hand, episodes, and penalties that rise as gusts grow rare", () => {
  const hand = "ours: safety first on the cliff";
  assertEquals(of(hand, { cliff: { value: [0, -7.53], epsilon: 0.1 } }).holds, false);
  assertEquals(
    of(hand, { cliff: { value: [-1e-3, detourValue(0.1)], epsilon: 0.1 } }).holds,
    false,
  );
  assertEquals(of("Theorem 6", { episodes: [{ "off by s.e.": 3.1 }] }).holds, false);
  const [strong, rare] = good.penalties;
  const flat = { ...rare!, penalty: 7, product: 0.007 };
  assertEquals(of("no one penalty", { penalties: [strong!, flat] }).holds, false);
  assertEquals(of("no one penalty", { penalties: [rare!] }).holds, false, "one wind says nothing");
  assertEquals(of("ours: on the cliff C*", { penalties: [strong!] }).holds, false);
});

Deno.test("constrained: without a coin, with the same choice, or keeping Independence it is not", () => {
  const { constrained } = good;
  for (
    const changed of [
      { coin: { randomised: 0 } as unknown as ConstrainedSolution },
      { risky: [0.5, 0.5] as const },
      { violations: [] },
      { lexicographic: [violation] },
    ]
  ) {
    assertEquals(of("constrained", { constrained: { ...constrained, ...changed } }).holds, false);
  }
});

Deno.test("bridge: some chains elsewhere are partly, and a fixed penalty as good leaves no gain", () => {
  const ends = "ours: annealed", gain = "ours: two temperatures do better";
  const most = { paths: [path("two temperatures", 0.93), path("one number", 0.5)] };
  assertEquals(of(ends, most).holds, "partly");
  assert(of(ends, most).evidence.includes("186 of 200"));
  assertEquals(of(gain, most).holds, true);
  // The best of several fixed penalties counts.
  const paths = [...most.paths, path("one number", 0.95)];
  assertEquals(of(gain, { paths }).holds, "partly");
  const plane = [...good.plane, point("one number", 0.0143)];
  assertEquals(of(gain, { paths, plane }).holds, false);
  // Slightly better, but by less than chance gives.
  assertEquals(
    of(gain, { plane, paths: [path("two temperatures", 0.96), path("one number", 0.95)] })
      .holds,
    false,
  );
  const none = {
    plane: [point("two temperatures", 0.4), point("one number", 0.4)],
    paths: [path("two temperatures", 0), path("one number", 0)],
  };
  assertEquals(of(ends, none).holds, false);
});

Deno.test("by hand: the detour's value at every wind, and what ε·C* tends to", () => {
  assertAlmostEquals(detourValue(0.1), -7.530102, 1e-6); // as a program of its own found it
  for (const epsilon of [0.3, 0.1, 0.01]) {
    const world = cliff(epsilon);
    const { values } = lexicographicValueIteration(safetyFirst(world));
    assertAlmostEquals(detourValue(epsilon), values[1]![world.start]!, 1e-9);
  }
  const products = safePenalties([1e-3, 1e-4]).map(({ product }) => product - penaltyLimit());
  assert(products.every((gap) => gap > 0) && products[1]! < products[0]! / 5, `${products}`);
});

Deno.test("the risk by penalty falls to nothing at the least safe penalty, not at a sampled one", () => {
  const { penalty } = safePenalties([0.1])[0]!;
  const points = riskByPenalty([0.1], 20), safe = points.find(({ y }) => y === 0)!;
  assertAlmostEquals(safe.x / penalty, 1, 1e-3);
  assertEquals(points.map(({ x }) => x), points.map(({ x }) => x).toSorted((a, b) => a - b));
});
