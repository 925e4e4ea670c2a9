/** Tables of searches, from rows that are made up. */
import { assertEquals } from "@std/assert";
import { restartLines, searchLines } from "lib/papers/ired/report/tree_search.ts";
import type { ResultRow } from "lib/records/rows.ts";

const row = (value: number, at: ResultRow["at"]): ResultRow => ({
  ...{ method: "a network", kind: "ours", metric: "boards solved" },
  ...{ value, low: value - 0.1, high: value + 0.1, n: 20, at },
});

Deno.test("runs from other noise and hops have what they spent beside them", () => {
  const lines = restartLines([
    row(0.25, { restarts: 4, gradients: 40 }),
    row(0.5, { cycles: 5, gradients: 31.5 }),
  ]);
  assertEquals(lines, [
    {
      ...{ answers: "runs with noise on the way: 4", "spent per board": 40 },
      ...{ "boards solved": 0.25, from: 0.15, to: 0.35, boards: 20 },
    },
    {
      ...{ answers: "one descent and at most so many hops: 5", "spent per board": 31.5 },
      ...{ "boards solved": 0.5, from: 0.4, to: 0.6, boards: 20 },
    },
  ]);
});

Deno.test("searches name their steps, where they differ in them, and what was allowed", () => {
  const [line] = searchLines([row(0.5, { budget: 80, gradients: 70, innerSteps: 15 })]);
  assertEquals([line!.method, line!["gradients allowed"], line!["spent per board"]], [
    ...["a network, K = 15", 80, 70],
  ]);
});
