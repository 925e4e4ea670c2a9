import { assertEquals } from "@std/assert";
import { ownStepLines } from "../../../../lib/papers/ired/report/own_steps.ts";
import type { ResultRow } from "../../../../lib/records/rows.ts";

const row = (metric: string, innerSteps: number, value: number, spread: number): ResultRow => ({
  method: "a network",
  kind: "ours",
  metric,
  value,
  low: value - spread,
  high: value + spread,
  n: 20,
  at: { difficulty: "harder", innerSteps },
});

Deno.test("steps are columns, and the most are told from none by their intervals", () => {
  const rows = [
    row("mean squared error", 5, 0.1, 0.01),
    row("mean squared error", 0, 0.2, 0.01),
    row("balanced accuracy", 0, 0.7, 0.02),
    row("balanced accuracy", 5, 0.6, 0.02),
    row("first action accuracy", 0, 0.7, 0.2),
    row("first action accuracy", 5, 0.6, 0.2),
    row("actions as stored", 5, 0.6, 0.2),
  ];
  const lines = ownStepLines(rows) as Record<string, unknown>[];
  assertEquals(lines.map((line) => [line.measure, line["K = 5 against 0"]]), [
    ["mean squared error", "better"],
    ["balanced accuracy", "worse"],
    ["first action accuracy", "open"],
  ]);
  assertEquals(lines[0]!["K = 0"], "0.200 (0.190 to 0.210)");
  assertEquals(lines[0]!["K = 5"], "0.100 (0.0900 to 0.110)");
});
