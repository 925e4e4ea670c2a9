/** The README's table of networks that were trained several times, from other seeds. */
import { formatNumber } from "../../../plots/format.ts";
import type { RecordFile } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { meanOf } from "../../../records/statistics.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import { type Difficulty, type Task, tasks } from "../tasks/mod.ts";
import { markdown } from "./markdown.ts";
import { shown } from "./readme_table.ts";

/** Rows of each training, in the order of their seeds, at the most hops that were made. */
function trainingsOf(rows: readonly ResultRow[]): ResultRow[] {
  const cyclesOf = ({ at }: ResultRow) => (at.cycles ?? 0) as number;
  const most = Math.max(...rows.map(cyclesOf));
  return rows.filter((row) => cyclesOf(row) === most)
    .sort((a, b) => Number(a.at.trainingSeed) - Number(b.at.trainingSeed));
}

const groupBy = (
  rows: readonly ResultRow[],
  key: (row: ResultRow) => string,
) => [...Map.groupBy(rows, key).values()];

/** A line for each measure of the claims and each difficulty of a record. */
function linesOf({ path, record }: RecordFile): string[][] {
  const task: Task = tasks[record.subject.task as keyof typeof tasks];
  const told = shown.filter(({ task: its }) => its === task.name).map(({ metric }) => metric);
  const ours = record.rows.filter(({ kind, metric, at }) =>
    kind === "ours" && "trainingSeed" in at && told.includes(metric)
  );
  const name = path.split("/").at(-1)!.replace(".json", "");
  return groupBy(ours, ({ metric, at }) => `${metric} ${at.difficulty}`).map((rows) => {
    const trainings = trainingsOf(rows);
    const { metric, method, at, n } = trainings[0]!;
    const { mean, standardError } = meanOf(trainings.map(({ value }) => value));
    const hops = at.cycles ? `, ${at.cycles} hops` : "";
    return [
      `${task.title}: ${method}${hops}`,
      `${metric}, ${splitNames[at.difficulty as Difficulty]}`,
      trainings.map(({ value }) => formatNumber(value, 3)).join(", "),
      `${formatNumber(mean, 3)} ± ${formatNumber(standardError, 1)}`,
      n === undefined ? "–" : n.toLocaleString("en-US"),
      `[${name}](data/results/${name}.json)`,
    ];
  });
}

/**
 * What each training makes of the same problems, their mean and its standard error, which is of
 * trainings and not of problems.
 */
export function seedsTable(files: readonly RecordFile[]): string {
  const several = files.filter(({ record }) => Number(record.settings.trainings ?? 1) > 1);
  return markdown(
    ["network", "measure", "each training", "mean ± se", "problems", "record"],
    several.flatMap(linesOf),
  );
}
