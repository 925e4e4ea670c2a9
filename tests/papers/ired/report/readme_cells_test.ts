/** Cells of the README's tables, from records that are made up. */
import { assertEquals } from "@std/assert";
import { claimsTable, trainingTable } from "lib/papers/ired/report/readme_table.ts";
import type { ResultRecord } from "lib/records/records.ts";
import type { ResultRow } from "lib/records/rows.ts";

function record(task: string, network: string, rows: readonly ResultRow[]): ResultRecord {
  return {
    ...{
      paper: "ired",
      kind: "evaluation",
      subject: { task, network },
      settings: { preset: "corrected" },
    },
    training: { config: { batch: 64, preset: "corrected", seed: 0 }, step: 7400, seconds: 750 },
    ...{ seed: 1, n: 1000, rows },
  } as unknown as ResultRecord;
}

const row = (value: number, difficulty: string, more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ method: "paper's MLP", kind: "ours", metric: "mean squared error", value },
  ...{ low: value, high: value, at: { difficulty }, ...more },
});

const trivial = (value: number, method: string, more: Partial<ResultRow> = {}) =>
  row(value, "same", { kind: "trivial", method, ...more });

/** Lines of a table without its head, cell by cell. */
const cells = (table: string) =>
  table.trim().split("\n").slice(2).map((line) => line.slice(2, -2).split(" | "));

Deno.test("errors have four digits as published, and the least trivial one beside them", () => {
  const rows = [
    ...[row(0.0001, "same"), row(0.0001, "harder")],
    ...[trivial(0.5, "answer zero"), trivial(0.25, "copy")],
  ];
  assertEquals(cells(claimsTable([record("addition", "mlp", rows)])), [
    ["addition, error", ".0002", "paper's MLP: 1e-4 (1e-4 to 1e-4)", "0.25 (copy)", "reproduced"],
    ["addition, error, harder", ".0020", "paper's MLP: 1e-4 (1e-4 to 1e-4)", "–", "reproduced"],
  ]);
});

Deno.test("shares have three digits and whose they are, and the greatest trivial one beside them", () => {
  const metric = "boards solved";
  const rows = [
    row(0.9, "same", { metric }),
    ...[trivial(0.1, "a rule", { metric }), trivial(0.2, "another", { metric })],
  ];
  const [line] = cells(claimsTable([record("sudoku", "relational", rows)]));
  assertEquals(line![0], "Sudoku, boards solved");
  assertEquals(line![1], ".769 (IRED, run again)");
  assertEquals(line![3], "0.2 (another)");
});

Deno.test("what becomes of the trivial answer is said, unless it is the same", () => {
  const verdict = (ours: readonly ResultRow[], best: number) =>
    cells(claimsTable([record("addition", "mlp", [...ours, trivial(best, "zero")])]))[0]!.at(-1);
  const own = { method: "symmetric network" }, low = row(0.0001, "same"), high = row(0.01, "same");
  assertEquals(verdict([low], 0.5), "reproduced");
  assertEquals(verdict([low], 0.00005), "reproduced; no better than the trivial answer");
  assertEquals(verdict([high], 0.5), "not reproduced");
  assertEquals(
    verdict([high], 0.005),
    "not reproduced; no better than the trivial answer",
  );
  assertEquals(verdict([row(0.0001, "same", own)], 0.5), "only with our network");
  assertEquals(
    verdict([low, row(0.0001, "same", own)], 0.00005),
    "reproduced; no better than the trivial answer",
  );
});

Deno.test("trainings are told in steps, minutes and problems", () => {
  const one = record("addition", "mlp", [row(0.1, "same")]);
  assertEquals(cells(trainingTable([{ path: "somewhere/one.json", record: one }])), [[
    ...["Matrix addition: paper's MLP", "7,400 steps of 64", "13 min", "corrected", "1,000"],
    "[one](../data/results/one.json)",
  ]]);
});

Deno.test("what was put together without training names its parts", () => {
  const one = record("visual_sudoku", "composed", [
    row(0.9, "same", { method: "composed", metric: "boards solved" }),
  ]);
  const training = {
    ...{ step: 0, seconds: 0 },
    config: { ...one.training!.config, startedFrom: ["data/checkpoints/solver", "a/reader"] },
  };
  const [line] = cells(trainingTable([{
    path: "somewhere/one.json",
    record: { ...one, training } as unknown as ResultRecord,
  }]));
  assertEquals(line!.slice(1, 3), ["none beyond solver and reader", "–"]);
});
