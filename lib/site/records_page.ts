/** The records as charts: every measure of every task, each method with its interval. */
import { escapeHtml } from "../pages/html.ts";
import { comparisonRows } from "../papers/ired/report/results.ts";
import { type Task, tasks } from "../papers/ired/tasks/mod.ts";
import { comparisonBars } from "../plots/comparison.ts";
import type { ResultRecord } from "../records/records.ts";
import type { ResultRow } from "../records/rows.ts";

/** A record and its file's name. */
export interface NamedRecord {
  readonly name: string;
  readonly record: ResultRecord;
}

/** Errors span orders of magnitude, shares do not. */
const isError = (metric: string) => metric.includes("error");

function chartOf(task: Task, metric: string, rows: readonly ResultRow[]): string {
  const shown = comparisonRows(rows, { metric });
  if (shown.every(({ kind }) => kind !== "ours")) return "";
  const log = isError(metric) && shown.every(({ value }) => value > 0);
  const drawn = (names: "beside" | "above") =>
    comparisonBars(shown, {
      title: `${task.title}: ${metric}`,
      xLabel: metric,
      xType: log ? "log" : "linear",
      names,
    }).svg();
  // One for wide screens, one for phones; the style sheet shows one of them.
  return `<div class="wide broad"><div class="chart">${drawn("beside")}</div></div>
<div class="wide narrow"><div class="chart">${drawn("above")}</div></div>`;
}

function ownRows({ name, record }: NamedRecord): ResultRow[] {
  const { preset } = record.training!.config as unknown as { preset: string };
  const sampler = record.settings.preset === preset ? "" : `, ${record.settings.preset} sampler`;
  return record.rows.filter(({ kind }) => kind === "ours")
    .map((row) => ({ ...row, method: row.method + sampler, source: name }));
}

/** Published numbers and trivial answers, each once: not every record is of both difficulties. */
function otherRows(records: readonly NamedRecord[]): ResultRow[] {
  const all = records.flatMap(({ record }) => record.rows).filter(({ kind }) => kind !== "ours");
  const places = new Map(
    all.map((row) => [`${row.method} ${row.metric} ${row.at.difficulty}`, row] as const),
  );
  return [...places.values()];
}

function facts({ name, record }: NamedRecord): string {
  const { training, settings, n, machine, commit, data } = record;
  const rows: [string, string][] = [
    [
      "trained for",
      `${training!.step.toLocaleString("en-US")} steps, ${
        Math.round(training!.seconds / 60)
      } min, on ${training!.machine}`,
    ],
    ["config", JSON.stringify(training!.config)],
    ["sampler", JSON.stringify(settings)],
    ["data", `${data}; ${n} problems of each difficulty`],
    ["measured on", `${machine}, commit ${commit}`],
  ];
  const lines = rows.map(([what, text]) => `<tr><th>${what}</th><td>${escapeHtml(text)}</td></tr>`);
  return `<details id="${name}"><summary>${name}</summary><div class="wide"><table><tbody>${
    lines.join("")
  }</tbody></table></div><p><a href="files/data/results/${name}.json">the record</a></p></details>`;
}

/** The page's body: tasks in order, a chart per measure, the records behind them folded. */
export function renderRecords(records: readonly NamedRecord[]): string {
  const sections = Object.values<Task>(tasks).flatMap((task) => {
    const own = records.filter(({ record }) => record.subject.task === task.name);
    if (own.length === 0) return [];
    const rows = [...otherRows(own), ...own.flatMap(ownRows)];
    const metrics = [...new Set(rows.map(({ metric }) => metric))];
    const charts = metrics.map((metric) => chartOf(task, metric, rows));
    return [
      `<h2 id="${task.name}">${escapeHtml(task.title)}</h2>\n${charts.join("\n")}\n${
        own.map(facts).join("\n")
      }`,
    ];
  });
  return `<h1>Records</h1>
<p>Every number of ours below was written by a run, with its config, seed, machine and commit. Lines are
95 % intervals; diamonds are others' numbers, published unless they are called “run again”, rings answers that
take no thought.</p>
${sections.join("\n")}`;
}
