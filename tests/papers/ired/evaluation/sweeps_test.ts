import { assert, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../lib/tensor/mod.ts";
import { frame } from "../../../../lib/records/frames.ts";
import {
  sweepInnerSteps,
  sweepLandscapes,
  sweepRestarts,
  type SweepRow,
} from "../../../../lib/papers/ired/evaluation/sweeps.ts";
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
    assert(low === undefined || (0 <= low && low <= value && value <= high!));
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
