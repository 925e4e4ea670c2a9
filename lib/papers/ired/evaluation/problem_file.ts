/** Measures of a network on the problems of a file, by how hard they are. */
import type { Difficulty, FiniteSet, ProblemFile, Task } from "../tasks/task.ts";
import { type MetricScore, scorerOf } from "./scores.ts";
import { evaluate, type EvaluateOptions } from "./solve.ts";

/** Measures of some problems of a file. */
export interface FileScores {
  /** How hard these are; "all" for all of the file. */
  readonly hardness: number | "all";
  readonly problems: number;
  readonly scores: readonly MetricScore[];
  readonly seconds: number;
}

/** What is evaluated, and how; the problems are those of the file. */
export interface FileOptions
  extends Omit<EvaluateOptions, "problems" | "difficulty" | "onAnswers"> {
  readonly file: ProblemFile;
  /** Called with each row, as soon as it is there, with the number of problems solved so far. */
  readonly onRow?: (row: FileScores, done: number) => void;
}

const onlyOf = (task: Task, set: FiniteSet): Task => ({ ...task, testSet: () => set });

/**
 * Solves every problem of a file once. A row for each hardness, from the least number on, and one
 * for all of them.
 *
 * @throws {RangeError} If the file has no problems
 */
export async function evaluateFile(options: FileOptions): Promise<FileScores[]> {
  const { file, task, onRow, ...rest } = options;
  if (file.size === 0) throw new RangeError("Cannot measure on a file without problems");
  const values = [...new Set(file.hardness)].sort((a, b) => a - b);
  const all = scorerOf(task);
  const errors: number[] = [];
  const rows: FileScores[] = [];
  for (const hardness of values) {
    const numbers = file.hardness.flatMap((value, i) => value === hardness ? [i] : []);
    const set = {
      size: numbers.length,
      pick: (own: ArrayLike<number>) => file.pick(Array.from(own, (i) => numbers[i]!)),
    };
    const found = await evaluate({
      ...rest,
      task: onlyOf(task, set),
      difficulty: "harder" satisfies Difficulty,
      problems: numbers.length,
      onAnswers: all.add,
    });
    errors.push(...found.errors);
    const row = {
      hardness,
      problems: numbers.length,
      scores: found.scores,
      seconds: found.seconds,
    };
    rows.push(row);
    onRow?.(row, errors.length);
  }
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  return [...rows, { hardness: "all", problems: file.size, scores: all.scores(errors), seconds }];
}
