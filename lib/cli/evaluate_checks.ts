/** What `evaluate` refuses before anything is computed; `jobs` asks, too, of each of its lines. */
import { usageError } from "../checks/usage.ts";
import { kebabCase } from "../checks/spelling.ts";
import {
  type SolverOptions,
  type SolverSettings,
  solverSettings,
} from "../papers/ired/evaluation/solver.ts";
import { assertEnough } from "../papers/ired/evaluation/problems.ts";
import { type Swept, usualCycles } from "../papers/ired/evaluation/sweeps.ts";
import { describeTrained, type Trained } from "../papers/ired/evaluation/trained.ts";
import { difficulties as both, type Difficulty } from "../papers/ired/tasks/mod.ts";
import { assertCheckpoint } from "./asked_checkpoint.ts";
import { type FlagValues, readingFlags } from "./flags.ts";
import { assertPuzzles } from "./problem_file.ts";
import { assertHops, assertRead, solverOptions } from "./solver_flags.ts";
import { parseValues, sweptMetric } from "./sweep.ts";

/** Flags of which the second says nothing beside the first. */
const idle = [
  ["puzzles", "difficulty"],
  ["puzzles", "sweep"],
  ["puzzles", "values"],
  ["puzzles", "metric"],
] as const;

/** Refuses flags that do nothing together, and a call without a checkpoint. */
export function assertUseful(values: FlagValues): void {
  if ("only" in values) throw usageError("--only does nothing without --all");
  if (values.checkpoint === undefined) {
    throw usageError("--checkpoint is missing: give the folder of one, or --all");
  }
  const pair = idle.find(([one, other]) => one in values && other in values);
  if (pair) throw usageError(`--${pair[1]} does nothing with --${pair[0]}: leave one of them out`);
  // What is swept has its numbers from --values.
  const sweptFlag = kebabCase(String(values.sweep ?? ""));
  if (sweptFlag in values) {
    throw usageError(`--${sweptFlag} does nothing with --sweep=${values.sweep}: use --values`);
  }
  if (values.sweep === "hardness" && "difficulty" in values) {
    throw usageError("--difficulty does nothing with --sweep=hardness: leave one of them out");
  }
  if ("trace" in values && !("puzzles" in values)) {
    throw usageError("--trace does nothing without --puzzles");
  }
  for (const name of ["values", "metric"]) {
    if (name in values && !("sweep" in values)) {
      throw usageError(`--${name} does nothing without --sweep: say what is swept`);
    }
  }
}

/** Flags that go with `--all`. */
const withAll = ["all", "only", "problems", "seed", "inner-steps", "cycles", "level"];

/** Refuses flags that do nothing with `--all`. */
export function assertWithAll(values: FlagValues): void {
  const idle = Object.keys(values).find((name) => !withAll.includes(name));
  if (idle) throw usageError(`--${idle} does nothing with --all: leave one of them out`);
}

/** The difficulties that the flags ask for. */
export function difficultiesOf({ difficulty = "both" }: FlagValues): readonly Difficulty[] {
  return difficulty === "both" ? both : [difficulty as Difficulty];
}

/** The settings of the last point of a sweep, where those before it share them. */
function atMost(swept: Swept | undefined, values: readonly number[] | undefined): SolverOptions {
  // A sweep over restarts has their noise at every point; one over hops is one run.
  if (swept === "restarts") return { restarts: 2 };
  return swept === "cycles" ? { cycles: Math.max(...values ?? usualCycles) } : {};
}

/** The options at one number of a sweep. */
function optionsAt(
  swept: Swept | undefined,
  number: number,
  options: SolverOptions,
): SolverOptions {
  if (swept === undefined || swept === "hardness") return options;
  if (swept !== "innerSteps") return { ...options, [swept]: number };
  return { ...options, sampler: { ...options.sampler, innerSteps: number } };
}

/** How a checkpoint is to be solved. */
export interface Solving {
  readonly options: SolverOptions;
  readonly settings: SolverSettings;
  readonly swept: Swept | undefined;
  /** Those of `--values`. */
  readonly numbers: readonly number[] | undefined;
  readonly metric: string | undefined;
}

/**
 * How the flags ask for a checkpoint to be solved.
 *
 * @throws {SyntaxError} With cause "usage", for what the checkpoint's network or task cannot do
 */
export function solvingOf(values: FlagValues, trained: Omit<Trained, "params">): Solving {
  const { task, preset } = trained;
  const mode = values.mode as "xla" | "graph" | undefined;
  const options = { ...solverOptions(values, preset), ...(mode && { mode }) };
  const swept = values.sweep as Swept | undefined;
  const metric = sweptMetric(task, values.metric);
  const numbers = values.values === undefined ? undefined : parseValues(values.values as string);
  const most = { ...options, ...atMost(swept, numbers) };
  assertHops(values, most.cycles);
  const settings = readingFlags(() => solverSettings(task, { ...trained, ...most }));
  assertRead(values, trained.trainedAs);
  // Before anything is compiled; of what is swept hardness alone is the problems'.
  for (const number of numbers ?? []) {
    readingFlags(() => solverSettings(task, { ...trained, ...optionsAt(swept, number, options) }));
  }
  return { options, settings, swept, numbers, metric };
}

/**
 * Makes the checks of `evaluate` that need neither parameters nor problems.
 *
 * @throws {SyntaxError} With cause "usage", for a call that it would refuse, or if there is no such
 * checkpoint
 */
export async function checkEvaluation(values: FlagValues): Promise<void> {
  if (values.all) assertWithAll(values);
  assertUseful(values);
  assertCheckpoint("checkpoint", values.checkpoint as string);
  const trained = describeTrained(values.checkpoint as string);
  const { swept } = solvingOf(values, trained);
  if (values.puzzles !== undefined) {
    return await assertPuzzles(trained.task, values.puzzles as string);
  }
  if (values.problems === undefined || swept === "hardness") return;
  for (const one of difficultiesOf(values)) {
    readingFlags(() => assertEnough(trained.task, one, values.problems as number));
  }
}
