/** Methods against how hard problems are, beside trivial answers. */
import { baselineErrors } from "../evaluation/baselines.ts";
import { sweepHardness, taskAt } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import type { Task } from "../tasks/mod.ts";
import { type MeasureOptions, measuring } from "./results.ts";
import { named } from "./sweeps.ts";

const TRIVIAL = "best trivial answer";

/** The least mean error of a trivial answer in each set. */
function trivial(task: Task, { problems, seed }: MeasureOptions): StepsRow[] {
  const { name: split, values } = task.hardness!;
  return values.map((steps) => {
    const means = baselineErrors(taskAt(task, steps), { difficulty: "harder", problems, seed })
      .map(({ mean }) => mean);
    return { method: TRIVIAL, split, steps, value: Math.min(...means) };
  });
}

/**
 * The mean error of each network, solving as it was trained, and that of the best trivial answer,
 * in all sets by hardness of their task: one panel.
 */
export async function methodsByHardness(
  networks: readonly Trained[],
  set: MeasureOptions,
): Promise<StepsRow[]> {
  const rows = trivial(networks[0]!.task, set);
  for (const trained of networks) {
    rows.push(...await sweepHardness({ ...named(trained), ...measuring(set) }));
  }
  return rows;
}

/** The same rows, each error and its interval divided by that of the best trivial answer in its set. */
export function besideTrivial(rows: readonly StepsRow[]): StepsRow[] {
  const trivialAt = new Map(
    rows.filter(({ method }) => method === TRIVIAL).map(({ steps, value }) => [steps, value]),
  );
  return rows.map(({ low, high, ...row }) => {
    const by = trivialAt.get(row.steps)!;
    return {
      ...row,
      value: row.value / by,
      ...(low !== undefined && high !== undefined && { low: low / by, high: high / by }),
    };
  });
}
