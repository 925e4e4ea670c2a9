/** `evaluate --sweep`: a measure of a checkpoint against what is spent, or how hard problems are. */
import { usageError } from "../checks/usage.ts";
import { suggestion } from "../checks/spelling.ts";
import type { ResultRow } from "../records/rows.ts";
import {
  recordedSweep,
  type SweepOptions,
  sweeps,
  type Swept,
} from "../papers/ired/evaluation/sweeps.ts";
import type { Trained } from "../papers/ired/evaluation/trained.ts";
import type { Hardness, Task } from "../papers/ired/tasks/task.ts";
import { USUAL_PROBLEMS } from "../papers/ired/evaluation/problems.ts";
import { disposeTree, random } from "../tensor/mod.ts";
import { formatNumber } from "../plots/format.ts";
import { progressBar } from "../plots/progress.ts";
import { table } from "../plots/table.ts";
import type { Flag } from "./flags.ts";

/** The flags of a sweep. */
export const sweepFlags = {
  sweep: {
    help: "measure along such numbers instead",
    value: "NAME",
    choices: Object.keys(sweeps),
  },
  values: {
    help: "which numbers, such as 1,2,5; a usual choice by default",
    value: "N,…",
    kind: "text",
  },
  metric: {
    help: "with --sweep: which of the task's measures; its first by default",
    value: "NAME",
    kind: "text",
  },
} as const satisfies Record<string, Flag>;

/**
 * The measure that `--metric` asks for, the task's first by default.
 *
 * @returns The name of one of the task's metrics, or nothing for its error
 */
export function sweptMetric({ metrics, errorName }: Task, asked: unknown): string | undefined {
  const names = [...metrics.map(({ name }) => name), errorName];
  if (asked === undefined) return metrics[0]?.name;
  if (names.includes(String(asked))) return asked === errorName ? undefined : String(asked);
  throw usageError(
    `--metric must be one of ${names.join(", ")}: current value is ${asked}` +
      suggestion(String(asked), names),
  );
}

/** The numbers of `--values`. */
export function parseValues(text: string): number[] {
  const values = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  if (values.every(Number.isFinite)) {
    if (new Set(values).size === values.length) return values;
    throw usageError(`--values must have each number once: current value is ${text}`);
  }
  throw usageError(`--values must be numbers such as 1,2,5: current value is ${text}`);
}

/** How many problems a set of one hardness has; a draw of one shows whether there are any. */
function sizeAt(task: Task, { set, sample }: Hardness, value: number): number {
  try {
    if (set) return set(value).size;
    const key = random.key(0);
    [sample(key, 1, value), key].forEach(disposeTree);
    return Infinity;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usageError(`--values must be hardnesses of ${task.name}'s problems: ${error.message}`);
  }
}

/**
 * How many problems each set of a sweep over hardness is measured on: what is asked for, or the usual
 * number, or as many as the smallest of the sets has, so that none counts twice.
 *
 * @param asked What --problems says
 * @throws {SyntaxError} With cause "usage", if the task has no such set, or one has fewer problems
 */
export function problemsByHardness(
  task: Task,
  values: readonly number[] | undefined,
  asked: number | undefined,
): number {
  const { hardness } = task;
  if (!hardness) {
    throw usageError(`--sweep must not be hardness for ${task.name}: it has no such sets`);
  }
  const swept = values ?? hardness.values;
  const sizes = swept.map((value) => sizeAt(task, hardness, value)), least = Math.min(...sizes);
  if (asked === undefined) return Math.min(USUAL_PROBLEMS, least);
  if (asked <= least) return asked;
  throw usageError(
    `--problems must be at most ${least}, as there are no more of ${hardness.name} ` +
      `${swept[sizes.indexOf(least)]}: current value is ${asked}`,
  );
}

/** Sweeps, prints a table, and returns the rows of a record. */
export async function sweepCheckpoint(
  trained: Trained,
  swept: Swept,
  values: readonly number[] | undefined,
  { metric, ...options }: Omit<SweepOptions, "task" | "network" | "params" | "method" | "onRow">,
): Promise<ResultRow[]> {
  const { task, title } = trained;
  let bar: ReturnType<typeof progressBar> | undefined;
  const rows = await sweeps[swept]({
    ...trained,
    ...options,
    method: title,
    ...(metric !== undefined && { metric }),
    onRow(row, done, total) {
      bar ??= progressBar({ total, label: `${task.name}, ${swept}` });
      bar.update(done, `${row.split}, ${row.steps}: ${formatNumber(row.value)}`);
    },
  }, values);
  await bar?.finish();
  const lines = rows.map(({ split, steps, value, low, high, seconds, problems }) => ({
    problems: split,
    [swept]: steps,
    value,
    low,
    high,
    "seconds per problem": seconds / problems,
  }));
  const caption = `${task.title}, ${title}: ${metric ?? task.errorName} with 95 % intervals, ` +
    `${rows[0]?.problems ?? 0} problems for each line`;
  console.log(table(lines, { caption }).text());
  return recordedSweep(swept, metric ?? task.errorName, rows);
}
