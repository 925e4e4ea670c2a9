/** Numbers of networks, trivial answers and the paper, as rows of results. */
import { suggestion } from "../../../checks/spelling.ts";
import type { Coordinates, ResultRow } from "../../../records/rows.ts";
import { measuredFields } from "../../../records/rows.ts";
import { difficulties, type Difficulty, type Task, type TestSplit } from "../tasks/task.ts";
import { baselineErrors } from "./baselines.ts";
import type { ProblemSet } from "./problems.ts";
import { errorScore, type MetricScore } from "./scores.ts";
import { evaluate, type EvaluateOptions, type Evaluation } from "./solve.ts";
import type { SolverSettings } from "./solver.ts";
import type { Trained } from "./trained.ts";

/** A measured number, and the task's error of each problem, whatever the metric. */
export interface MeasuredRow extends ResultRow {
  readonly errors: Float64Array;
}

/** A row as records keep it. */
export function withoutErrors({ errors: _, ...row }: MeasuredRow): ResultRow {
  return row;
}

/** The rows of an evaluation's or a baseline's scores. */
function rowsOf(
  { scores, errors }: { readonly scores: readonly MetricScore[]; readonly errors: Float64Array },
  fields: Pick<ResultRow, "method" | "kind" | "at" | "seconds">,
): MeasuredRow[] {
  return scores.map((score) => ({
    ...fields,
    metric: score.metric,
    ...measuredFields(score),
    errors,
  }));
}

/** The published numbers of a task as rows. */
export function publishedRows(
  task: Task,
  shown: readonly Difficulty[] = difficulties,
): ResultRow[] {
  return task.published.flatMap(({ method, source, metric = task.errorName, ...values }) =>
    shown.map((difficulty) => ({
      method,
      kind: "published" as const,
      metric,
      value: values[difficulty],
      at: { difficulty },
      source,
    }))
  );
}

/** Every trivial answer to a set of problems, a row for each of the task's measures. */
export function trivialRows(task: Task, set: ProblemSet, at: Coordinates = {}): MeasuredRow[] {
  return baselineErrors(task, set).flatMap((found) =>
    rowsOf(found, {
      method: found.name,
      kind: "trivial",
      at: { difficulty: set.difficulty, ...at },
    })
  );
}

/** What is measured of a network, and what the number is called. */
export interface MeasureOptions extends Omit<EvaluateOptions, "task" | "network" | "params"> {
  readonly difficulty: TestSplit;
  /** The network's title by default. */
  readonly method?: string;
  /** Coordinates beside difficulty and those of {@link solvedAt}. */
  readonly at?: Coordinates;
}

/** Where a measured number stands, by how it was solved. */
export function solvedAt(
  { sampler, landscapes, restarts, cycles, select, stop, ...hops }: SolverSettings,
  gradients: number,
): Coordinates {
  return {
    innerSteps: sampler.innerSteps,
    ...(sampler.stepLength !== "fixed" && { stepLength: sampler.stepLength }),
    landscapes,
    restarts,
    gradients,
    ...(cycles > 0 && {
      cycles,
      level: hops.ladder?.join(" ") ?? hops.level,
      ...(hops.patience !== undefined && { patience: hops.patience }),
      ...(hops.enough !== undefined ? { enough: hops.enough } : stop === "never" && { stop }),
    }),
    ...(select !== "energy" && { select }),
  };
}

/** A network on one set of problems: a row for each of the task's measures. */
export async function networkRows(
  trained: Trained,
  { method = trained.title, at, ...options }: MeasureOptions,
): Promise<MeasuredRow[]> {
  const found = await evaluate({ ...trained, ...options });
  const { difficulty } = options;
  return rowsOf(found, {
    method,
    kind: "ours",
    at: { difficulty, ...solvedAt(found.settings, found.gradients), ...at },
    seconds: found.seconds,
  });
}

/**
 * One measure of an evaluation of `task`, or its mean error.
 *
 * @throws {RangeError} If it has no such measure; the message has those it has
 */
export function measureOf(
  found: Pick<Evaluation, "scores" | "errors">,
  task: Task,
  metric: string | undefined,
): MetricScore {
  if (metric === undefined) return errorScore(task, found.errors);
  const score = found.scores.find((one) => one.metric === metric);
  if (score) return score;
  const accepted = found.scores.map((one) => one.metric), hint = suggestion(metric, accepted);
  throw new RangeError(
    `metric must be one of ${accepted.join(", ")}: current value is ${metric}${hint}`,
  );
}
