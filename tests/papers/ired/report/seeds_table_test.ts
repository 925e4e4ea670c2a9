import { assertEquals } from "@std/assert";
import { seedsTable } from "lib/papers/ired/report/seeds_table.ts";
import type { ResultRecord } from "lib/records/records.ts";
import type { ResultRow } from "lib/records/rows.ts";

const row = (trainingSeed: number, cycles: number, value: number): ResultRow => ({
  method: "a network",
  kind: "ours",
  metric: "boards solved",
  value,
  n: 1000,
  at: { difficulty: "harder", cycles, trainingSeed },
});

const recordOf = (trainings: number, rows: readonly ResultRow[]) =>
  ({ subject: { task: "sudoku" }, settings: { trainings }, rows }) as unknown as ResultRecord;

Deno.test("trainings stand in the order of their seeds, after the most hops", () => {
  const published = { ...row(0, 0, 0.9), kind: "published" as const, at: {} };
  const rows = [row(2, 4, 0.6), row(0, 0, 0.1), row(0, 4, 0.5), row(1, 4, 0.7), published];
  const table = seedsTable([
    { path: "data/results/one.json", record: recordOf(1, rows) },
    { path: "data/results/three.json", record: recordOf(3, rows) },
  ]);
  const [, , line, ...rest] = table.trimEnd().split("\n");
  assertEquals(
    line,
    "| Sudoku: a network, 4 hops | boards solved, harder | 0.5, 0.7, 0.6 | 0.6 ± 0.06 | 1,000 | " +
      "[three](data/results/three.json) |",
  );
  assertEquals(rest, []);
});
