/** What a result is compared with, as rows for charts. */
import type { Task } from "../tasks/task.ts";
import { baselineErrors } from "./baselines.ts";
import type { ProblemSet } from "./problems.ts";
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
    const trivial = baselineErrors(task, { ...set, difficulty }).map(({ mean }) => mean);
    const best = { label: TRIVIAL, value: Math.min(...trivial), split };
    return trivial.length ? [...published, best] : published;
  });
}
