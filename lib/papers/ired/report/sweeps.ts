/** Curves over descent steps, on the same problems, so that small differences can be told. */
import { measuredFields } from "../../../records/rows.ts";
import { pairedRatio } from "../../../records/statistics.ts";
import { pointsAt, splitNames, sweepPoints, type SweepRow } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { type Table, table, type TableOptions } from "../../../plots/table.ts";
import { ends, type MeasureOptions, measuring, spread } from "./results.ts";

/** What is swept. */
export interface SweepNetworksOptions extends MeasureOptions {
  readonly innerSteps: readonly number[];
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/**
 * Errors of every network against descent steps per landscape, with the corrected sampler; all on
 * the same problems.
 */
export async function sweepNetworks(
  networks: readonly Trained[],
  { innerSteps, metric, display, ...set }: SweepNetworksOptions,
): Promise<SweepRow[]> {
  const points = pointsAt(innerSteps, (K) => ({ sampler: { innerSteps: K } }));
  const total = networks.length * points.length;
  const bar = progressBar({ total, label: "solving", display });
  const rows = await sweepPoints(networks.map(named), points, {
    ...measuring(set),
    ...(metric !== undefined && { metric }),
    onRow: ({ method, steps, split }, done) =>
      bar.update(done, `${method}, K = ${steps}, ${split}`),
  });
  await bar.finish("done");
  return rows;
}

/** A network for a sweep with the corrected sampler, under its title. */
export const named = (trained: Trained) => ({
  ...trained,
  preset: "corrected" as const,
  method: trained.title,
});

/** A sweep relative to its fewest steps, problem by problem, with intervals of 95 %. */
export function relativeToFewest(rows: readonly SweepRow[]): SweepRow[] {
  const fewest = Math.min(...rows.map(({ steps }) => steps));
  return rows.map((row) => {
    const first = rows.find((one) =>
      one.steps === fewest && one.method === row.method && one.difficulty === row.difficulty
    )!;
    const { low: _, high: __, standardError: ___, ...rest } = row;
    if (!row.errors || !first.errors) {
      throw new TypeError(
        "Cannot compare rows of a record: their problems are not kept one by one",
      );
    }
    const ratio = pairedRatio(row.errors, first.errors);
    return { ...rest, ...measuredFields({ ...ratio, n: row.errors.length }) };
  });
}

/** A line per network and number of steps: errors with intervals of 95 %, and seconds of solving. */
export function sweepTable(rows: readonly SweepRow[], options: TableOptions = {}): Table {
  const same = rows.filter((row) => row.difficulty === "same");
  const lines = same.map((row) => {
    const { method, steps, value, seconds, problems } = row;
    const harder = rows.find((one) =>
      one.difficulty === "harder" && one.method === method && one.steps === steps
    );
    return {
      method,
      steps,
      same: value,
      sameEnds: ends(row),
      problems,
      harder: harder?.value,
      harderEnds: ends(harder),
      seconds: (seconds + (harder?.seconds ?? 0)) / (problems + (harder?.problems ?? 0)),
    };
  });
  const columns = [
    "method",
    { key: "steps", label: "K" },
    { key: "same", label: splitNames.same },
    { key: "sameEnds", label: "95 % interval" },
    { key: "harder", label: splitNames.harder },
    { key: "harderEnds", label: "95 % interval" },
    { key: "seconds", label: "seconds per problem", format: spread },
  ];
  const caption = `Measured on ${
    formatNumber(lines[0]?.problems ?? 0)
  } problems of each difficulty.`;
  return table(lines, { columns, caption, ...options });
}
