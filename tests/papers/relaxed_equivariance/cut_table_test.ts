/** The table of cuts, from rows that are made up. */
import { assertEquals } from "@std/assert";
import type { CutRow } from "lib/papers/relaxed_equivariance/experiments.ts";
import { cutTable } from "lib/papers/relaxed_equivariance/report.ts";

Deno.test("ends of a range are told where they differ", () => {
  const rule = (mean: number) => ({ mean, standardError: 0.01 });
  const row = {
    ...{ graph: "ring of 8", automorphisms: 16, edges: 8, largest: 8, bound: 0.5 },
    shares: { "nothing": [0.5, 0.5], "noise": [0.75, 1], "canonical labels": [0.999, 1] },
    rules: { "greedy": rule(0.836), "local search": rule(0.82) },
  } as unknown as CutRow;
  const [line] = cutTable([row]);
  assertEquals(line, {
    ...{ graph: "ring of 8", automorphisms: 16, edges: 8, "largest cut": 8 },
    ...{ "equivariant, at most": "50", "nothing": "50", "noise": "88 (75 – 100)" },
    ...{ labels: "100", greedy: "84", "local search": "82" },
  });
});
