/** What the notebooks share. */
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { references } from "lib/papers/ired/evaluation/references.ts";
import type { SweepRow } from "lib/papers/ired/evaluation/sweeps.ts";
import type { ResultRow } from "lib/records/rows.ts";
import * as look from "lib/papers/ired/report/data.ts";
import { findings, verdict } from "lib/papers/ired/report/findings.ts";
import { taskNetworks } from "lib/papers/ired/report/networks.ts";
import * as results from "lib/papers/ired/report/results.ts";
import * as sweeps from "lib/papers/ired/report/sweeps.ts";
import { steepness } from "lib/papers/ired/report/steepness.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";

Deno.test("problemMatrices() gives the condition's matrices and the answer, by name", () => {
  const panels = { x: ["A", "B"], answer: "sum" };
  const rows = look.problemMatrices(tasks.addition, panels, { seed: 3 });
  assertEquals(rows.length, 3 * 400);
  const at = (panel: string) =>
    rows.find((r) => r.panel === panel && r.row === 2 && r.column === 7)!.value;
  assertAlmostEquals(at("A") + at("B"), at("sum"), 1e-6);
  const masked = look.problemMatrices(tasks.completion, { observed: "mask", x: "shown" });
  for (const { panel, value } of masked) {
    if (panel === "mask") assert(value === 0 || value === 1, `${value} in the mask`);
  }
  assert(masked.some(({ panel, value }) => panel === "shown" && value % 1 !== 0));
  const refused = () => look.problemMatrices(tasks.addition, { x: "A" });
  assertThrows(refused, RangeError, "x has 2 matrices");
});

Deno.test("answerMoments() and answerEntries() agree", () => {
  const set = { problems: 4, seed: 1 };
  const [same, harder] = look.answerMoments(tasks.addition, set);
  const entries = look.answerEntries(tasks.addition, set);
  assertEquals(entries.length, 2 * 4 * 400);
  const values = entries.filter(({ group }) => group === "harder").map(({ value }) => value);
  const beyond = values.filter((value) => Math.abs(value) > 2).length / values.length;
  assertAlmostEquals(harder!.beyond2, beyond, 1e-6);
  assertAlmostEquals(harder!.largest, Math.max(...values.map(Math.abs)), 1e-6);
  assertEquals(same!.beyond2, 0);
});

const rows: ResultRow[] = (["same", "harder"] as const).flatMap((difficulty) => {
  const shared = { metric: "error", at: { difficulty } };
  const spread = { standardError: 0.001, n: 7 };
  const value = difficulty === "same" ? 0.01 : 0.0201;
  return [
    { ...shared, method: "IRED", kind: "published", value: 0.02 },
    { ...shared, method: "zero", kind: "trivial", value: 0.04, ...spread },
    { ...shared, method: "copy", kind: "trivial", value: 0.02, ...spread },
    {
      ...shared,
      method: "net",
      kind: "ours",
      value,
      ...spread,
      low: value - 0.00196,
      high: value + 0.00196,
    },
  ];
});

const sweep = [1, 5].flatMap((steps) =>
  (["same", "harder"] as const).map((difficulty): SweepRow => ({
    steps,
    value: 1 / steps,
    low: 0,
    high: 1,
    standardError: 0.01,
    method: "net",
    split: difficulty,
    difficulty,
    problems: 7,
    seconds: steps,
    // Errors that differ much from problem to problem, but always by the same factor.
    errors: Float64Array.from([0.5, 1, 1.5], (error) => error / steps),
  }))
);

Deno.test("verdict() calls differences within the noise none", () => {
  const estimate = (value: number) => ({ value, standardError: 0.1 });
  assertEquals(verdict(estimate(1), estimate(2)), "0.5 × (lower)");
  assertEquals(verdict(estimate(2), estimate(1)), "2 × (higher)");
  assertEquals(verdict(estimate(1.1), estimate(1)), "1.1 × (no sure difference)");
  // None of 256 is wrong: up to 1.5 % may be, and 0.9 % are published.
  const none = { value: 0, standardError: 0, low: 0, high: 0.015 };
  const published = { value: 0.009, standardError: 0.0005 };
  assertEquals(verdict(none, published), "0 × (no sure difference)");
  assertEquals(verdict({ ...none, high: 0.005 }, published), "0 × (lower)");
  // Only the sides that face each other count.
  const [high, low] = [{ value: 0.02, low: 0.015, high: 0.9 }, {
    value: 0.01,
    low: 0,
    high: 0.012,
  }];
  assertEquals(verdict(high, low), "2 × (higher)");
});

Deno.test("findings() compare with the best trivial answer, with IRED, and more with fewer steps", () => {
  const found = findings(rows, sweep).map((row) => Object.values(row).join(" | "));
  assertEquals(found, [
    "IRED, published | the best trivial answer | 0 % (no sure difference) | 0 % (no sure difference)",
    "net | the best trivial answer | 0.5 × (lower) | +0.5 % (no sure difference)",
    "net | IRED, published | 0.5 × (lower) | +0.5 % (no sure difference)",
    "net, K = 5 | net, K = 1 | 0.2 × (lower) | 0.2 × (lower)",
  ]);
});

Deno.test("tables pivot difficulties, and keep published digits", () => {
  const text = results.resultsTable(rows).text();
  assert(text.includes("Measured on 7 problems"), text);
  assert(/IRED\s+published\s+0\.0200\s+–\s+\*?0\.0200\s+–/.test(text), text);
  const line = /net\s+ours, measured\s+\*0\.01\s+0\.00804 to 0\.012\s+0\.0201\s+0\.0181 to 0\.0221/;
  assert(line.test(text), text);
  const lines = sweeps.sweepTable(sweep).text().split("\n");
  assert(/^net\s+5\s+0\.2\s+0 to 1\s+0\.2\s+0 to 1\s+0\.7$/.test(lines.at(-1)!), lines.at(-1));
});

Deno.test("relativeToFewest() starts at one", () => {
  const relative = sweeps.relativeToFewest(sweep);
  assertEquals(
    relative.map(({ value }) => value.toFixed(6)),
    [1, 1, 0.2, 0.2].map((v) => v.toFixed(6)),
  );
  assertEquals(relative[0]!.standardError, 0);
});

Deno.test("comparisonRows() carry intervals, and published numbers by name", () => {
  const [ired, , , net] = results.comparisonRows(rows);
  assertEquals(ired!.method, "published IRED");
  assertEquals("low" in ired!, false);
  assertAlmostEquals(net!.high!, 0.01196, 1e-9);
});

Deno.test("references() are published numbers and the best trivial answer", () => {
  const labels = references(tasks.completion, { problems: 4 }).map(({ label }) => label);
  const expected = ["published IRED", "published IREM", "published Feedforward"];
  assertEquals(labels, [...expected, "best trivial answer", ...expected, "best trivial answer"]);
});

Deno.test("steepness() is 1 relative to itself: the perfect slope", () => {
  const perfect = steepness(tasks.addition, []).map(({ perfect }) => perfect!);
  const measured = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap((t, i) =>
    [0, 2].map((distance) => ({ t, distance, energy: distance * perfect[i]! }))
  );
  for (const row of steepness(tasks.addition, [{ title: "net", rows: measured }])) {
    assertAlmostEquals(row["net"]!, row["perfect"]!);
  }
});

Deno.test("taskNetworks() says what to do about a missing checkpoint", async () => {
  const options = { checkpoints: "nowhere", train: false, trainingMinutes: 1 };
  const error = await assertRejects(() => taskNetworks(tasks.inverse, options), Error);
  assert(/^Cannot find a checkpoint in nowhere\/inverse_mlp: .*TRAIN=1/.test(error.message));
});

Deno.test("what others measured and nobody published is not called published", () => {
  const at = { difficulty: "harder" }, metric = "boards solved", kind = "published" as const;
  const rows = ["IRED, run again", "RRN"].map((method) => ({
    method,
    metric,
    at,
    kind,
    value: 0.5,
  }));
  const lines = results.resultsTable(rows).text().split("\n");
  const whose = (method: string) =>
    lines.find((line) => line.startsWith(method))!.match(/others', unpublished|published/)![0];
  assertEquals(rows.map(({ method }) => whose(method)), ["others', unpublished", "published"]);
});
