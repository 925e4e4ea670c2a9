/** Curves over how hard problems are, for every network. */
import type { Task } from "../tasks/mod.ts";
import { baselineErrors } from "../evaluation/baselines.ts";
import { hardnessPoint, sweepPoints, type SweepRow, taskAt } from "../evaluation/sweeps.ts";
import { measureOf } from "../evaluation/measure.ts";
import type { Trained } from "../evaluation/trained.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import { type MeasureOptions, measuring } from "./results.ts";
import { named } from "./sweeps.ts";

/** What is swept. */
export interface HardnessOptions extends MeasureOptions {
  /** Descent steps per landscape; a panel of the chart for each. */
  readonly innerSteps: readonly number[];
  /** How hard; all that the task has by default. */
  readonly values?: readonly number[];
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/** A point of a curve over hardness, a panel per number of steps; or see {@link byInnerSteps}. */
export interface HardnessRow extends SweepRow {
  readonly hardness: number;
  readonly innerSteps: number;
}

/** A measure of every network against how hard problems are, with the corrected sampler. */
export async function sweepNetworksByHardness(
  networks: readonly Trained[],
  { innerSteps, values, metric, display, ...set }: HardnessOptions,
): Promise<HardnessRow[]> {
  const sets = (task: Task) => values ?? task.hardness?.values ?? [];
  const total = networks.reduce((n, { task }) => n + innerSteps.length * sets(task).length, 0);
  const bar = progressBar({ total, label: "solving", display });
  const rows: HardnessRow[] = [];
  for (const trained of networks) {
    for (const K of innerSteps) {
      const points = sets(trained.task).map((value) => ({
        ...hardnessPoint(trained.task, value),
        split: `K = ${K}`,
      }));
      const found = await sweepPoints([named(trained)], points, {
        ...measuring(set),
        ...(metric !== undefined && { metric }),
        sampler: { innerSteps: K },
        onRow: ({ method, split, steps }, done) =>
          bar.update(
            rows.length + done,
            `${method}, ${split}, ${trained.task.hardness!.name} ${steps}`,
          ),
      });
      rows.push(...found.map((row) => ({ ...row, hardness: row.steps, innerSteps: K })));
    }
  }
  await bar.finish("done");
  return rows;
}

/** The same rows as curves over descent steps, a panel per hardness, such as "20 nodes". */
export function byInnerSteps(rows: readonly HardnessRow[], unit: string): HardnessRow[] {
  return rows.map((row) => ({ ...row, steps: row.innerSteps, split: `${row.hardness} ${unit}` }));
}

/** The first trivial baseline of a task on the same sets, as rows of the same chart. */
export function baselineByHardness(
  task: Task,
  { innerSteps, values, metric, problems, seed }: Omit<HardnessOptions, "display">,
): StepsRow[] {
  return (values ?? task.hardness?.values ?? []).flatMap((value) => {
    const [found] = baselineErrors(taskAt(task, value), { problems, seed });
    if (!found) return [];
    const row = {
      method: found.name,
      steps: value,
      value: measureOf(found, task, metric).mean,
    };
    return innerSteps.map((K) => ({ ...row, split: `K = ${K}` }));
  });
}
