/** Sudoku boards and what corrupts them, as rows for charts and tables. */
import { disposeTree, type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import { countClues, decodeDigits } from "../../../datasets/sudoku.ts";
import { evaluateFile } from "../evaluation/problem_file.ts";
import { firstProblems } from "../evaluation/problems.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { SolvingTrace } from "../landscapes/trace.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { BoardCell } from "../../../plots/board_trace.ts";
import { sudokuSet } from "../tasks/sudoku/data.ts";
import { encodeChoice } from "../tasks/sudoku/negatives.ts";
import type { Difficulty, Split, Task } from "../tasks/mod.ts";
import type { Problems } from "../problems.ts";
import { type MeasureOptions, measuring } from "./results.ts";

/** The cells of one board `[81]`, under number `t`. */
export function cellsOf(
  t: number,
  board: Uint8Array,
  puzzle: Uint8Array,
  solution: Uint8Array,
): BoardCell[] {
  return Array.from(board, (digit, i) => ({
    t,
    row: Math.floor(i / 9),
    column: i % 9,
    digit,
    given: puzzle[i] !== 0,
    wrong: digit !== 0 && digit !== solution[i],
  }));
}

/** Digits with 0 where nothing is shown. */
export function shownDigits(x: Float32Array): Uint8Array {
  return decodeDigits(x).map((digit, i) =>
    x.subarray(9 * i, 9 * i + 9).some((v) => v > 0) ? digit : 0
  );
}

/** A puzzle, as board 1, and its solution, as board 0: the first of a test set. */
export function puzzleBoards(
  task: Task,
  { difficulty = "same", seed = 0 }: { difficulty?: Difficulty; seed?: number } = {},
): BoardCell[] {
  const problems = firstProblems(task, { difficulty, seed, problems: 1 });
  const puzzle = shownDigits(problems.condition.x!.dataSync<"float32">());
  const solution = decodeDigits(problems.answer.dataSync<"float32">());
  disposeTree(problems);
  return [...cellsOf(1, puzzle, puzzle, solution), ...cellsOf(0, solution, puzzle, solution)];
}

/** What {@link puzzleBoards} are called in a chart. */
export const puzzleHeading = (t: number): string => t === 1 ? "puzzle" : "solution";

const setNames = { train: "training", ...splitNames } as const;

/** A line per set: how many puzzles, and how many of their cells are given. */
export function setSummary() {
  return (["train", "same", "harder"] as const satisfies readonly Split[]).map((split) => {
    const { count, puzzles } = sudokuSet(split);
    const clues = Array.from(
      { length: count },
      (_, i) => countClues(puzzles.subarray(81 * i, 81 * i + 81)),
    );
    const mean = clues.reduce((a, b) => a + b, 0) / count;
    return {
      set: setNames[split],
      puzzles: count,
      "fewest clues": Math.min(...clues),
      "most clues": Math.max(...clues),
      "unknown cells": 81 - mean,
    };
  });
}

/** Boards of one problem of a trace: `wrong` counts after each landscape. */
function boardsAt(trace: SolvingTrace, problem: number) {
  const own = (values: Float32Array) => values.subarray(729 * problem, 729 * problem + 729);
  const puzzle = shownDigits(own(trace.condition.x!.values));
  const solution = decodeDigits(own(trace.truth));
  return trace.landscapes.map(({ t, estimate }) => ({
    t,
    cells: cellsOf(t, decodeDigits(own(estimate)), puzzle, solution),
  }));
}

/** A problem being solved: its board when each landscape was left (figure 5 of the paper). */
export function boardRows(trace: SolvingTrace, problem = 0): BoardCell[] {
  return boardsAt(trace, problem).flatMap(({ cells }) => cells);
}

/**
 * A problem worth looking at: of those that were solved ("solved"), or that were not ("failed"), the
 * one that had the most wrong cells when landscape `t` was left; any other if there is none such.
 */
export function pickProblem(trace: SolvingTrace, outcome: "solved" | "failed", t: number): number {
  const wrongAt = (problem: number) =>
    boardsAt(trace, problem).find((one) => one.t === t)!.cells.filter((c) => c.wrong).length;
  const fits = (problem: number) => trace.errors[problem]! > 0 === (outcome === "failed");
  const all = Array.from({ length: trace.problems }, (_, problem) => problem);
  const candidates = all.some(fits) ? all.filter(fits) : all;
  return candidates.reduce((best, one) => wrongAt(one) > wrongAt(best) ? one : best);
}

/**
 * The right answers with `count` unknown cells of each board replaced by other digits; all of them
 * where there are fewer.
 */
export function wrongCells(key: Key, { answer, observed }: Problems, count: number): Tensor {
  return tf.tidy(() => {
    const batch = answer.shape[0]!;
    const [placeKey, digitKey] = random.split(key);
    const known = tf.reshape(tf.slice(observed!.mask, [0, 0, 0, 0], [batch, 9, 9, 1]), [batch, 81]);
    const chance = tf.add(random.uniform(placeKey!, [batch, 81]), tf.mul(known, 2));
    // The count-th least number is the largest that still decides for a replacement.
    const { values } = tf.topk(tf.neg(chance), count);
    const bound = tf.neg(tf.slice(values, [0, count - 1], [batch, 1]));
    const chosen = tf.logicalAnd(tf.lessEqual(chance, bound), tf.less(known, 0.5));
    const shift = random.integers(digitKey!, [batch, 9, 9], 1, 9);
    const digits = tf.mod(tf.add(tf.argMax(answer, 3), shift), tf.scalar(9, "int32"));
    const cells = tf.tile(tf.reshape(chosen, [batch, 9, 9, 1]), [1, 1, 1, 9]);
    return tf.where(cells, encodeChoice(digits), answer);
  });
}

/** Which puzzles of the user's, and how they are solved. */
export interface FileChoice extends MeasureOptions {
  /** A table of boards, with or without solutions, as `deno task evaluate --puzzles` takes it. */
  readonly path: string;
  readonly innerSteps: number;
}

/** A line per clue count of the puzzles in a file, and one for all of them. */
export async function fileRows(
  trained: Trained,
  { path, innerSteps, ...set }: FileChoice,
): Promise<Readonly<Record<string, string | number>>[]> {
  const { readable } = await Deno.open(path);
  const file = await trained.task.readProblems!(readable, { name: path });
  const { problems: _, ...options } = measuring(set);
  const rows = await evaluateFile({ ...trained, ...options, file, sampler: { innerSteps } });
  return rows.map(({ hardness, problems, scores }) => ({
    ...{ clues: String(hardness), puzzles: problems },
    ...Object.fromEntries(scores.map(({ metric, mean }) => [metric, mean])),
  }));
}
