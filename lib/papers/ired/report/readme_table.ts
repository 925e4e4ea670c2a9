/** The tables of README.md that are written from the records. */
import { formatNumber } from "../../../plots/format.ts";
import type { RecordFile, ResultRecord } from "../../../records/records.ts";
import { type ResultRow, standsAt } from "../../../records/rows.ts";
import { publishedRows } from "../evaluation/measure.ts";
import { difficulties, type Difficulty, type Task, tasks } from "../tasks/mod.ts";
import { markdown } from "./markdown.ts";
import { sharesWrong } from "./shares.ts";
import { type Outcome, resultVerdicts, type Verdict } from "./verdict.ts";

/** A measure of a task, and whose published number it is set beside. */
interface Shown {
  readonly task: keyof typeof tasks;
  readonly metric: string;
  readonly label: string;
  /** "IRED" by default. */
  readonly published?: string;
}

/** The measures that the README tells of. */
export const shown: readonly Shown[] = [
  { task: "addition", metric: "mean squared error", label: "addition, error" },
  { task: "completion", metric: "mean squared error", label: "completion, error" },
  { task: "inverse", metric: "mean squared error", label: "inverse, error" },
  { task: "sudoku", metric: "unknown cells right", label: "Sudoku, unknown cells right" },
  {
    task: "sudoku",
    metric: "boards solved",
    label: "Sudoku, boards solved",
    published: "IRED, run again",
  },
  {
    task: "visual_sudoku",
    metric: "unknown cells right",
    label: "visual Sudoku, unknown cells right",
  },
  {
    task: "visual_sudoku",
    metric: "boards solved",
    label: "visual Sudoku, boards solved",
    published: "SATNet",
  },
  { task: "connectivity", metric: "accuracy", label: "connectivity, accuracy" },
  { task: "shortest_path", metric: "first action accuracy", label: "shortest path, first move" },
];

interface IredConfigShown {
  readonly batch: number;
  readonly preset: string;
}

const configOf = ({ training }: ResultRecord) => training!.config as unknown as IredConfigShown;

/** Records of the task, in the order of its networks, the sampler of the training first. */
function ownRecords(task: Task, records: readonly ResultRecord[]): ResultRecord[] {
  const networks = Object.keys(task.networks);
  const rank = (record: ResultRecord) =>
    2 * networks.indexOf(record.subject.network!) +
    (record.settings.preset === configOf(record).preset ? 0 : 1);
  return records.filter(({ paper, kind, subject }) =>
    paper === "ired" && kind === "evaluation" && subject.task === task.name
  ).sort((a, b) => rank(a) - rank(b));
}

/** A record's rows of a measure that are ours. */
const measuredRows = ({ rows }: ResultRecord, metric: string) =>
  rows.filter((row) => row.kind === "ours" && row.metric === metric);

/**
 * What the same network, trained from other seeds, made of the same problems by the same sampler:
 * from records of several trainings.
 */
function againRows(record: ResultRecord, metric: string, all: readonly ResultRecord[]) {
  const { subject, settings, training, seed, n } = record;
  const name = measuredRows(record, metric)[0]?.method;
  return all.filter((other) =>
    Number(other.settings.trainings ?? 1) > 1 && other.seed === seed && other.n === n &&
    other.subject.task === subject.task && other.subject.network === subject.network &&
    other.settings.preset === settings.preset && other.settings.cycles === settings.cycles
  ).flatMap((other) => measuredRows(other, metric))
    .filter((row) => row.method === name && row.at.trainingSeed !== training!.config.seed);
}

/**
 * A record's own rows of a measure, those of other trainings after them; hops, and another sampler
 * than that of the training, are named.
 */
function ownRows(record: ResultRecord, metric: string, all: readonly ResultRecord[]): ResultRow[] {
  const { preset, cycles } = record.settings;
  const sampler = (preset === configOf(record).preset ? "" : `, ${preset} sampler`) +
    (cycles ? `, at most ${cycles} hops` : "");
  return [...measuredRows(record, metric), ...againRows(record, metric, all)]
    .map((row) => ({ ...row, method: row.method + sampler }));
}

/** Of one network's trainings, such as "0.984 (0.960 to 0.994), again 0.981, 0.986". */
function cell([{ value, low, high }, ...again]: readonly [ResultRow, ...ResultRow[]]): string {
  const short = (number: number) => formatNumber(number, 3);
  const ends = low !== undefined && high !== undefined ? ` (${short(low)} to ${short(high)})` : "";
  const rest = again.map((row) => short(row.value)).join(", ");
  return short(value) + ends + (rest && `, again ${rest}`);
}

/** Published errors have four digits after the point, published shares three. */
function publishedCell({ method, metric, value }: ResultRow): string {
  const digits = metric === "mean squared error" ? 4 : 3;
  const text = value.toFixed(digits).replace(/^0\./, ".");
  return method === "IRED" ? text : `${text} (${method})`;
}

/** What the trivial answer makes of a claim that is met. */
const besideTrivial: Readonly<Record<Outcome, string>> = {
  "reproduced": "",
  "not reproduced": "; no better than the trivial answer",
  "only with our network": "; better than the trivial answer only with our network",
  "only with the paper's network": "; better than the trivial answer only with the paper's network",
};

function verdictCell(verdicts: readonly Verdict[]): string {
  const [reached, beaten] = verdicts;
  if (!reached) return "no published number";
  const rest = beaten ? besideTrivial[beaten.verdict] : "";
  // What only our network reaches, only it need beat.
  return reached.verdict === beaten?.verdict && reached.verdict !== "not reproduced"
    ? reached.verdict
    : reached.verdict + rest;
}

/** Published rows under IRED's name, so that verdicts know them, and what the table says. */
function publishedOf(task: Task, metric: string, method: string, difficulty: Difficulty) {
  return publishedRows(task).find((row) =>
    row.metric === metric && row.method === method && standsAt(row, { difficulty })
  );
}

function claimsOf(
  { task: name, metric, label, published = "IRED" }: Shown,
  records: readonly ResultRecord[],
) {
  const task: Task = tasks[name];
  const own = ownRecords(task, records);
  const errors = metric === "mean squared error";
  // Those of the first record that has any at a difficulty: records may be of one difficulty only.
  const trivialAt = (difficulty: Difficulty) =>
    own.map(({ rows }) =>
      rows.filter((row) =>
        row.kind === "trivial" && row.metric === metric && standsAt(row, { difficulty })
      )
    ).find((rows) => rows.length > 0) ?? [];
  const ours = own.flatMap((record) => ownRows(record, metric, records));
  return difficulties.flatMap((difficulty): string[][] => {
    const here = (rows: readonly ResultRow[]) =>
      rows.filter((row) => standsAt(row, { difficulty }));
    const trivial = trivialAt(difficulty);
    const paper = publishedOf(task, metric, published, difficulty);
    const rows = [
      ...paper ? [{ ...paper, method: "IRED" }] : [],
      ...trivial,
      ...here(ours),
    ];
    if (here(ours).length === 0) return [];
    const verdicts = resultVerdicts(errors ? rows : sharesWrong(rows, metric));
    const best = trivial.toSorted((a, b) => errors ? a.value - b.value : b.value - a.value)[0];
    const numbers = [...Map.groupBy(here(ours), ({ method }) => method)]
      .map(([method, [first, ...again]]) => `${method}: ${cell([first!, ...again])}`);
    return [[
      difficulty === "same" ? label : `${label}, harder`,
      paper ? publishedCell(paper) : "–",
      numbers.join("<br>"),
      best ? `${formatNumber(best.value, 3)} (${best.method})` : "–",
      verdictCell(verdicts),
    ]];
  });
}

/**
 * Claim by claim: the published number, ours with 95 % intervals and what further trainings gave, the
 * best trivial answer, and what became of it.
 */
export function claimsTable(records: readonly ResultRecord[]): string {
  const rows = shown.flatMap((one) => claimsOf(one, records));
  return markdown(["claim", "paper", "ours", "trivial answer", "verdict"], rows);
}

/** How the networks behind the claims were trained and measured, with the records' files. */
export function trainingTable(records: readonly RecordFile[]): string {
  const count = (n: number) => n.toLocaleString("en-US");
  const rows = Object.values<Task>(tasks).flatMap((task) =>
    ownRecords(task, records.map(({ record }) => record)).map((record) => {
      const { training, settings, n, rows } = record;
      const { path } = records.find((one) => one.record === record)!;
      const title = rows.find(({ kind }) => kind === "ours")!.method;
      const name = path.split("/").at(-1)!.replace(".json", "");
      return [
        `${task.title}: ${title}`,
        `${count(training!.step)} steps of ${count(configOf(record).batch)}`,
        `${count(Math.round(training!.seconds / 60))} min`,
        String(settings.preset),
        count(n),
        `[${name}](data/results/${name}.json)`,
      ];
    })
  );
  return markdown(["network", "training", "took", "sampler", "problems", "record"], rows);
}
