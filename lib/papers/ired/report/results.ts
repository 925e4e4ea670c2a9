/** Results beside published numbers and trivial baselines, as tables and charts show them. */
import { difficulties, type Difficulty, type Task } from "../tasks/mod.ts";
import type { PresetName } from "../method/options.ts";
import {
  type MeasuredRow,
  networkRows,
  publishedRows,
  trivialRows as measureTrivial,
} from "../evaluation/measure.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { ComparisonRow } from "../../../plots/comparison.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { type Table, table, type TableOptions, type TableRow } from "../../../plots/table.ts";

export { besideRecords } from "./agreement.ts";
export { pairVerdicts, resultVerdicts, stepVerdicts, verdictTable } from "./verdict.ts";

/** How a network is asked to solve. */
export interface Run {
  readonly preset: PresetName;
  /** Descent steps per landscape, K. */
  readonly innerSteps: number;
}

/**
 * A run for each preset, named by a notebook's parameters.
 *
 * @param names Of presets; the solver refuses one that does not exist
 */
export function runsOf(names: readonly string[], { innerSteps }: Omit<Run, "preset">): Run[] {
  return names.map((name) => ({ preset: name as PresetName, innerSteps }));
}

/** On how much: the parameters of a notebook that all its measurements share. */
export interface MeasureOptions {
  readonly problems: number;
  readonly seed: number;
  /** How the solver is compiled; "graph" by default. */
  readonly mode?: "xla" | "graph";
  /** Problems solved at once, at most; 128 by default. */
  readonly batch?: number;
}

/**
 * Options of `evaluate` and of sweeps. Compiled without XLA, which mostly takes longer than it saves
 * here, unless asked for; one batch size for all, as each is compiled anew.
 */
export function measuring({ problems, seed, mode = "graph", batch = 128 }: MeasureOptions) {
  return { problems, seed, mode, batch: Math.min(problems, batch) };
}

/** What is compared. */
export interface CompareOptions extends MeasureOptions {
  readonly runs: readonly Run[];
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/** The trivial baselines of a task, for both difficulties. */
export function trivialRows(task: Task, { problems, seed }: MeasureOptions): MeasuredRow[] {
  return difficulties.flatMap((difficulty) => measureTrivial(task, { difficulty, problems, seed }));
}

/** Published results, trivial baselines, and every network with every run, for both difficulties. */
export async function compare(
  task: Task,
  networks: readonly Trained[],
  { runs, display, ...set }: CompareOptions,
): Promise<ResultRow[]> {
  const { problems } = set;
  const rounds = networks.flatMap((trained) =>
    runs.flatMap((run) => difficulties.map((difficulty) => ({ trained, run, difficulty })))
  );
  const bar = progressBar({ total: rounds.length * problems, label: "solving", display });
  const ours: MeasuredRow[] = [];
  for (const [i, { trained, run, difficulty }] of rounds.entries()) {
    const { preset, innerSteps } = run;
    const method = `${trained.title}, ${preset}, K = ${innerSteps}`;
    ours.push(
      ...await networkRows({ ...trained, task }, {
        ...measuring(set),
        method,
        difficulty,
        preset,
        sampler: { innerSteps },
        onProgress: (done) =>
          bar.update(i * problems + done, `${method}, ${splitNames[difficulty]}`),
      }),
    );
  }
  bar.update(rounds.length * problems);
  await bar.finish("done");
  return [...publishedRows(task), ...trivialRows(task, set), ...ours];
}

const kinds = { published: "published", trivial: "trivial", ours: "ours, measured" } as const;

/** Whose numbers a method's are: what others measured and nobody published is named as such. */
const whose = (method: string, kind: ResultRow["kind"]): string =>
  kind === "published" && method.endsWith(", run again") ? "others', unpublished" : kinds[kind];

/** Published numbers keep the four digits that they have after the point. */
const format = (value: unknown, row: TableRow) => {
  if (typeof value !== "number") return "–";
  return row.kind === "published" ? value.toFixed(4) : formatNumber(value);
};

/** An interval of 95 %, such as "0.89 to 0.94"; "–" where none is known. */
export const ends = ({ low, high }: Partial<Pick<ResultRow, "low" | "high">> = {}): string =>
  low === undefined || high === undefined
    ? "–"
    : `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`;

/** A standard error: one digit says enough. */
export const spread = (value: unknown) => typeof value === "number" ? formatNumber(value, 1) : "–";

/** Of which measure a table or a chart is: the first of the rows by default. */
export interface MeasureChoice {
  readonly metric?: string;
}

const ofMetric = (rows: readonly ResultRow[], { metric = rows[0]?.metric }: MeasureChoice) =>
  rows.filter((row) => row.metric === metric);

/** What a table of results shows. */
export interface ResultsTableOptions extends TableOptions, MeasureChoice {
  /** Which values are in bold; "lower" by default. */
  readonly better?: "higher" | "lower";
}

/** A method per line: one measure with intervals of 95 %, at both difficulties, the best in bold. */
export function resultsTable(all: readonly ResultRow[], options: ResultsTableOptions = {}): Table {
  const { metric, better = "lower", ...rest } = options;
  const rows = ofMetric(all, { ...(metric !== undefined && { metric }) });
  const best = better === "lower" ? "min" as const : "max" as const;
  const methods = [...new Set(rows.map(({ method, kind }) => JSON.stringify([method, kind])))];
  const lines = methods.map((key) => {
    const [method, kind] = JSON.parse(key) as [string, ResultRow["kind"]];
    const own = rows.filter((row) => row.method === method && row.kind === kind);
    const [same, harder] = difficulties.map((d) => own.find((row) => row.at.difficulty === d));
    return {
      method,
      kind,
      numbers: whose(method, kind),
      same: same?.value,
      sameEnds: ends(same),
      harder: harder?.value,
      harderEnds: ends(harder),
    };
  });
  const columns = [
    "method",
    "numbers",
    { key: "same", label: splitNames.same, best, format },
    { key: "sameEnds", label: "95 % interval" },
    { key: "harder", label: splitNames.harder, best, format },
    { key: "harderEnds", label: "95 % interval" },
  ];
  const problems = rows.find((row) => row.kind === "ours")?.n;
  const caption = problems === undefined
    ? {}
    : { caption: `Measured on ${formatNumber(problems)} problems of each difficulty.` };
  return table(lines, { columns, ...caption, ...rest });
}

/** The same as rows for a chart, with intervals of 95 %. */
export function comparisonRows(
  rows: readonly ResultRow[],
  choice: MeasureChoice = {},
): ComparisonRow[] {
  return ofMetric(rows, choice)
    .map(({ method, kind, at, value, low, high }) => ({
      // What others measured and nobody published is told by its name.
      method: whose(method, kind) === kinds.published ? `published ${method}` : method,
      kind,
      split: splitNames[at.difficulty as Difficulty],
      value,
      ...(low !== undefined && high !== undefined && { low, high }),
    }));
}
