/** `evaluate --puzzles`: a checkpoint on the problems of a file. */
import { usageError } from "../checks/usage.ts";
import { isFolder } from "../checks/paths.ts";
import { evaluateFile, type FileScores } from "../papers/ired/evaluation/problem_file.ts";
import { solvedAt } from "../papers/ired/evaluation/measure.ts";
import { measuredFields, type ResultRow } from "../records/rows.ts";
import type { EvaluateOptions } from "../papers/ired/evaluation/solve.ts";
import { solverSettings } from "../papers/ired/evaluation/solver.ts";
import type { Trained } from "../papers/ired/evaluation/trained.ts";
import { formatNumber } from "../plots/format.ts";
import { interval95, type Measured } from "../records/statistics.ts";
import { progressBar } from "../plots/progress.ts";
import { table } from "../plots/table.ts";
import type { ProblemFile, Task } from "../papers/ired/tasks/mod.ts";
import { say } from "./report.ts";

/**
 * Opens the puzzles at `path`.
 *
 * @throws {SyntaxError} With cause "usage", if the task has no files, or there is none
 */
async function openPuzzles(task: Task, path: string): Promise<Deno.FsFile> {
  if (!task.readProblems) {
    throw usageError(`--puzzles is not for ${task.name}: it has no file format`);
  }
  try {
    if (isFolder(path)) throw new Error("a folder can be opened, too");
    return await Deno.open(path);
  } catch {
    throw usageError(`--puzzles must be a file that can be read: current value is ${path}`);
  }
}

/** Refuses puzzles that cannot be opened, without reading them. */
export async function assertPuzzles(task: Task, path: string): Promise<void> {
  (await openPuzzles(task, path)).close();
}

/**
 * Reads the puzzles at `path`, piece by piece; says what was left out.
 *
 * @throws {SyntaxError} With cause "usage", if the task has no files, or this one holds nothing
 */
export async function readPuzzles(
  task: Task,
  path: string,
  limit: number | undefined,
): Promise<ProblemFile> {
  const { readable } = await openPuzzles(task, path);
  try {
    const options = { name: path, ...(limit !== undefined && { limit }) };
    const file = await task.readProblems!(readable, options);
    if (file.notes) say(file.notes);
    return file;
  } catch (error) {
    throw error instanceof SyntaxError ? usageError(error.message) : error;
  }
}

/** How puzzles are measured. */
interface PuzzleOptions
  extends Omit<EvaluateOptions, "task" | "network" | "params" | "problems" | "difficulty"> {
  /** Where each answer after each hop is written, a line of JSON each. */
  readonly trace?: string;
}

/** Measures, prints a table, and returns the rows of a record, the whole file last. */
export async function evaluatePuzzles(
  trained: Trained,
  file: ProblemFile,
  { trace, ...options }: PuzzleOptions,
): Promise<ResultRow[]> {
  const { task, title } = trained;
  const bar = progressBar({ total: file.size, label: `${task.name}, puzzles of a file` });
  const seen: string[] = [];
  const rows = await evaluateFile({
    ...trained,
    ...options,
    file,
    ...(trace !== undefined && {
      onAnswer: (one) =>
        seen.push(`${JSON.stringify({ ...one, hardness: file.hardness[one.number] })}\n`),
    }),
    onProgress: (done) => bar.update(done),
  });
  await bar.finish();
  if (trace !== undefined) Deno.writeTextFileSync(trace, seen.join(""));
  print(
    rows,
    `${task.title}, ${title}: measures with 95 % intervals on ${file.size} puzzles`,
    trained,
  );
  const settings = solverSettings(task, { ...trained, ...options });
  return rows.flatMap(({ hardness, problems, scores, seconds, cycle, gradients }) =>
    scores.map((score): ResultRow => ({
      method: title,
      kind: "ours",
      metric: score.metric,
      ...measuredFields({ ...score, n: problems }),
      seconds,
      at: {
        difficulty: "harder",
        ...(hardness !== "all" && { hardness }),
        ...solvedAt(settings, gradients),
        ...(settings.cycles > 0 && { cycles: cycle }),
      },
    }))
  );
}

/** Such as "0.98 (0.96 to 0.99)". */
function withInterval(score: Measured): string {
  const interval = interval95(score);
  const ends = interval && [interval.low, interval.high].map((end) => formatNumber(end, 2));
  return formatNumber(score.mean) + (ends ? ` (${ends.join(" to ")})` : "");
}

function print(rows: readonly FileScores[], caption: string, { task }: Trained): void {
  const name = task.hardness?.name ?? "hardness";
  const last = Math.max(...rows.map(({ cycle }) => cycle));
  // Of the cycles before the last only all problems together.
  const shown = rows.filter(({ hardness, cycle }) => hardness === "all" || cycle === last);
  const lines = shown.map(({ hardness, cycle, gradients, problems, scores, seconds }) => ({
    [name]: String(hardness),
    problems,
    ...(last > 0 && { cycles: cycle }),
    gradients,
    ...Object.fromEntries(scores.map((score) => [score.metric, withInterval(score)])),
    // What the cycles before the last took is not known apart.
    "seconds per problem": cycle === last ? seconds / problems : undefined,
  }));
  console.log(table(lines, { caption }).text());
}
