/** Results beside published numbers and trivial baselines, as tables and charts show them. */
import type { Difficulty, Task } from "../tasks/mod.ts";
import type { PresetName } from "../method/options.ts";
import { baselineErrors } from "../evaluation/baselines.ts";
import { publishedRows, type ResultRow } from "../../../records/records.ts";
import { evaluate } from "../evaluation/solve.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { ComparisonRow } from "../../../plots/comparison.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { type Table, table, type TableOptions, type TableRow } from "../../../plots/table.ts";

/** How a network is asked to solve. */
export interface Run {
  readonly preset: PresetName;
  /** Descent steps per landscape, K. */
  readonly innerSteps: number;
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

const difficulties = ["same", "harder"] as const satisfies readonly Difficulty[];

/** The trivial baselines of a task, for both difficulties. */
export function trivialRows(task: Task, { problems, seed }: MeasureOptions): ResultRow[] {
  return difficulties.flatMap((difficulty) =>
    baselineErrors(task, { difficulty, problems, seed }).flatMap(({ name, scores }) =>
      scores.map((score) => ({
        ...{ method: name, kind: "trivial" as const, difficulty, problems },
        ...score,
      }))
    )
  );
}

/** Published results, trivial baselines, and every network with every run, for both difficulties. */
export async function compare(
  task: Task,
  networks: readonly Trained[],
  { runs, display, ...set }: CompareOptions,
): Promise<ResultRow[]> {
  const { problems } = set;
  const trivial = trivialRows(task, set);
  const tasks = networks.flatMap((network) =>
    runs.flatMap((run) => difficulties.map((difficulty) => ({ network, run, difficulty })))
  );
  const bar = progressBar({ total: tasks.length * problems, label: "solving", display });
  const ours: ResultRow[] = [];
  for (const [i, { network: trained, run, difficulty }] of tasks.entries()) {
    const { title, network, params, trainedAs, irem } = trained;
    const { preset, innerSteps } = run;
    const method = `${title}, ${preset}, K = ${innerSteps}`;
    const { scores, seconds } = await evaluate({
      ...{ task, network, params, trainedAs, irem, difficulty, preset },
      ...measuring(set),
      sampler: { innerSteps },
      onProgress: (done) => bar.update(i * problems + done, `${method}, ${splitNames[difficulty]}`),
    });
    ours.push(...scores.map((score) => ({
      ...{ method, kind: "ours" as const, difficulty, problems, innerSteps, seconds },
      ...score,
    })));
  }
  bar.update(tasks.length * problems);
  await bar.finish("done");
  return [...publishedRows(task), ...trivial, ...ours];
}

const kinds = { published: "published", trivial: "trivial", ours: "ours, measured" } as const;

/** Published numbers keep the four digits that they have after the point. */
const format = (value: unknown, row: TableRow) => {
  if (typeof value !== "number") return "–";
  return row.numbers === kinds.published ? value.toFixed(4) : formatNumber(value);
};

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

/** A method per line: one measure with standard errors, at both difficulties, the best in bold. */
export function resultsTable(all: readonly ResultRow[], options: ResultsTableOptions = {}): Table {
  const { metric, better = "lower", ...rest } = options;
  const rows = ofMetric(all, { ...(metric !== undefined && { metric }) });
  const best = better === "lower" ? "min" as const : "max" as const;
  const methods = [...new Set(rows.map(({ method, kind }) => JSON.stringify([method, kind])))];
  const lines = methods.map((key) => {
    const [method, kind] = JSON.parse(key) as [string, ResultRow["kind"]];
    const own = rows.filter((row) => row.method === method && row.kind === kind);
    const [same, harder] = difficulties.map((d) => own.find((row) => row.difficulty === d));
    return {
      ...{ method, numbers: kinds[kind], same: same?.value, sameError: same?.standardError },
      ...{ harder: harder?.value, harderError: harder?.standardError },
    };
  });
  const columns = [
    "method",
    "numbers",
    { key: "same", label: splitNames.same, best, format },
    { key: "sameError", label: "± s.e.", format: spread },
    { key: "harder", label: splitNames.harder, best, format },
    { key: "harderError", label: "± s.e.", format: spread },
  ];
  const problems = rows.find((row) => row.kind === "ours")?.problems;
  const caption = problems === undefined
    ? {}
    : { caption: `Measured on ${formatNumber(problems)} problems of each difficulty.` };
  return table(lines, { columns, ...caption, ...rest });
}

/** Published methods that a chart has room for. */
const CHARTED = ["IRED", "IREM", "Feedforward"];

/** The same as rows for a chart, with intervals of 95 %; published numbers of the main methods only. */
export function comparisonRows(
  rows: readonly ResultRow[],
  choice: MeasureChoice = {},
): ComparisonRow[] {
  return ofMetric(rows, choice)
    .filter(({ kind, method }) => kind !== "published" || CHARTED.includes(method))
    .map(({ method, kind, difficulty, value, standardError }) => ({
      method: kind === "published" ? `published ${method}` : method,
      kind,
      split: splitNames[difficulty],
      value,
      ...(standardError !== undefined && {
        low: Math.max(0, value - 1.96 * standardError),
        high: value + 1.96 * standardError,
      }),
    }));
}
