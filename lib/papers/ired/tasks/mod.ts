/** All experiments. To add one, write its file and list it here. */
import { suggestion } from "../../../checks/spelling.ts";
import { addition } from "./addition.ts";
import { completion } from "./completion.ts";
import { connectivity } from "./connectivity.ts";
import { inverse } from "./inverse.ts";
import { shortestPath } from "./shortest_path/shortest_path.ts";
import { sudoku } from "./sudoku/sudoku.ts";
import type { Task } from "./task.ts";
import { visualSudokuTask } from "./visual_sudoku/visual_sudoku.ts";

/** Experiments by name. */
export const tasks = {
  addition,
  completion,
  inverse,
  sudoku,
  connectivity,
  shortest_path: shortestPath,
  visual_sudoku: visualSudokuTask,
} as const satisfies Record<string, Task>;

/**
 * The experiment of that name.
 *
 * @throws {RangeError} If there is none; the message has the accepted ones
 */
export function taskNamed(name: string): Task {
  if (Object.hasOwn(tasks, name)) return tasks[name as keyof typeof tasks];
  const accepted = Object.keys(tasks), hint = suggestion(name, accepted);
  throw new RangeError(
    `task must be one of ${accepted.join(", ")}: current value is ${name}${hint}`,
  );
}

export type {
  Difficulty,
  FiniteSet,
  Hardness,
  Metric,
  ProblemFile,
  PublishedResult,
  Split,
  Task,
  TaskNetwork,
  TaskTraining,
  TestSplit,
  TrivialBaseline,
} from "./task.ts";
export type { OwnCondition, OwnProblems } from "./own/own.ts";
export { difficulties, splits, taskNetwork } from "./task.ts";
export { defineTask, meanSquaredError, type TaskNetworkParts, type TaskParts } from "./define.ts";
export { paperTraining, shortTraining } from "./usual_training.ts";
