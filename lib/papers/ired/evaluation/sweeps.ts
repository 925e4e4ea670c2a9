/** Errors against what is spent on inference. */
import type { Difficulty, Hardness, Task } from "../tasks/task.ts";
import { evaluate, type EvaluateOptions, type Evaluation } from "./solve.ts";
import { interval95, type Measured } from "../../../records/statistics.ts";

/** One point of a sweep; charts of errors by steps take it as it is. */
export interface SweepRow {
  /** The value swept over: inner steps, landscapes, restarts, or hardness. */
  readonly steps: number;
  /** Mean error or the measure asked for, and its 95 % confidence interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  readonly method: string;
  /** "same difficulty" or "harder", or what the task's hardness is. */
  readonly split: string;
  /** "harder", too, for sets by hardness. */
  readonly difficulty: Difficulty;
  readonly problems: number;
  /** Seconds of solving. */
  readonly seconds: number;
}

/** What is swept. */
export interface SweepOptions extends Omit<EvaluateOptions, "difficulty" | "onProgress"> {
  /** Name of the method in charts. */
  readonly method: string;
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
  /** Both by default. */
  readonly difficulties?: readonly Difficulty[];
  /** Called with each row, as soon as it is there. */
  readonly onRow?: (row: SweepRow, done: number, total: number) => void;
}

/** What each difficulty is called in charts and tables. */
export const splitNames = { same: "same difficulty", harder: "harder" } as const;

/**
 * One measure of an evaluation of `task`, or its mean error. Measures of which more is better are
 * shares.
 *
 * @throws {RangeError} If it has no such measure; the message has those it has
 */
export function measureOf(found: Evaluation, task: Task, metric: string | undefined): Measured {
  if (metric === undefined) return found;
  const score = found.scores.find((one) => one.metric === metric);
  if (score) {
    const { value: mean, standardError } = score;
    const measure = task.metrics.find(({ name }) => name === metric);
    return {
      ...{ mean, standardError },
      ...(measure?.better === "higher" && { most: 1 }),
      ...(measure?.passes && { passedOf: found.errors.length }),
    };
  }
  throw new RangeError(
    `metric must be one of ${found.scores.map((one) => one.metric).join(", ")}: got ${metric}`,
  );
}

async function sweep(
  options: SweepOptions,
  values: readonly number[],
  at: (value: number) => Partial<EvaluateOptions>,
  names: Readonly<Partial<Record<Difficulty, string>>> = splitNames,
): Promise<SweepRow[]> {
  const { difficulties = ["same", "harder"], method, onRow } = options;
  const rows: SweepRow[] = [];
  for (const difficulty of difficulties) {
    for (const steps of values) {
      const found = await evaluate({ ...options, difficulty, ...at(steps) });
      const { errors, seconds } = found;
      const measured = measureOf(found, options.task, options.metric);
      rows.push({
        steps,
        value: measured.mean,
        ...interval95(measured),
        standardError: measured.standardError,
        method,
        split: names[difficulty]!,
        difficulty,
        problems: errors.length,
        seconds,
      });
      onRow?.(rows.at(-1)!, rows.length, difficulties.length * values.length);
    }
  }
  return rows;
}

/** Error against descent steps per landscape, K. */
export function sweepInnerSteps(
  options: SweepOptions,
  innerSteps: readonly number[] = [1, 2, 5, 10, 20, 40, 80],
): Promise<SweepRow[]> {
  return sweep(options, innerSteps, (K) => ({ sampler: { ...options.sampler, innerSteps: K } }));
}

/** Error against the number of landscapes, of which the sharpest are kept. */
export function sweepLandscapes(
  options: SweepOptions,
  landscapes: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
): Promise<SweepRow[]> {
  return sweep(options, landscapes, (count) => ({ landscapes: count }));
}

/** Error against runs per problem, the lowest final energy counting; posterior noise throughout. */
export function sweepRestarts(
  options: SweepOptions,
  restarts: readonly number[] = [1, 2, 4, 8],
): Promise<SweepRow[]> {
  const sampler = { posteriorNoise: "on" as const, ...options.sampler };
  return sweep(options, restarts, (count) => ({ restarts: count, sampler }));
}

/**
 * A task's sets by hardness.
 *
 * @throws {RangeError} If it has none
 */
function hardnessOf({ name, hardness }: Task): Hardness {
  if (hardness) return hardness;
  throw new RangeError(`${name} has no sets of problems by hardness`);
}

/** A task whose test problems are those of one hardness; what is trained on stays. */
export function taskAt(task: Task, value: number): Task {
  const hardness = hardnessOf(task);
  const { testSet: _, ...rest } = task;
  return {
    ...rest,
    sample: (key, count, split) =>
      split === "train" ? task.sample(key, count, split) : hardness.sample(key, count, value),
  };
}

/** Error against how hard problems are, by default in all sets that the task has. */
export function sweepHardness(
  options: SweepOptions,
  values?: readonly number[],
): Promise<SweepRow[]> {
  const { task } = options;
  const { name, values: all } = hardnessOf(task);
  const difficulties = ["harder"] as const;
  const at = (value: number) => ({ task: taskAt(task, value) });
  return sweep({ ...options, difficulties }, values ?? all, at, { harder: name });
}

/** What can be swept over, and how. */
export const sweeps = {
  innerSteps: sweepInnerSteps,
  landscapes: sweepLandscapes,
  restarts: sweepRestarts,
  hardness: sweepHardness,
} as const;

/** The names of {@link sweeps}. */
export type Swept = keyof typeof sweeps;
