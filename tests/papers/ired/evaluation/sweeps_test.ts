import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../lib/tensor/mod.ts";
import { frame } from "../../../../lib/records/frames.ts";
import {
  sweepInnerSteps,
  sweepLandscapes,
  sweepRestarts,
  type SweepRow,
} from "../../../../lib/papers/ired/evaluation/sweeps.ts";
import { interval95, meanOf } from "../../../../lib/records/statistics.ts";
import { doubling, ideal } from "./toy.ts";

const params = ideal.init(tf.tensor1d([0, 0], "int32"));
const base = {
  task: doubling,
  network: ideal,
  params,
  mode: "graph",
  method: "ideal energy",
  problems: 40,
} as const;

Deno.test("meanOf() and interval95() agree with hand-made numbers", () => {
  const found = meanOf([1, 2, 3, 4]);
  assertEquals(found.mean, 2.5);
  assertEquals(found.standardError, Math.sqrt(5 / 3 / 4));
  assertEquals(interval95({ mean: 1, standardError: 1 }), { low: 0, high: 2.96 });
  assertEquals(meanOf([7]), { mean: 7, standardError: 0 });
  assertThrows(() => meanOf([]), RangeError, "no values");
});

/** Newcombe, Statistics in Medicine 17 (1998), table I, method 3: Wilson's intervals of shares. */
const wilson = [
  { right: 81, of: 263, low: 0.2553, high: 0.3662 },
  { right: 15, of: 148, low: 0.0624, high: 0.1605 },
  { right: 0, of: 20, low: 0, high: 0.1611 },
  { right: 1, of: 29, low: 0.0061, high: 0.1718 },
];

Deno.test("interval95() of a share is Wilson's, as published, and stays between 0 and 1", () => {
  for (const { right, of: passedOf, low, high } of wilson) {
    const mean = right / passedOf;
    const standardError = Math.sqrt(mean * (1 - mean) / passedOf);
    const found = interval95({ mean, standardError, passedOf });
    assertAlmostEquals(found.low, low, 5e-5);
    assertAlmostEquals(found.high, high, 5e-5);
    const other = interval95({ mean: 1 - mean, standardError, passedOf });
    assertAlmostEquals(other.low, 1 - high, 5e-5);
    assert(other.high <= 1);
  }
  assertEquals(interval95({ mean: 0.75, standardError: 0.2, most: 1 }).high, 1);
});

Deno.test("errors fall with inner steps, at both difficulties", async () => {
  const seen: SweepRow[] = [];
  const sampler = { jump: "off" } as const;
  const options = {
    ...base,
    sampler,
    landscapes: 3,
    onRow: (row: SweepRow) => void seen.push(row),
  };
  const rows = await sweepInnerSteps(options, [0, 1, 4]);
  assertEquals(rows, seen);
  assertEquals(rows.map(({ steps, split }) => `${steps} ${split}`), [
    "0 same difficulty",
    "1 same difficulty",
    "4 same difficulty",
    "0 harder",
    "1 harder",
    "4 harder",
  ]);
  for (const { low, value, high, problems, method } of rows) {
    assert(0 <= low && low <= value && value <= high);
    assertEquals([problems, method], [40, "ideal energy"]);
  }
  assert(rows[0]!.value > rows[1]!.value && rows[1]!.value > rows[2]!.value);
});

Deno.test("landscapes and restarts are swept, and the rows make a frame", async () => {
  const options = { ...base, difficulties: ["harder"] as const, sampler: { innerSteps: 1 } };
  const landscapes = await sweepLandscapes(options, [1, 10]);
  const restarts = await sweepRestarts(options, [1, 2]);
  const table = frame([...landscapes, ...restarts]);
  assertEquals(table.shape.height, 4);
  assert(table.columns.includes("standardError"));
  assertEquals(table.toRecords().map(({ steps }) => steps), [1, 10, 1, 2]);
  assertThrows(() => frame([]), RangeError, "no rows");
});
