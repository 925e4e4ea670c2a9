import { assertEquals } from "@std/assert";
import { seedsTable, trainingsTable } from "lib/papers/ired/report/seeds_table.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
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
      "[three](../data/results/three.json) |",
  );
  assertEquals(rest, []);
});

Deno.test("a line is of one measure of the claims at one difficulty, and of one task", () => {
  const at = (difficulty: string, trainingSeed: number) => ({ difficulty, trainingSeed });
  const of = (value: number, difficulty: string, seed: number, metric = "boards solved") => ({
    ...row(seed, 0, value),
    ...{ metric, at: at(difficulty, seed) },
  });
  const rows = [
    ...[of(0.5, "harder", 1), of(0.75, "same", 0), of(0.25, "same", 1), of(0.25, "harder", 0)],
    // None of these is a training's number of a claim.
    ...[{ ...of(0.1, "same", 0), kind: "trivial" as const }, of(0.2, "same", 0, "accuracy")],
    { ...row(0, 0, 0.3), at: { difficulty: "harder" } },
  ];
  const visual = { ...recordOf(2, [of(0.125, "same", 0)]), subject: { task: "visual_sudoku" } };
  const files = [
    { path: "one.json", record: recordOf(2, rows) },
    { path: "two.json", record: visual as unknown as ResultRecord },
  ];
  const lines = trainingsTable(tasks.sudoku, files).text().split("\n")
    .filter((line) => line.startsWith("a network"));
  // Of two numbers a and b the standard error is |a - b|/2.
  assertEquals(lines.map((line) => line.split(/ {2,}/).slice(1)), [
    ["boards solved, harder", "0.25, 0.5", "0.375 ± 0.1", "1,000"],
    ["boards solved, same difficulty", "0.75, 0.25", "0.5 ± 0.3", "1,000"],
  ]);
});

Deno.test("samplers, patience and problems of a file are named where they tell lines apart", () => {
  const of = (settings: Record<string, unknown>, data: string, cycles: number) => {
    const record = { ...recordOf(2, [row(0, cycles, 0.5)]), data };
    return {
      path: "x.json",
      record: { ...record, settings: { trainings: 2, ...settings } } as unknown as ResultRecord,
    };
  };
  const drawn = "the first 1000 problems drawn with seed 1", file = "data/samples/fresh.csv, 160";
  const namesOf = (...files: ReturnType<typeof of>[]) =>
    seedsTable(files).trimEnd().split("\n").slice(2).map((line) => {
      const cells = line.split(" | ");
      return [cells[0]!.replace("| Sudoku: ", ""), cells[4]];
    });
  const [reference, corrected] = ["reference", "corrected"].map((preset) => ({ preset }));
  assertEquals(namesOf(of(reference!, drawn, 0)), [["a network", "1,000"]]);
  assertEquals(namesOf(of(reference!, drawn, 0), of(corrected!, drawn, 0)), [
    ["a network, reference sampler", "1,000"],
    ["a network, corrected sampler", "1,000"],
  ]);
  const adaptive = { ...corrected, sampler: { stepLength: "adaptive" } };
  assertEquals(namesOf(of(corrected!, drawn, 0), of(adaptive, drawn, 0)), [
    ["a network", "1,000"],
    ["a network, adaptive steps", "1,000"],
  ]);
  assertEquals(namesOf(of({ ...corrected, patience: 4 }, file, 8)), [
    ["a network, 8 hops with patience", "1,000 of fresh.csv"],
  ]);
});

Deno.test("a sweep over steps is no line, of which each training would have several numbers", () => {
  const at = (innerSteps: number, seed: number) => {
    const one = row(seed, 0, 0.5);
    return { ...one, at: { ...one.at, innerSteps } };
  };
  const linesOf = (rows: readonly ResultRow[]) =>
    seedsTable([{ path: "three.json", record: recordOf(3, rows) }]).trimEnd().split("\n").length -
    2;
  assertEquals(linesOf([at(5, 0), at(5, 1)]), 1);
  assertEquals(linesOf([at(5, 0), at(0, 0), at(5, 1), at(0, 1)]), 0);
});
