/** Curves over how hard problems are, for every network. */
import type { Task } from "../tasks/mod.ts";
import { baselineErrors } from "../evaluation/baselines.ts";
import { evaluate } from "../evaluation/solve.ts";
import { interval95 } from "../../../records/statistics.ts";
import { measureOf, taskAt } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import { type MeasureOptions, measuring } from "./results.ts";

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
export interface HardnessRow extends StepsRow {
  readonly hardness: number;
  readonly innerSteps: number;
  readonly standardError: number;
}

/** A measure of every network against how hard problems are, with the corrected sampler. */
export async function sweepNetworksByHardness(
  networks: readonly Trained[],
  { innerSteps, values, metric, display, ...set }: HardnessOptions,
): Promise<HardnessRow[]> {
  const rounds = networks.flatMap((trained) =>
    innerSteps.flatMap((K) =>
      (values ?? trained.task.hardness?.values ?? []).map((value) => ({ trained, K, value }))
    )
  );
  const bar = progressBar({ total: rounds.length, label: "solving", display });
  const rows: HardnessRow[] = [];
  for (const { trained, K, value } of rounds) {
    const { network, params, trainedAs, irem, title: method } = trained;
    const task = taskAt(trained.task, value);
    const found = await evaluate({
      ...{ task, network, params, trainedAs, irem, ...measuring(set) },
      sampler: { innerSteps: K },
    });
    const measured = measureOf(found, task, metric);
    const split = `K = ${K}`;
    const { mean, standardError } = measured;
    rows.push({
      ...{ method, split, steps: value, hardness: value, innerSteps: K },
      ...{ value: mean, standardError, ...interval95(measured) },
    });
    bar.update(rows.length, `${method}, ${split}, ${task.hardness!.name} ${value}`);
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
    const measured = metric === undefined
      ? found.mean
      : found.scores.find((score) => score.metric === metric)!.value;
    const row = { method: found.name, steps: value, value: measured };
    return innerSteps.map((K) => ({ ...row, split: `K = ${K}` }));
  });
}
