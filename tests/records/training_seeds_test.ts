import { assertEquals, assertThrows } from "@std/assert";
import type { ResultRecord } from "../../lib/records/records.ts";
import { differBySeed, mergeTrainingSeeds } from "../../lib/records/training_seeds.ts";

const row = (value: number, at = {}) =>
  ({ method: "a network", kind: "ours", metric: "boards solved", value, n: 10, at }) as const;

const record = (seed: number, value: number, more: Partial<ResultRecord> = {}): ResultRecord => ({
  format: "energy-results-2",
  paper: "ired",
  kind: "sweep",
  subject: { task: "sudoku" },
  training: { config: { seed, steps: 5 }, step: 5, seconds: 1, machine: "one" },
  settings: { preset: "corrected" },
  data: "some puzzles",
  seed: 4071,
  n: 10,
  seconds: 2,
  machine: "one",
  rows: [row(value, { cycles: 4 }), row(value, { cycles: 4, hardness: 20 })],
  ...more,
});

Deno.test("records of one network trained from several seeds become one that says which", () => {
  const records = [record(0, 0.5), record(1, 0.7)];
  assertEquals(differBySeed(records), true);
  const { rows, settings, seconds } = mergeTrainingSeeds(records);
  assertEquals(rows.map(({ value, at }) => [value, at]), [
    [0.5, { cycles: 4, trainingSeed: 0 }],
    [0.7, { cycles: 4, trainingSeed: 1 }],
  ]);
  assertEquals([settings, seconds], [{ preset: "corrected", trainings: 2 }, 4]);
});

Deno.test("others are refused", () => {
  const longer = record(1, 0.7);
  const other = { ...longer, training: { ...longer.training!, config: { seed: 1, steps: 6 } } };
  for (const second of [record(0, 0.7), other]) {
    assertEquals(differBySeed([record(0, 0.5), second]), false);
    assertThrows(() => mergeTrainingSeeds([record(0, 0.5), second]), RangeError, "seeds alone");
  }
  assertThrows(
    () => mergeTrainingSeeds([record(0, 0.5), record(1, 0.7, { data: "others" })]),
    RangeError,
    "of 10 problems (some puzzles) and of 10 (others)",
  );
  const measured = (settings: ResultRecord["settings"]) => record(1, 0.7, { settings });
  for (
    const [settings, said] of [
      [{ preset: "reference" }, 'preset is "corrected" and "reference"'],
      [{ preset: "corrected", cycles: 4 }, "cycles is undefined and 4"],
    ] as const
  ) {
    assertThrows(
      () => mergeTrainingSeeds([record(0, 0.5), measured(settings)]),
      RangeError,
      `measured differently: ${said}`,
    );
  }
});

Deno.test("what trainings started from may be of their own seeds, but not of other networks", () => {
  const started = (seed: number, startedFrom: readonly string[]) => {
    const one = record(seed, 0.5), { training } = one;
    return { ...one, training: { ...training!, config: { ...training!.config, startedFrom } } };
  };
  const first = started(0, ["data/reader", "data/solver"]);
  assertEquals(differBySeed([first, started(1, ["seeds/reader_1", "seeds/solver_1"])]), true);
  assertEquals(differBySeed([first, started(1, ["data/reader", "data/solver"])]), true);
  assertEquals(differBySeed([first, started(1, ["seeds/reader_2", "seeds/solver_1"])]), false);
  assertEquals(differBySeed([first, started(1, ["seeds/other_1", "seeds/solver_1"])]), false);
});
