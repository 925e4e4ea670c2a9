/** Which rows the verdicts on hops are of. */
import { assertEquals } from "@std/assert";
import type { HopTrace } from "lib/papers/ired/report/hopping.ts";
import {
  besidePublished,
  hopAgreements,
  stepsVerdict,
} from "lib/papers/ired/report/hopping_verdicts.ts";
import { GAIN } from "lib/papers/ired/report/steps_rows.ts";
import type { ResultRow } from "lib/records/rows.ts";

const row = (value: number, at: ResultRow["at"], more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ method: "ours", kind: "ours", metric: "boards solved", value, n: 100 },
  ...{ at: { difficulty: "harder", ...at }, ...more },
});

Deno.test("a loss that is not sure is no more decided than a gain that is not", () => {
  const verdict = (low: number, high: number) =>
    stepsVerdict([
      ...[row(0.7, { innerSteps: 1 }), row(0.7, { innerSteps: 15 })],
      row((low + high) / 2, { innerSteps: 15 }, { metric: GAIN, low, high }),
    ]).verdict;
  assertEquals(
    [[0.01, 0.2], [-0.01, 0.2], [-0.2, 0.01], [-0.2, -0.01]].map(([low, high]) =>
      verdict(low!, high!)
    ),
    ["only with our network", "not decided", "not decided", "not reproduced"],
  );
});

Deno.test("published shares stand beside the method that is asked for, not beside others", () => {
  const rows = [
    row(0.9, { hardness: 20, cycles: 16, gradients: 1 }),
    row(0.1, { hardness: 20, cycles: 64, gradients: 1 }, { method: "others" }),
  ];
  const last = besidePublished(rows, "ours").at(-1)!;
  assertEquals(last.model, "ours, 16 hops (ours)");
  assertEquals(last["boards of 17 to 34 clues"].split(" ")[0], "0.9");
});

Deno.test("live boards stand beside harder boards of all clues together", () => {
  const trace: HopTrace = {
    ...{ problems: 2, puzzles: new Uint8Array(162), solutions: new Uint8Array(162), seconds: 1 },
    states: [{
      ...{ cycle: 0, digits: new Uint8Array(162), energies: new Float64Array(2) },
      ...{ errors: Float64Array.of(0, 0.5), gradients: new Float64Array(2) },
    }],
  };
  const record = [
    row(0.1, { cycles: 0, hardness: 20 }),
    row(0.2, { cycles: 0, difficulty: "same" }),
    row(0.3, { cycles: 1 }),
    row(0.4, {}),
  ];
  // What has no number of hops is of none.
  assertEquals(
    hopAgreements(trace, record).map(({ number, here, record }) => [number, here, record]),
    [["boards solved after 0 hops, harder", 0.5, 0.4]],
  );
});
