/** Measures against what is spent on inference, or how hard problems are. */
import type { Coordinates, ResultRow } from "../../../records/rows.ts";
import { measuredFields } from "../../../records/rows.ts";
import { difficulties as both, type Difficulty, type Hardness, type Task } from "../tasks/task.ts";
import { measureOf } from "./measure.ts";
import { evaluate, type EvaluateOptions } from "./solve.ts";
import type { Trained } from "./trained.ts";

/** One point of a sweep; charts of errors by steps take it as it is. */
export interface SweepRow {
  /** The value swept over: inner steps, landscapes, restarts, hops, or hardness. */
  readonly steps: number;
  /** Mean error or the measure asked for. */
  readonly value: number;
  /** Its 95 % confidence interval, where there is one. */
  readonly low?: number;
  readonly high?: number;
  readonly standardError?: number;
  readonly method: string;
  /** The panel: "same difficulty" or "harder", or what the task's hardness is. */
  readonly split: string;
  /** "harder", too, for sets by hardness. */
  readonly difficulty: Difficulty;
  readonly problems: number;
  /** Seconds of solving. */
  readonly seconds: number;
  /** Mean gradients of the energy by the answer per problem. */
  readonly gradients?: number;
  /** Errors problem by problem; absent from those of records. */
  readonly errors?: Float64Array;
}

/** What each difficulty is called in charts and tables. */
export const splitNames = { same: "same difficulty", harder: "harder" } as const;

/** A point to be measured. */
export interface SweepPoint {
  readonly steps: number;
  readonly split: string;
  readonly difficulty: Difficulty;
  /** What differs at this point. */
  readonly options: Partial<EvaluateOptions>;
}

/** A network to be swept, and what its curve is called. */
export interface SweptNetwork extends Pick<Trained, "task" | "network" | "params"> {
  readonly method: string;
}

/** What is the same at all points. */
export interface SweepCommon
  extends Omit<EvaluateOptions, "task" | "network" | "params" | "difficulty" | "onProgress"> {
  /** Which of the task's measures; its mean error by default. */
  readonly metric?: string;
  /** Called with each row, as soon as it is there. */
  readonly onRow?: (row: SweepRow, done: number, total: number) => void;
}

/** Measures every network at every point: the one loop of all sweeps. */
export async function sweepPoints(
  networks: readonly (SweptNetwork & Partial<SweepCommon>)[],
  points: readonly SweepPoint[],
  { metric, onRow, method: _, ...common }: SweepCommon & Partial<SweptNetwork>,
): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (const { method, metric: __, onRow: ___, ...trained } of networks) {
    for (const { steps, split, difficulty, options } of points) {
      const found = await evaluate({ ...trained, ...common, difficulty, ...options });
      const { errors, seconds, gradients } = found;
      const { n: problems, ...fields } = measuredFields(measureOf(found, trained.task, metric));
      rows.push({
        steps,
        method,
        split,
        difficulty,
        problems: problems!,
        seconds,
        gradients,
        errors,
        ...fields,
      });
      onRow?.(rows.at(-1)!, rows.length, networks.length * points.length);
    }
  }
  return rows;
}

/** What is swept of one network. */
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

/** Points at both difficulties. */
export function pointsAt(
  values: readonly number[],
  options: (value: number) => Partial<EvaluateOptions>,
  difficulties: readonly Difficulty[] = both,
): SweepPoint[] {
  return difficulties.flatMap((difficulty) =>
    values.map((steps) => ({
      steps,
      split: splitNames[difficulty],
      difficulty,
      options: options(steps),
    }))
  );
}

/** The point of a task's set of problems of one hardness. */
export function hardnessPoint(task: Task, value: number): SweepPoint {
  return {
    steps: value,
    split: hardnessOf(task).name,
    difficulty: "harder",
    options: { task: taskAt(task, value) },
  };
}

/** Measure against descent steps per landscape, K. */
export function sweepInnerSteps(
  { difficulties, ...options }: SweepOptions,
  innerSteps: readonly number[] = [1, 2, 5, 10, 20, 40, 80],
): Promise<SweepRow[]> {
  const at = (K: number) => ({ sampler: { ...options.sampler, innerSteps: K } });
  return sweepPoints([options], pointsAt(innerSteps, at, difficulties), options);
}

/** Measure against the number of landscapes, of which the sharpest are kept. */
export function sweepLandscapes(
  { difficulties, ...options }: SweepOptions,
  landscapes: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
): Promise<SweepRow[]> {
  const points = pointsAt(landscapes, (count) => ({ landscapes: count }), difficulties);
  return sweepPoints([options], points, options);
}

/** Measure against runs per problem, the lowest final energy counting; posterior noise throughout. */
export function sweepRestarts(
  { difficulties, ...options }: SweepOptions,
  restarts: readonly number[] = [1, 2, 4, 8],
): Promise<SweepRow[]> {
  const sampler = { posteriorNoise: "on" as const, ...options.sampler };
  const points = pointsAt(restarts, (count) => ({ restarts: count, sampler }), difficulties);
  return sweepPoints([options], points, options);
}

/** The hops that are measured unless one says otherwise. */
export const usualCycles: readonly number[] = [0, 1, 2, 4, 8, 16];

/**
 * Measure against hops, `cycles`, of which the largest is run and the others are seen on the way;
 * each row has the gradients that it took.
 */
export async function sweepCycles(
  { difficulties = both, onRow, metric, method, ...options }: SweepOptions,
  cycles: readonly number[] = usualCycles,
): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  const total = difficulties.length * cycles.length;
  for (const difficulty of difficulties) {
    const found = await evaluate({ ...options, difficulty, cycles: Math.max(...cycles) });
    for (const steps of cycles) {
      const { errors, gradients, scores } = found.byCycle[steps]!;
      const measured = measureOf({ scores, errors }, options.task, metric);
      const { n: problems, ...fields } = measuredFields(measured);
      rows.push({
        steps,
        method,
        split: splitNames[difficulty],
        difficulty,
        problems: problems!,
        seconds: found.seconds,
        gradients,
        errors,
        ...fields,
      });
      onRow?.(rows.at(-1)!, rows.length, total);
    }
  }
  return rows;
}

/** Measure against how hard problems are, by default in all sets that the task has. */
export function sweepHardness(
  { difficulties: _, ...options }: SweepOptions,
  values: readonly number[] = hardnessOf(options.task).values,
): Promise<SweepRow[]> {
  const points = values.map((value) => hardnessPoint(options.task, value));
  return sweepPoints([options], points, options);
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
    ...(hardness.set && { testSet: () => hardness.set!(value) }),
    sample: (key, count, split) =>
      split === "train" || split === "validation"
        ? task.sample(key, count, split)
        : hardness.sample(key, count, value),
  };
}

/** What can be swept over, and how. */
export const sweeps = {
  cycles: sweepCycles,
  innerSteps: sweepInnerSteps,
  landscapes: sweepLandscapes,
  restarts: sweepRestarts,
  hardness: sweepHardness,
} as const;

/** The names of {@link sweeps}. */
export type Swept = keyof typeof sweeps;

/** Rows for a record; the value swept over is a coordinate of its name. */
export function recordedSweep(
  swept: Swept,
  metric: string,
  rows: readonly SweepRow[],
): ResultRow[] {
  return rows.map((
    { steps, method, difficulty, problems, gradients, split: _, errors: __, ...row },
  ) => ({
    method,
    kind: "ours",
    metric,
    at: { difficulty, [swept]: steps, ...(gradients !== undefined && { gradients }) },
    n: problems,
    ...row,
  }));
}

/**
 * The rows of a recorded sweep as charts take them.
 *
 * @param hardness What the hardness of the task is called, for sweeps over it
 * @throws {TypeError} If they are not those of one sweep
 */
export function sweepRowsOf(rows: readonly ResultRow[], hardness = "hardness"): SweepRow[] {
  const names = Object.keys(sweeps) as Swept[];
  const found = names.filter((name) => rows.some(({ at }) => name in at));
  const [swept] = found;
  if (found.length !== 1 || !rows.every(({ at }) => swept! in at)) {
    throw new TypeError(
      `Cannot read the rows as a sweep: they are over [${found}], expected one of ${
        names.join(", ")
      }`,
    );
  }
  return rows.map(({ method, at, n, metric: _, kind: __, seconds = 0, ...row }) => ({
    ...row,
    steps: (at as Coordinates)[swept!] as number,
    method,
    difficulty: at.difficulty as Difficulty,
    split: swept === "hardness" ? hardness : splitNames[at.difficulty as Difficulty],
    ...(typeof at.gradients === "number" && { gradients: at.gradients }),
    problems: n ?? 0,
    seconds,
  }));
}
