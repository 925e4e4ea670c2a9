/** Sweeps over hardness, and the way of all sweeps to the disk and back. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, tf } from "../../../../lib/tensor/mod.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import { frame } from "../../../../lib/records/frames.ts";
import {
  makeRecord,
  readRecord,
  type ResultRecord,
  writeRecord,
} from "../../../../lib/records/records.ts";
import {
  recordedSweep,
  sweepHardness,
  sweepInnerSteps,
  type SweepRow,
  sweepRowsOf,
  sweeps,
  type Swept,
  taskAt,
} from "../../../../lib/papers/ired/evaluation/sweeps.ts";
import type { Task } from "../../../../lib/papers/ired/tasks/task.ts";
import { withFolder } from "../../../support/cli.ts";
import { doubling, ideal } from "./toy.ts";

/** Doubling with numbers of any size. */
const graded: Task = {
  ...doubling,
  hardness: {
    name: "largest number",
    values: [1, 2, 4],
    sample(key, count, value) {
      const x = random.uniform(key, [count, 3, 2], -value, value);
      return { condition: { x }, answer: tf.mul(x, 2) };
    },
  },
};

const base = {
  task: graded,
  network: ideal,
  params: ideal.init(tf.tensor1d([0, 0], "int32")),
  mode: "graph",
  method: "ideal energy",
  problems: 20,
} as const;

Deno.test("a task at a hardness tests on it, and trains as ever", () => {
  const largest = (task: Task, split: "train" | "validation" | "same") =>
    tf.tidy(() => tf.max(tf.abs(task.sample(random.key(1), 500, split).answer)).dataSync()[0]!);
  const four = taskAt(graded, 4);
  assert(largest(four, "same") > 7.5);
  for (const split of ["train", "validation"] as const) {
    assertEquals(largest(four, split), largest(graded, split));
  }
  const [zero] = baselineErrors(four, { problems: 256 });
  assertAlmostEquals(zero!.mean, 64 / 3, 1.5);
  assertThrows(
    () => taskAt(doubling, 1),
    RangeError,
    "doubling has no sets of problems by hardness",
  );
});

Deno.test("sweepHardness() measures each set of the task, beyond the clamps too", async () => {
  // Clamps of 6 cut answers of up to 8 off.
  const rows = await sweepHardness(base);
  assertEquals(rows.map(({ steps, split }) => [steps, split]), [
    [1, "largest number"],
    [2, "largest number"],
    [4, "largest number"],
  ]);
  assert(rows[0]!.value < 1e-8 && rows[1]!.value < 1e-8);
  const [, , { value, low, high }] = rows as [SweepRow, SweepRow, SweepRow];
  assert(value > 0.05 && low! < value && value < high!);
  const some = await sweepHardness(base, [3]);
  assertEquals(some.map(({ steps }) => steps), [3]);
  assertThrows(() => sweepHardness({ ...base, task: doubling }), RangeError, "no sets of problems");
});

const recordOf = (swept: Swept, rows: readonly SweepRow[]): ResultRecord =>
  makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: "doubling" },
    settings: { preset: "reference" },
    seed: 0,
    n: 20,
    data: "a test",
    seconds: 1,
    rows: recordedSweep(swept, "mean squared error", rows),
  });

for (const swept of Object.keys(sweeps) as Swept[]) {
  Deno.test(`a sweep over ${swept} survives the disk`, async () => {
    const rows = await sweeps[swept]({ ...base, sampler: { jump: "off" } }, [1, 2]);
    assertEquals(rows.length, swept === "hardness" ? 2 : 4);
    await withFolder((folder) => {
      writeRecord(`${folder}/sweep.json`, recordOf(swept, rows));
      const record = readRecord(`${folder}/sweep.json`);
      assertEquals(record.rows[1]!.at[swept], 2);
      const kept = rows.map(({ errors: _, ...row }) => row);
      assertEquals(sweepRowsOf(record.rows, "largest number"), kept);
    });
  });
}

Deno.test("recorded sweeps make polars frames, with intervals", async () => {
  const rows = await sweepInnerSteps({ ...base, difficulties: ["same"] }, [0, 3]);
  const table = frame(
    recordOf("innerSteps", rows).rows.map(({ at, ...row }) => ({ ...at, ...row })),
  );
  assertEquals(table.shape.height, 2);
  for (const name of ["innerSteps", "value", "low", "high", "standardError", "n"]) {
    assert(table.columns.includes(name), name);
  }
  assertEquals(table.toRecords().map(({ innerSteps, low }) => [innerSteps, low]), [
    [0, rows[0]!.low],
    [3, rows[1]!.low],
  ]);
});

Deno.test("what is no sweep, or of two things, is refused", () => {
  const row: SweepRow = {
    steps: 1,
    value: 1,
    low: 0,
    high: 2,
    standardError: 0.5,
    method: "a",
    problems: 4,
    split: "harder",
    difficulty: "harder",
    seconds: 1,
  };
  const [one] = recordedSweep("landscapes", "error", [row]);
  const both = { ...one!, at: { ...one!.at, restarts: 2 } };
  assertThrows(() => sweepRowsOf([both]), TypeError, "they are over [landscapes,restarts]");
  assertThrows(() => sweepRowsOf([]), TypeError, "they are over []");
});
