/** Tables and claims of Sudoku's ablation, from rows whose numbers are known. */
import { assertEquals, assertThrows } from "@std/assert";
import { wilson } from "../../../../lib/records/statistics.ts";
import type { ResultRow } from "../../../../lib/records/rows.ts";
import { armFindings, armLines } from "../../../../lib/papers/ired/report/sudoku_ablation.ts";

const N = 100, METRIC = "boards solved";

const rowsOf = (method: string, run: string, values: readonly number[], parameters = 10) =>
  values.map((value, i): ResultRow => ({
    method,
    kind: "ours",
    metric: METRIC,
    value,
    n: N,
    ...wilson(value, N),
    standardError: Math.sqrt(value * (1 - value) / N),
    at: { hops: 16 * i, passes: 20 + 192 * i, run, parameters, steps: 7 },
  }));

const rows = [
  ...rowsOf("as published", "descent and hops", [0.1, 0.2]),
  ...rowsOf("own descents", "descent and hops", [0.2, 0.22]),
  ...rowsOf("own descents and hidden clues", "descent and hops", [0.5, 0.7], 12),
  ...rowsOf("plain recurrence, own passes and hidden clues", "runs of 16 passes", [0.6, 0.8]),
  ...rowsOf("plain recurrence, own passes and hidden clues", "one long run", [0.6, 0.3]),
];

Deno.test("an arm has a line for each way to run it, with a column per allowance", () => {
  const lines = armLines(rows, METRIC);
  assertEquals(lines.length, 5);
  assertEquals(lines[0]!.trained, "IRED's losses alone");
  const { from: _, to: __, ...line } = lines[2]! as Record<string, unknown>;
  assertEquals(line, {
    trained: "own descents and hidden clues",
    answers: "descent and hops",
    parameters: 12,
    steps: 7,
    "20 passes": 0.5,
    "212 passes": 0.7,
  });
  assertEquals(lines[4]!.answers, "one long run");
});

Deno.test("claims compare the most passes, a recurrence in runs of 16, and know chance", () => {
  const shares = rows.map((row) => ({ ...row, metric: "unknown cells right" }));
  const claims = armFindings([...rows, ...shares]).filter(({ claim }) => claim.includes(METRIC));
  assertEquals(claims.map(({ claim, holds }) => [claim, holds]), [
    [`hops help: IRED's losses alone (${METRIC})`, "yes"],
    [`hops help: own descents and hidden clues (${METRIC})`, "yes"],
    [`own descents help (${METRIC})`, "open"],
    [`both together help (${METRIC})`, "yes"],
    [`an energy does more than the same network as a plain recurrence (${METRIC})`, "open"],
  ]);
  assertEquals(claims[4]!.evidence.includes("80.0 %"), true);
});

Deno.test("arms of other operations, seeds or boards than each other are not compared", () => {
  const told = rows.map((row) => ({ ...row, at: { ...row.at, trainingTera: 4, seed: 1 } }));
  const metric = "unknown cells right",
    both = [...told, ...told.map((row) => ({ ...row, metric }))];
  armFindings(both);
  const [first, ...others] = both;
  for (
    const other of [
      { ...first!, at: { ...first!.at, trainingTera: 20 } },
      { ...first!, at: { ...first!.at, seed: 2 } },
      { ...first!, n: 32 },
    ]
  ) {
    assertThrows(
      () => armFindings([other, ...others]),
      RangeError,
      "Arms must be of equal operations",
    );
  }
});
