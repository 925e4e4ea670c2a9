/** Curves over descent steps, on the same problems, so that small differences can be told. */
import type { Difficulty } from "../tasks/mod.ts";
import { evaluate } from "../evaluation/solve.ts";
import { interval95, type Mean, meanOf } from "../../../records/statistics.ts";
import { measureOf, splitNames, type SweepRow } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { type Table, table, type TableOptions } from "../../../plots/table.ts";
import { type MeasureOptions, measuring, spread } from "./results.ts";

const difficulties = ["same", "harder"] as const satisfies readonly Difficulty[];

/** What is swept. */
export interface SweepNetworksOptions extends MeasureOptions {
  readonly innerSteps: readonly number[];
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/** A point of a curve, and the errors that it is the mean of, problem by problem. */
export interface NetworkSweepRow extends SweepRow {
  readonly errors: Float64Array;
}

/**
 * Errors of every network against descent steps per landscape, with the corrected sampler; all on
 * the same problems.
 */
export async function sweepNetworks(
  networks: readonly Trained[],
  { innerSteps, metric, display, ...set }: SweepNetworksOptions,
): Promise<NetworkSweepRow[]> {
  const rounds = networks.flatMap((trained) =>
    difficulties.flatMap((difficulty) =>
      innerSteps.map((steps) => ({ trained, difficulty, steps }))
    )
  );
  const bar = progressBar({ total: rounds.length, label: "solving", display });
  const rows: NetworkSweepRow[] = [];
  for (const { trained, difficulty, steps } of rounds) {
    const { task, network, params, trainedAs, irem, title: method } = trained;
    const [split, sampler] = [splitNames[difficulty], { innerSteps: steps }];
    const found = await evaluate({
      ...{ task, network, params, trainedAs, irem, difficulty, sampler, ...measuring(set) },
    });
    const { errors, seconds } = found;
    const measured = measureOf(found, task, metric);
    const { mean: value, standardError } = measured;
    rows.push({
      ...{ method, steps, split, difficulty, problems: set.problems, seconds, errors },
      ...{ value, standardError, ...interval95(measured) },
    });
    bar.update(rows.length, `${method}, K = ${steps}, ${split}`);
  }
  await bar.finish("done");
  return rows;
}

/**
 * The ratio of two mean errors on the same problems: its standard error counts only what differs
 * from problem to problem, and so is much smaller than those of the means.
 */
export function pairedRatio(a: Float64Array, b: Float64Array): Mean {
  const { mean: below } = meanOf(b);
  const ratio = meanOf(a).mean / below;
  const { standardError } = meanOf(a.map((error, i) => (error - ratio * b[i]!) / below));
  return { mean: ratio, standardError };
}

/** A sweep relative to its fewest steps, problem by problem, with intervals of 95 %. */
export function relativeToFewest(rows: readonly NetworkSweepRow[]): NetworkSweepRow[] {
  const fewest = Math.min(...rows.map(({ steps }) => steps));
  return rows.map((row) => {
    const { errors } = rows.find((one) =>
      one.steps === fewest && one.method === row.method && one.difficulty === row.difficulty
    )!;
    const ratio = pairedRatio(row.errors, errors);
    const { mean: value, standardError } = ratio;
    return { ...row, value, standardError, ...interval95(ratio) };
  });
}

/** A line per network and number of steps: errors with standard errors, and seconds of solving. */
export function sweepTable(rows: readonly SweepRow[], options: TableOptions = {}): Table {
  const same = rows.filter((row) => row.difficulty === "same");
  const lines = same.map(({ method, steps, value, standardError, seconds, problems }) => {
    const harder = rows.find((row) =>
      row.difficulty === "harder" && row.method === method && row.steps === steps
    );
    return {
      ...{ method, steps, same: value, sameError: standardError, problems },
      ...{ harder: harder?.value, harderError: harder?.standardError },
      seconds: (seconds + (harder?.seconds ?? 0)) / (problems + (harder?.problems ?? 0)),
    };
  });
  const columns = [
    "method",
    { key: "steps", label: "K" },
    { key: "same", label: splitNames.same },
    { key: "sameError", label: "± s.e.", format: spread },
    { key: "harder", label: splitNames.harder },
    { key: "harderError", label: "± s.e.", format: spread },
    { key: "seconds", label: "seconds per problem", format: spread },
  ];
  const caption = `Measured on ${
    formatNumber(lines[0]?.problems ?? 0)
  } problems of each difficulty.`;
  return table(lines, { columns, caption, ...options });
}
