/** The table of results in README.md, written from the records. */
import { formatNumber } from "../../../plots/format.ts";
import type { ResultRecord } from "../../../records/records.ts";
import { type ResultRow, standsAt } from "../../../records/rows.ts";
import { publishedRows } from "../evaluation/measure.ts";
import { difficulties, type Difficulty, type Task, tasks } from "../tasks/mod.ts";

/** What the README shows of each task, in order: its measures, and what they are called. */
const shown: readonly {
  readonly task: keyof typeof tasks;
  readonly metric: string;
  readonly label: string;
}[] = [
  { task: "addition", metric: "mean squared error", label: "addition, error" },
  { task: "completion", metric: "mean squared error", label: "completion, error" },
  { task: "inverse", metric: "mean squared error", label: "inverse, error" },
  { task: "sudoku", metric: "unknown cells right", label: "Sudoku, unknown cells right" },
  { task: "sudoku", metric: "boards solved", label: "Sudoku, boards solved" },
  { task: "connectivity", metric: "accuracy", label: "connectivity, accuracy" },
  { task: "shortest_path", metric: "first action accuracy", label: "shortest path, first move" },
];

/** A value with its 95 % interval, such as "0.984 (0.960 to 0.994)". */
function cell(row: ResultRow | undefined): string {
  if (!row) return "–";
  // Published errors have four digits after the point, published shares three.
  if (row.kind === "published") {
    return row.value.toFixed(row.metric === "mean squared error" ? 4 : 3).replace(/^0\./, ".");
  }
  const { low, high } = row;
  const ends = low !== undefined && high !== undefined &&
    [low, high].map((end) => formatNumber(end, 3)).join(" to ");
  return formatNumber(row.value, 3) + (ends ? ` (${ends})` : "");
}

/** The best of several rows by the task's own direction. */
function best(task: Task, rows: readonly ResultRow[]): ResultRow | undefined {
  const higher = task.metrics.some(({ name, better }) =>
    name === rows[0]?.metric && better === "higher"
  );
  return [...rows].sort((a, b) => higher ? b.value - a.value : a.value - b.value)[0];
}

interface IredConfigShown {
  readonly batch: number;
  readonly preset: string;
}

/** Such as "paper's MLP, corrected sampler, 7,400 steps of 2,048, K = 5". */
function methodOf({ method, at }: ResultRow, { training, settings }: ResultRecord): string {
  const { batch, preset } = training!.config as unknown as IredConfigShown;
  const count = (n: number) => n.toLocaleString("en-US");
  return [
    method,
    ...(settings.preset === preset ? [] : [`${settings.preset} sampler`]),
    `${count(training!.step)} steps of ${count(batch)}`,
    `K = ${at.innerSteps}`,
  ].join(", ");
}

type Line = readonly [method: string, ...values: string[]];

/** The lines of one measure: published IRED, the best trivial answer, and each record. */
function linesOf(task: Task, metric: string, records: readonly ResultRecord[]): Line[] {
  const at = (rows: readonly ResultRow[], difficulty: Difficulty) =>
    rows.filter((row) => row.metric === metric && standsAt(row, { difficulty }));
  const line = (name: string, pick: (difficulty: Difficulty) => ResultRow | undefined): Line[] => {
    const found = difficulties.map(pick);
    return found.some(Boolean) ? [[name, ...found.map(cell)]] : [];
  };
  const ired = publishedRows(task).filter(({ method }) => method === "IRED");
  const trivial = records[0]?.rows.filter(({ kind }) => kind === "trivial") ?? [];
  const name = best(task, at(trivial, "same"))?.method;
  return [
    ...line("published IRED", (d) => at(ired, d)[0]),
    ...line(`trivial: ${name}`, (d) => at(trivial.filter(({ method }) => method === name), d)[0]),
    ...records.flatMap((record) => {
      const ours = record.rows.filter(({ kind }) => kind === "ours");
      const first = at(ours, "same")[0];
      return first ? line(methodOf(first, record), (d) => at(ours, d)[0]) : [];
    }),
  ];
}

/** Records of the task, in the order of its networks, the sampler of the training first. */
function ownRecords(task: Task, records: readonly ResultRecord[]): ResultRecord[] {
  const networks = Object.keys(task.networks);
  const rank = ({ subject, settings, training }: ResultRecord) =>
    2 * networks.indexOf(subject.network!) +
    (settings.preset === (training!.config as unknown as IredConfigShown).preset ? 0 : 1);
  return records.filter(({ paper, kind, subject }) =>
    paper === "ired" && kind === "evaluation" && subject.task === task.name
  ).sort((a, b) => rank(a) - rank(b));
}

/** The results of all records as a Markdown table, with 95 % intervals. */
export function readmeTable(records: readonly ResultRecord[]): string {
  const rows = shown.flatMap(({ task: name, metric, label }) => {
    const task: Task = tasks[name];
    return linesOf(task, metric, ownRecords(task, records)).map((line, i) => [
      i === 0 ? label : "",
      ...line,
    ]);
  });
  const header = ["problem", "method", "same difficulty", "harder"];
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n") + "\n";
}
