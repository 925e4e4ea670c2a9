/** Verdicts about cuts and walks: each graph by its own bound, each walk as it is. */
import { assert, assertEquals } from "@std/assert";
import type { CutRow, SquareRun, TurnedRun } from "lib/papers/relaxed_equivariance/experiments.ts";
import type { Walk } from "lib/papers/relaxed_equivariance/report.ts";
import type { TheoremRow } from "lib/papers/relaxed_equivariance/theorem_cases.ts";
import { findings, type Measured } from "lib/papers/relaxed_equivariance/verdict.ts";

const nothing = { square: [], turned: [], theorem: [], cuts: [], walks: [] };
const found = (measured: Partial<Measured>, claim: string) =>
  findings({ ...nothing, ...measured }).find((one) => one.claim.startsWith(claim))!;

Deno.test("relaxed equivariance is judged on rectangles, where it can fail", () => {
  const method = "relaxed MLP (Theorem 5)";
  const square: SquareRun[] = [
    { method, seed: 0, curve: [], loss: 1e-12, outputs: [], relaxed: 0 },
  ];
  const turned = (relaxed: number): TurnedRun[] => [
    { method, seed: 0, lying: 1e-5, turned: 1e-5, relaxed, floor: 0.07 },
  ];
  const claim = "relaxed equivariance passes";
  assertEquals(found({ square, turned: turned(7e-7) }, claim).verdict, "reproduced");
  assertEquals(found({ square, turned: turned(0.3) }, claim).verdict, "only partly");
});

const cut = (
  bound: number,
  told: readonly number[],
  noise: readonly number[],
  labels: readonly number[],
  rules: readonly [greedy: number, local: number] = [0.6, 0.7],
): CutRow => ({
  ...{ graph: "any", automorphisms: 2, edges: 8, largest: 8, bound },
  shares: { "nothing": told, "noise": noise, "canonical labels": labels },
  rules: {
    "greedy": { mean: rules[0], standardError: 0.005 },
    "local search": { mean: rules[1], standardError: 0.005 },
  },
});

Deno.test("cuts: a graph is judged by its own bound, not by another's", () => {
  const [ring, path] = [
    cut(0.5, [0.5, 0.5], [0.9, 0.9], [0.75, 1]),
    cut(0.86, [0.86, 0.86], [0.9, 0.93], [0.9, 1]),
  ];
  const all = found({ cuts: [ring, path] }, "symmetric graphs");
  assertEquals(all.verdict, "reproduced"); // though 0.75 < 0.86
  assert(all.number.includes("noise on 2, labels on 2 of 2"), all.number);
});

Deno.test("cuts: a seed at the bound does not pass it, and graphs without a bound do not count", () => {
  const cuts = [
    cut(0.5, [0.5, 0.5], [0.9, 0.9], [0.75, 1]),
    cut(0.86, [0.86, 0.86], [0.9, 0.93], [0.86, 1]),
    cut(1, [0.9, 1], [0.99, 0.98], [1, 1]),
  ];
  const { verdict, number } = found({ cuts }, "symmetric graphs");
  assertEquals(verdict, "only partly");
  assert(number.includes("3 of 3 graphs") && number.includes("labels on 1 of 2"), number);
  const below = cut(0.5, [0.5], [0.5], [0.4]), beyond = cut(0.5, [0.6], [0.9], [1]);
  assertEquals(found({ cuts: [below] }, "symmetric graphs").verdict, "not reproduced");
  assertEquals(found({ cuts: [beyond] }, "symmetric graphs").verdict, "not reproduced");
});

Deno.test("cuts: networks are compared with the better rule, graph by graph, in every seed", () => {
  const claim = "ours: on these graphs";
  const above = cut(0.5, [0.5], [0.9, 0.8], [0.9, 1], [0.7, 0.75]);
  const mixed = cut(0.5, [0.5], [0.9, 0.7], [0.7, 0.6], [0.8, 0.7]);
  const near = cut(0.5, [0.5], [0.709, 0.9], [1, 1], [0.6, 0.7]);
  const unbounded = cut(1, [0.9], [0.2], [0.2], [0.9, 0.9]);
  assertEquals(found({ cuts: [above, unbounded] }, claim).verdict, "reproduced");
  const some = found({ cuts: [above, mixed, near] }, claim);
  assertEquals(some.verdict, "only partly");
  assert(some.number.includes("noise on 1, labels on 2 of 3; below it: noise on 0, labels on 1"));
  assertEquals(found({ cuts: [mixed] }, claim).verdict, "not reproduced");
  const passing = found({ cuts: [above, cut(0.7, [0.7], [1], [1], [0.705, 0.8])] }, "symmetric");
  assert(passing.number.endsWith("greedy on 1, local search on 2"), passing.number);
});

Deno.test("theorem 5 and the choice of representatives are judged apart", () => {
  const row = (kept: number, relaxedError: number) =>
    ({ group: "S3", kept, relaxedError }) as TheoremRow;
  const [five, ours] = ["Theorem 5", "ours: the choice"];
  const both = { theorem: [row(1, 1e-16), row(2, 1e-16)] };
  assertEquals([found(both, five).verdict, found(both, ours).verdict], [
    "reproduced",
    "reproduced",
  ]);
  assertEquals(found({ theorem: [row(1, 1e-16)] }, ours).verdict, "not reproduced");
  assertEquals(found({ theorem: [row(1, 1e-3), row(2, 0)] }, five).verdict, "only partly");
  assertEquals(found({ theorem: [row(1, 1e-3)] }, five).verdict, "not reproduced");
});

const walk = (drift: number, p: number) => ({
  p,
  asymmetry: [{ step: 0, value: 0 }, { step: 1, value: drift }],
} as unknown as Walk);

Deno.test("walks: those that are not projected say whether descent keeps the symmetry", () => {
  const kept = found({ walks: [walk(1e-7, 0.3), walk(3e-6, 0.8)] }, "ours: descent keeps");
  assertEquals(kept.verdict, "reproduced");
  const left = found({ walks: [walk(1e-7, 0.3), walk(0.017, 0.8)] }, "ours: descent keeps");
  assertEquals(left.verdict, "only partly");
  assert(left.number.includes("1 of 2 walks") && left.number.includes("1.7e-2"), left.number);
  assertEquals(
    found({ walks: [walk(1e-7, 0.001), walk(1e-7, 0.8)] }, "ours: descent keeps").verdict,
    "only partly",
  );
});
