/** What records say of the claims that are told of: published numbers, trivial answers, and ours. */
import { orderedText } from "../../../checks/ordered_text.ts";
import type { RecordFile, ResultRecord } from "../../../records/records.ts";
import { type ResultRow, standsAt } from "../../../records/rows.ts";
import { publishedRows } from "../evaluation/measure.ts";
import type { SamplerOptions } from "../method/options.ts";
import type { StepLength } from "../method/step_length.ts";
import { difficulties, type Difficulty, type Task, tasks } from "../tasks/mod.ts";
import { recordFiles } from "./record_files.ts";
import { sharesWrong } from "./shares.ts";
import { resultVerdicts, type Verdict } from "./verdict.ts";

/** A measure of a task, and whose published number it is set beside. */
export interface Shown {
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

/** What of a training is shown. */
interface IredConfigShown {
  readonly batch: number;
  readonly preset: string;
}

/** How a record's network was trained. */
export const configOf = ({ training }: ResultRecord) =>
  training!.config as unknown as IredConfigShown;

/** Records of the task, in the order of its networks, the sampler of the training first. */
export function ownRecords(task: Task, records: readonly ResultRecord[]): ResultRecord[] {
  const networks = Object.keys(task.networks);
  const rank = (record: ResultRecord) =>
    2 * networks.indexOf(record.subject.network!) +
    (record.settings.preset === configOf(record).preset ? 0 : 1);
  return records.filter(({ paper, kind, subject }) =>
    paper === "ired" && kind === "evaluation" && subject.task === task.name
  ).sort((a, b) => rank(a) - rank(b));
}

/** How long steps were; records name it only where it is not the published one. */
export const stepLengthOf = ({ settings }: ResultRecord): StepLength =>
  (settings.sampler as Partial<SamplerOptions> | undefined)?.stepLength ?? "fixed";

/** Descent steps on each landscape, where a record says so. */
const innerStepsOf = ({ settings }: ResultRecord): number | undefined =>
  (settings.sampler as Partial<SamplerOptions> | undefined)?.innerSteps;

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
    other.settings.preset === settings.preset && other.settings.cycles === settings.cycles &&
    other.settings.patience === settings.patience &&
    stepLengthOf(other) === stepLengthOf(record) && innerStepsOf(other) === innerStepsOf(record)
  ).flatMap((other) => measuredRows(other, metric))
    .filter((row) => row.method === name && row.at.trainingSeed !== training!.config.seed);
}

/** Descent steps of a record, where the first one of its network, sampler and hops has another number of them. */
function otherSteps(record: ResultRecord, all: readonly ResultRecord[]): string {
  const likeIt = (other: ResultRecord) =>
    other.kind === record.kind && orderedText(other.subject) === orderedText(record.subject) &&
    other.settings.preset === record.settings.preset &&
    other.settings.cycles === record.settings.cycles;
  const own = innerStepsOf(record), first = all.find(likeIt), its = first && innerStepsOf(first);
  return own === undefined || its === undefined || own === its ? "" : `, ${own} steps a landscape`;
}

/**
 * A record's own rows of a measure, those of other trainings after them; hops, and another sampler
 * than that of the training, are named.
 */
function ownRows(record: ResultRecord, metric: string, all: readonly ResultRecord[]): ResultRow[] {
  const { preset, cycles } = record.settings;
  const sampler = (preset === configOf(record).preset ? "" : `, ${preset} sampler`) +
    (cycles ? `, at most ${cycles} hops` : "") +
    (stepLengthOf(record) === "adaptive" ? ", adaptive steps" : "") + otherSteps(record, all);
  return [...measuredRows(record, metric), ...againRows(record, metric, all)]
    .map((row) => ({ ...row, method: row.method + sampler }));
}

/** Published rows under IRED's name, so that verdicts know them, and what the table says. */
function publishedOf(task: Task, metric: string, method: string, difficulty: Difficulty) {
  return publishedRows(task).find((row) =>
    row.metric === metric && row.method === method && standsAt(row, { difficulty })
  );
}

/** What is known of a claim at a difficulty. */
export interface ClaimRows {
  readonly difficulty: Difficulty;
  readonly paper: ResultRow | undefined;
  readonly trivial: readonly ResultRow[];
  /** Of each network and sampler, further trainings after the first. */
  readonly ours: readonly ResultRow[];
  readonly verdicts: readonly Verdict[];
}

/** The rows of a measure at each difficulty at which we have any, and what they say. */
export function claimRows(
  { task: name, metric, published = "IRED" }: Shown,
  records: readonly ResultRecord[],
): ClaimRows[] {
  const task: Task = tasks[name], own = ownRecords(task, records);
  const errors = metric === "mean squared error";
  const trivialIn = ({ rows }: ResultRecord, difficulty: Difficulty) =>
    rows.filter((row) =>
      row.kind === "trivial" && row.metric === metric && standsAt(row, { difficulty })
    );
  // Those of the first record that has any at a difficulty: records may be of one difficulty only.
  const trivialAt = (difficulty: Difficulty) =>
    own.map((record) => trivialIn(record, difficulty)).find((rows) => rows.length > 0) ?? [];
  const recorded = own.map((record) => ({ record, rows: ownRows(record, metric, records) }));
  const all = recorded.flatMap(({ rows }) => rows);
  return difficulties.flatMap((difficulty): ClaimRows[] => {
    const ours = all.filter((row) => standsAt(row, { difficulty }));
    if (ours.length === 0) return [];
    const trivial = trivialAt(difficulty);
    const paper = publishedOf(task, metric, published, difficulty);
    const rows = [...paper ? [{ ...paper, method: "IRED" }] : [], ...trivial, ...ours];
    // Records may be of other problems than the first: each is judged beside the rule on its own.
    const ownTrivial = (method: string, rule: ResultRow) => {
      const its = recorded.find(({ rows }) => rows.some((row) => row.method === method))?.record;
      const found = its && trivialIn(its, difficulty).find((row) => row.method === rule.method);
      return found && (errors ? found.value : 1 - found.value);
    };
    const verdicts = resultVerdicts(errors ? rows : sharesWrong(rows, metric), ownTrivial);
    return [{ difficulty, paper, trivial, ours, verdicts }];
  });
}

/** The verdicts of a task by the records, each training included; of "boards solved", say, with its name. */
export function recordedVerdicts(
  task: Pick<Task, "name">,
  files: readonly RecordFile[] = recordFiles(),
): Verdict[] {
  const records = files.map(({ record }) => record),
    told = shown.filter((one) => one.task === task.name);
  return told.flatMap((one) =>
    claimRows(one, records).flatMap(({ verdicts }) =>
      verdicts.map((verdict) => ({
        ...verdict,
        claim: (told.length > 1
          ? verdict.claim.replace(/^(ours: )?/, `$1${one.metric}: `)
          : verdict.claim)
          .replace("IRED's error", `error of ${one.published ?? "IRED"}`),
      }))
    )
  );
}
