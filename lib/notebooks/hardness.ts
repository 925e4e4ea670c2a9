/** Curves over how hard problems are, for every network. */
import type { Task } from "../tasks/mod.ts";
import { baselineErrors } from "../evaluation/baselines.ts";
import { evaluate } from "../evaluation/solve.ts";
import { interval95 } from "../evaluation/statistics.ts";
import { measureOf } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { type NotebookDisplay, progressBar } from "../plots/progress.ts";
import type { StepsRow } from "../plots/error_by_steps.ts";
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

/** A task whose test problems are those of one hardness. */
function taskAt(task: Task, value: number): Task {
  if (!task.hardness) throw new RangeError(`${task.name} has no sets of problems by hardness`);
  const { sample } = task.hardness;
  return { ...task, sample: (key, count) => sample(key, count, value) };
}

/** A measure of every network against how hard problems are, with the corrected sampler. */
export async function sweepNetworksByHardness(
  networks: readonly Trained[],
  { innerSteps, values, metric, display, ...set }: HardnessOptions,
): Promise<StepsRow[]> {
  const rounds = networks.flatMap((trained) =>
    innerSteps.flatMap((K) =>
      (values ?? trained.task.hardness?.values ?? []).map((value) => ({ trained, K, value }))
    )
  );
  const bar = progressBar({ total: rounds.length, label: "solving", display });
  const rows: StepsRow[] = [];
  for (const { trained, K, value } of rounds) {
    const { network, params, title: method } = trained;
    const task = taskAt(trained.task, value);
    const found = await evaluate({
      ...{ task, network, params, sampler: { innerSteps: K }, ...measuring(set) },
    });
    const measured = measureOf(found, metric);
    const split = `K = ${K}`;
    rows.push({ method, split, steps: value, value: measured.mean, ...interval95(measured) });
    bar.update(rows.length, `${method}, ${split}, ${task.hardness!.name} ${value}`);
  }
  await bar.finish("done");
  return rows;
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
