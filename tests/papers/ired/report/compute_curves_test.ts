/** Boards against what was spent on them, and hops named in the README's table. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  computeCurve,
  computeLines,
  computeShares,
  spendingOf,
} from "lib/papers/ired/report/compute_curves.ts";
import type { Coordinates, ResultRow } from "lib/records/rows.ts";

const row = (hardness: number, value: number, n: number, at: Coordinates): ResultRow => ({
  method: "ours",
  kind: "ours",
  metric: "boards solved",
  value,
  n,
  at: { difficulty: "harder", hardness, ...at },
});

const rows = [
  row(17, 0.5, 10, { innerSteps: 5, gradients: 60 }),
  row(30, 1, 30, { innerSteps: 5, gradients: 60 }),
  row(17, 0.6, 10, { innerSteps: 1, cycles: 4, level: 9, gradients: 100 }),
  row(30, 1, 30, { innerSteps: 1, cycles: 4, level: 9, gradients: 20 }),
  row(17, 0.8, 10, { innerSteps: 1, cycles: 4, level: 5, gradients: 60 }),
  row(30, 1, 30, { innerSteps: 1, cycles: 4, level: 5, gradients: 20 }),
];

Deno.test("what gradients were spent on is told by where a number stands", () => {
  assertEquals(spendingOf({ innerSteps: 5 }), "steps");
  assertEquals(spendingOf({ innerSteps: 1, cycles: 0, level: 9 }), "restarts");
  assertEquals(spendingOf({ cycles: 2, level: "5 6" }), "hops");
});

Deno.test("shares by spending pool clue counts, and gradients board by board", () => {
  const shares = computeShares(rows);
  assertEquals(shares.map(({ spending }) => spending), ["hops", "restarts", "steps"]);
  [0.95, 0.9, 0.875].forEach((value, i) => assertAlmostEquals(shares[i]!.value, value, 1e-12));
  [30, 40, 60].forEach((n, i) => assertAlmostEquals(shares[i]!.gradients, n, 1e-12));
  assert(shares.every(({ low, value, high, n }) => low < value && value < high && n === 40));
  const few = computeShares(rows, { from: 17, to: 17 });
  assertEquals(few.map(({ n, value }) => [n, value]), [[10, 0.5], [10, 0.8], [10, 0.6]]);
  const curve = computeCurve(rows, (method, spending) => `${method}, ${spending}`);
  assertEquals(curve.map(({ steps, method }) => [steps, method]), [
    [30, "ours, hops"],
    [40, "ours, restarts"],
    [60, "ours, steps"],
  ]);
  const lines = computeLines(rows, (method) => method);
  assertEquals(lines.map(({ how }) => how), ["4 hops", "4 restarts", "K = 5"]);
});
