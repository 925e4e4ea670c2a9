/** What a record of more steps says, from rows whose numbers are known. */
import { assertEquals } from "@std/assert";
import { GAIN } from "lib/papers/ired/report/steps_rows.ts";
import { stepsCurve, stepsLines } from "lib/papers/ired/report/sudoku_steps.ts";
import type { ResultRow } from "lib/records/rows.ts";

const row = (metric: string, value: number, innerSteps: number): ResultRow => ({
  ...{ method: "ours", kind: "ours", metric, value, n: 50, low: value - 0.1, high: value + 0.1 },
  at: { difficulty: "harder", innerSteps },
});

const rows: ResultRow[] = [
  row("boards solved", 0.7, 15),
  row("boards solved", 0.5, 1),
  row("unknown cells right", 0.9, 15),
  row("unknown cells right", 0.8, 1),
  row(GAIN, 0.2, 15),
  { ...row("boards solved", 0.045, 1), kind: "published" },
];

Deno.test("a curve is of one measure, and of what was measured here", () => {
  assertEquals(stepsCurve(rows, "unknown cells right", () => "label"), [
    { steps: 15, value: 0.9, low: 0.8, high: 1, method: "label", split: "harder" },
    { steps: 1, value: 0.8, low: 0.8 - 0.1, high: 0.9, method: "label", split: "harder" },
  ]);
});

Deno.test("a line has the fewest steps first, and a gain where boards were counted", () => {
  const [boards, cells, ...others] = stepsLines(rows, ["boards solved", "unknown cells right"]);
  assertEquals(others, []);
  assertEquals(boards, {
    ...{ network: "ours", problems: "harder", measure: "boards solved" },
    ...{ "K = 1": "50 %", "K = 15": "70 %" },
    "the most steps solve more": "20 % (10 % to 30 %)",
    boards: 50,
  });
  assertEquals(cells!["the most steps solve more"], "–");
  // Where all differences are alike there is no interval.
  const { low: _, high: __, ...same } = row(GAIN, 0, 15);
  const alike = [...rows.filter(({ metric }) => metric !== GAIN), same];
  const [line] = stepsLines(alike, ["boards solved"]);
  assertEquals(line!["the most steps solve more"], "0 %, board by board");
});
