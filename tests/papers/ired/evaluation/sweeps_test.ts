import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../lib/tensor/mod.ts";
import { frame } from "../../../../lib/records/frames.ts";
import { evaluate, type EvaluateOptions } from "../../../../lib/papers/ired/evaluation/solve.ts";
import {
  sweepCycles,
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

Deno.test("each row of a sweep is what evaluating that setting gives", async () => {
  const sampler = { jump: "off", innerSteps: 1 } as const;
  // A gradient a fifth as long, so that no setting solves all.
  const flat = { w: tf.scalar(0.2) };
  const options = { ...base, params: flat, sampler, difficulties: ["harder"] as const };
  const { method: _, difficulties: __, ...direct } = { ...options, difficulty: "harder" as const };
  const noisy = { ...sampler, posteriorNoise: "on" } as const;
  const swept: readonly (readonly [SweepRow[], (steps: number) => Partial<EvaluateOptions>])[] = [
    [await sweepLandscapes(options, [1, 3, 10]), (landscapes) => ({ landscapes })],
    [await sweepRestarts(options, [1, 4]), (restarts) => ({ restarts, sampler: noisy })],
    [await sweepCycles(options, [0, 1, 3]), (cycles) => ({ cycles })],
  ];
  for (const [rows, settingOf] of swept) {
    for (const { steps, value, gradients } of rows) {
      const found = await evaluate({ ...direct, ...settingOf(steps) });
      assertAlmostEquals(value / found.mean, 1, 1e-6);
      assertEquals(gradients ?? found.gradients, found.gradients);
    }
    assertEquals(new Set(rows.map(({ value }) => value)).size, rows.length, "settings that differ");
  }
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
