/** What a result is compared with, as rows for charts. */
import type { Task } from "../tasks/task.ts";
import { baselineErrors } from "./baselines.ts";
import type { ProblemSet } from "./problems.ts";
import { splitNames } from "./sweeps.ts";

/** A value that does not depend on inference steps. */
export interface ReferenceRow {
  /** What the value is, such as "published IRED" or "answer zero (trivial)". */
  readonly label: string;
  readonly value: number;
  /** "same difficulty" or "harder". */
  readonly split: string;
}

/** Published methods that a chart shows; a table has room for all of them. */
const SHOWN = ["IRED", "IREM", "Feedforward"] as const;

/**
 * Published numbers of `methods`, and the errors of the best trivial baseline on the problems of
 * `set`, for both difficulties.
 */
export function references(
  task: Task,
  set: Partial<Omit<ProblemSet, "difficulty">> = {},
  methods: readonly string[] = SHOWN,
): ReferenceRow[] {
  return (["same", "harder"] as const).flatMap((difficulty) => {
    const split = splitNames[difficulty];
    const published = task.published.filter(({ method }) => methods.includes(method))
      .map((row) => ({ label: `published ${row.method}`, value: row[difficulty], split }));
    const [best] = baselineErrors(task, { ...set, difficulty }).sort((a, b) => a.mean - b.mean);
    const trivial = best ? [{ label: `${best.name} (trivial)`, value: best.mean, split }] : [];
    return [...published, ...trivial];
  });
}
