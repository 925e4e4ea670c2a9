/** What a result is compared with, as rows for charts. */
import { difficulties, type Task } from "../tasks/task.ts";
import { baselineErrors } from "./baselines.ts";
import type { ProblemSet } from "./problems.ts";
import { measureOf } from "./measure.ts";
import { isHigherBetter } from "./scores.ts";
import { splitNames } from "./sweeps.ts";

/** A value that does not depend on inference steps. */
export interface ReferenceRow {
  /** What the value is, such as "published IRED" or "best trivial answer". */
  readonly label: string;
  readonly value: number;
  /** "same difficulty" or "harder". */
  readonly split: string;
}

/** Short, as a chart has little room beside its panels. */
const TRIVIAL = "best trivial answer";

/** Published methods that a chart shows; a table has room for all of them. */
const SHOWN = ["IRED", "IREM", "Feedforward"] as const;

/** Of which problems and which measure. */
export interface ReferenceOptions extends Partial<Omit<ProblemSet, "difficulty">> {
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
}

/**
 * Published numbers of `methods`, and the measure of the best trivial baseline on the problems of
 * `set`, for both difficulties.
 */
export function references(
  task: Task,
  { metric, ...set }: ReferenceOptions = {},
  methods: readonly string[] = SHOWN,
): ReferenceRow[] {
  const measured = metric ?? task.errorName;
  const best = isHigherBetter(task, measured) ? Math.max : Math.min;
  return difficulties.flatMap((difficulty) => {
    const split = splitNames[difficulty];
    const published = task.published
      .filter((row) => methods.includes(row.method) && (row.metric ?? task.errorName) === measured)
      .map((row) => ({ label: `published ${row.method}`, value: row[difficulty], split }));
    const trivial = baselineErrors(task, { ...set, difficulty }).map((found) =>
      measureOf(found, task, metric).mean
    );
    return trivial.length
      ? [...published, { label: TRIVIAL, value: best(...trivial), split }]
      : published;
  });
}
