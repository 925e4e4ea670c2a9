/** Records of networks that hop: where their numbers stand, and with which they are compared. */
import { assert, assertEquals } from "@std/assert";
import { configOf } from "lib/papers/ired/training.ts";
import { compareRecords, hasNumbersAt, measureRecord } from "lib/papers/ired/report/all_records.ts";
import { sudoku } from "lib/papers/ired/tasks/sudoku/sudoku.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import type { Coordinates } from "lib/records/rows.ts";
import { untrained } from "../untrained_sudoku.ts";

/** XLA would take longer to compile than to run. */
const network = { ...untrained.network, mode: "graph" as const };
const trained: Trained = {
  ...untrained,
  network,
  title: "small network",
  manifest: {
    format: "energy-checkpoint-1",
    config: configOf(sudoku, "relational"),
    network: { name: network.name, config: network.config },
    step: 1,
    seconds: 1,
    machine: "a test",
    files: {},
  } as unknown as Trained["manifest"],
};
const plan = { trained, preset: "corrected", seed: 1, problems: 3, innerSteps: 1 } as const;

Deno.test("a record of hops says how many, from where, and what they took", async () => {
  const plain = await measureRecord(plan);
  const hopped = await measureRecord({ ...plan, cycles: 2, level: 3 });
  assertEquals([plain.settings.cycles, hopped.settings.cycles], [undefined, 2]);
  assertEquals([hopped.settings.level, hopped.settings.stop], [3, "hops"]);
  const ours = ({ rows }: typeof plain) => rows.filter(({ kind }) => kind === "ours");
  for (const { at } of ours(plain)) assertEquals([at.cycles, at.gradients], [undefined, 20]);
  // An untrained network finishes no board: two hops over four landscapes each.
  for (const { at } of ours(hopped)) {
    assertEquals([at.cycles, at.level, at.gradients], [2, 3, 20 + 2 * 8]);
  }
  // Numbers with hops are compared with numbers with as many hops.
  const worse = {
    ...hopped,
    rows: hopped.rows.map((row) => ({
      ...row,
      value: 1 - row.value,
      standardError: 1e-6,
      low: 0,
      high: 0,
    })),
  };
  // What is of other hops is no agreement: nothing was compared.
  assertEquals(compareRecords(plain, worse), { compared: 0, disagreements: [] });
  const all = ours(hopped).length;
  assertEquals(compareRecords(hopped, { ...hopped }), { compared: all, disagreements: [] });
  assert(hasNumbersAt(hopped, { cycles: 2, level: 3, innerSteps: 1 }));
  const others: Coordinates[] = [{ cycles: 0 }, { cycles: 2, level: 4 }, { innerSteps: 0 }];
  for (const at of others) {
    assert(!hasNumbersAt(hopped, at));
    const moved = hopped.rows.map((row) => ({ ...row, at: { ...row.at, ...at } }));
    assertEquals(compareRecords({ ...hopped, rows: moved }, hopped).compared, 0);
  }
  assert(hasNumbersAt(plain, { cycles: 0, innerSteps: 1 }));
  // Rows from before they said their inner steps have those of their record.
  const old = plain.rows.map(({ at: { innerSteps: _, ...at }, ...row }) => ({ ...row, at }));
  assertEquals(compareRecords({ ...plain, rows: old }, plain).compared, ours(plain).length);
  const shifted = {
    ...hopped,
    rows: hopped.rows.map(({ low: _, high: __, ...row }) => ({
      ...row,
      value: row.value + 0.5,
      standardError: 1e-6,
    })),
  };
  const exact = {
    ...hopped,
    rows: hopped.rows.map(({ low: _, high: __, ...row }) => ({ ...row, standardError: 1e-6 })),
  };
  assertEquals(compareRecords(exact, shifted).disagreements.length, all);
});
