/** Networks that were trained several times, from other seeds: a table of docs/results.md, and a notebook's. */
import { basename } from "node:path";
import { formatNumber } from "../../../plots/format.ts";
import type { RecordFile, ResultRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { meanOf } from "../../../records/statistics.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import { type Difficulty, type Task, tasks } from "../tasks/mod.ts";
import { markdown, recordLink } from "./markdown.ts";
import { type Table, table } from "../../../plots/table.ts";
import { recordFiles } from "./record_files.ts";
import { shown, stepLengthOf } from "./claim_rows.ts";

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

/** Each measure of the claims at each difficulty: its rows, one of each training. */
function measuresOf({ record }: RecordFile): ResultRow[][] {
  const task: Task = tasks[record.subject.task as keyof typeof tasks];
  const told = shown.filter(({ task: its }) => its === task.name).map(({ metric }) => metric);
  const ours = record.rows.filter(({ kind, metric, at }) =>
    kind === "ours" && "trainingSeed" in at && told.includes(metric)
  );
  return groupBy(ours, ({ metric, at }) => `${metric} ${at.difficulty}`).map(trainingsOf);
}

const methodOf = ({ rows }: ResultRecord) => rows.find(({ kind }) => kind === "ours")?.method;

/** The sampler of a record behind a comma, where the same trainings were measured with others, too. */
function samplerOf(record: ResultRecord, all: readonly RecordFile[]): string {
  const others = all.filter(({ record: other }) =>
    other.subject.task === record.subject.task && methodOf(other) === methodOf(record)
  );
  const presets = new Set(others.map(({ record: { settings } }) => settings.preset));
  const steps = stepLengthOf(record) === "adaptive" ? ", adaptive steps" : "";
  return (presets.size > 1 ? `, ${record.settings.preset} sampler` : "") + steps;
}

/** What a line says of one measure. */
function summary(trainings: readonly ResultRow[], record: ResultRecord, sampler: string) {
  const { settings, data } = record;
  const { metric, method, at, n } = trainings[0]!;
  const hops = at.cycles ? `, ${at.cycles} hops` : "";
  // Problems that were not drawn by a seed are those of a file.
  const file = /[^/\s]+\.csv/.exec(data)?.[0];
  const { mean, standardError } = meanOf(trainings.map(({ value }) => value));
  return {
    network: method + sampler + hops +
      (hops && settings.patience ? " with patience" : ""),
    measure: `${metric}, ${splitNames[at.difficulty as Difficulty]}`,
    "each training": trainings.map(({ value }) => formatNumber(value, 3)).join(", "),
    "mean ± se": `${formatNumber(mean, 3)} ± ${formatNumber(standardError, 1)}`,
    problems: (n === undefined ? "–" : n.toLocaleString("en-US")) + (file ? ` of ${file}` : ""),
  };
}

/** Whether a record is a sweep over steps, which is no more than one number of each training. */
const sweepsSteps = ({ rows }: ResultRecord) =>
  new Set(rows.filter(({ kind }) => kind === "ours").map(({ at }) => at.innerSteps)).size > 1;

/** Records of several trainings, each measured in one way. */
const several = (files: readonly RecordFile[]) =>
  files.filter(({ record }) => Number(record.settings.trainings ?? 1) > 1 && !sweepsSteps(record));

/**
 * What each training makes of the same problems, their mean and its standard error, which is of
 * trainings and not of problems.
 */
export function seedsTable(files: readonly RecordFile[]): string {
  const all = several(files);
  const lines = all.flatMap((file) => {
    const { title }: Task = tasks[file.record.subject.task as keyof typeof tasks];
    const name = basename(file.path, ".json");
    const sampler = samplerOf(file.record, all);
    const lines = measuresOf(file).map((trainings) => summary(trainings, file.record, sampler));
    return lines.map(({ network, ...rest }) => [
      `${title}: ${network}`,
      ...Object.values(rest),
      recordLink(name),
    ]);
  });
  const columns = ["network", "measure", "each training", "mean ± se", "problems", "record"];
  return markdown(columns, lines);
}

/** The same of one task, for a notebook. */
export function trainingsTable(task: Task, files: readonly RecordFile[] = recordFiles()): Table {
  const own = several(files).filter(({ record }) => record.subject.task === task.name);
  return table(own.flatMap((file) => {
    const sampler = samplerOf(file.record, own);
    return measuresOf(file).map((trainings) => summary(trainings, file.record, sampler));
  }));
}
