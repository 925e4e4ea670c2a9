/** Boards that are thought about for longer, hop by hop. */
import type { tf } from "../../../tensor/mod.ts";
import { countClues, decodeDigits } from "../../../datasets/sudoku.ts";
import { meanOf, wilson } from "../../../records/statistics.ts";
import type { BoardCell } from "../../../plots/board_trace.ts";
import type { HistogramRow } from "../../../plots/histogram.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { formatNumber } from "../../../plots/format.ts";
import { evaluate } from "../evaluation/solve.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { Problems } from "../problems.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { type MeasureOptions, measuring } from "./results.ts";
import { cellsOf, shownDigits } from "./sudoku.ts";

/** Where all boards are after so many hops. */
export interface HopState {
  readonly cycle: number;
  /** `[problems, 81]`, 1 to 9. */
  readonly digits: Uint8Array;
  readonly energies: Float64Array;
  /** Shares of unknown cells that are wrong. */
  readonly errors: Float64Array;
  /** Gradients of the energy by the answer that each board took so far. */
  readonly gradients: Float64Array;
}

/** Boards, and what was thought of them. */
export interface HopTrace {
  readonly problems: number;
  /** `[problems, 81]`, 0 where nothing is given. */
  readonly puzzles: Uint8Array;
  readonly solutions: Uint8Array;
  /** After 0, 1, … hops. */
  readonly states: readonly HopState[];
  readonly seconds: number;
}

/** What {@link traceHops} solves. */
export interface HopOptions extends MeasureOptions {
  readonly cycles: number;
  /** "harder" by default. */
  readonly difficulty?: Difficulty;
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

const boardsOf = (tensor: tf.Tensor) => decodeDigits(tensor.dataSync<"float32">());

/** Solves Sudoku boards with hops, as the task makes them, and keeps every answer on the way. */
export async function traceHops(
  trained: Trained,
  { cycles, difficulty = "harder", display, ...set }: HopOptions,
): Promise<HopTrace> {
  const { problems } = set;
  const states = Array.from({ length: cycles + 1 }, () => ({
    digits: new Uint8Array(81 * problems),
    energies: new Float64Array(problems),
    gradients: new Float64Array(problems),
  }));
  const puzzles = new Uint8Array(81 * problems), solutions = new Uint8Array(81 * problems);
  const bar = progressBar({ total: problems, label: "thinking", display });
  let first = 0;
  const found = await evaluate({
    ...trained,
    ...measuring(set),
    difficulty,
    cycles,
    onAnswers(answer, { condition, answer: right }: Problems, { cycle, energy, gradients }) {
      if (cycle === 0) {
        puzzles.set(shownDigits(condition.x!.dataSync<"float32">()), 81 * first);
        solutions.set(boardsOf(right), 81 * first);
      }
      states[cycle]!.digits.set(boardsOf(answer), 81 * first);
      states[cycle]!.energies.set(energy!, first);
      states[cycle]!.gradients.set(gradients, first);
      if (cycle === cycles) first += answer.shape[0]!;
    },
    onProgress: (done) => bar.update(done),
  });
  await bar.finish("done");
  return {
    problems,
    puzzles,
    solutions,
    states: found.byCycle.map(({ cycle, errors }) => ({ ...states[cycle]!, cycle, errors })),
    seconds: found.seconds,
  };
}

/** Whether each board is solved after so many hops: 1 or 0. */
export const solvedAfter = ({ states }: HopTrace, cycle: number): number[] =>
  Array.from(states[cycle]!.errors, (error) => error === 0 ? 1 : 0);

/** A line per number of hops that is worth one: boards solved, and what they took. */
export function hopLines(trace: HopTrace, cycles: readonly number[]) {
  const last = trace.states.length - 1;
  return cycles.filter((cycle) => cycle <= last).map((cycle) => {
    const solved = solvedAfter(trace, cycle).reduce((a, b) => a + b, 0) / trace.problems;
    const { low, high } = wilson(solved, trace.problems);
    return {
      hops: cycle,
      "gradients per board": meanOf(trace.states[cycle]!.gradients).mean,
      "boards solved": solved,
      from: low,
      to: high,
    };
  });
}

/** Energies of the answers after so many hops, apart by whether they are right. */
export function energyOutcomes(trace: HopTrace, cycle: number): HistogramRow[] {
  const solved = solvedAfter(trace, cycle);
  return Array.from(trace.states[cycle]!.energies, (value, i) => ({
    value,
    group: solved[i] ? "solved" : "not solved",
  }));
}

/**
 * How often the energy tells a solved board from one that is not, if both are drawn at random, ties
 * half; undefined where there are not both.
 */
export function energyTells(trace: HopTrace, cycle: number): number | undefined {
  const rows = energyOutcomes(trace, cycle);
  const of = (group: string) => rows.filter((row) => row.group === group).map((row) => row.value);
  const [solved, others] = [of("solved"), of("not solved")];
  if (!solved.length || !others.length) return undefined;
  const wins = solved.flatMap((a) => others.map((b): number => a < b ? 1 : a === b ? 0.5 : 0));
  return wins.reduce((sum, one) => sum + one, 0) / wins.length;
}

/** The hops that changed a board, its start and its end among them, at most `most` of them. */
function changingCycles({ states }: HopTrace, problem: number, most: number): number[] {
  const text = (cycle: number) =>
    states[cycle]!.digits.subarray(81 * problem, 81 * problem + 81).join("");
  const all = states.map(({ cycle }) => cycle).filter((cycle) =>
    cycle === 0 || text(cycle) !== text(cycle - 1)
  );
  if (all.length <= most) return all;
  // The start, the end, and between them evenly.
  return Array.from(
    { length: most },
    (_, i) => all[Math.round(i * (all.length - 1) / (most - 1))]!,
  );
}

/**
 * A board that descent left unsolved and that hops solved, the one that changed most often; any
 * other if there is none such.
 */
export function pickHopped(trace: HopTrace): number {
  const before = solvedAfter(trace, 0), after = solvedAfter(trace, trace.states.length - 1);
  const changes = (problem: number) => changingCycles(trace, problem, Infinity).length;
  const all = Array.from({ length: trace.problems }, (_, i) => i);
  const gained = all.filter((i) => !before[i] && after[i]);
  return (gained.length ? gained : all).reduce((best, i) => changes(i) > changes(best) ? i : best);
}

/** A board after the hops that changed it, as a chart of boards takes them: `t` is minus the hop. */
export function hoppedBoard(trace: HopTrace, problem: number, most = 5): BoardCell[] {
  const own = (all: Uint8Array) => all.subarray(81 * problem, 81 * problem + 81);
  return changingCycles(trace, problem, most).flatMap((cycle) =>
    cellsOf(-cycle, own(trace.states[cycle]!.digits), own(trace.puzzles), own(trace.solutions))
  );
}

/** What {@link hoppedBoard}s are called, with their energies. */
export const hopHeading = (trace: HopTrace, problem: number) => (t: number): string => {
  const energy = formatNumber(trace.states[-t]!.energies[problem]!);
  return t === 0 ? `descent, E = ${energy}` : `hop ${-t}, E = ${energy}`;
};

/** Clues of each board. */
export const cluesOf = ({ puzzles, problems }: HopTrace): number[] =>
  Array.from({ length: problems }, (_, i) => countClues(puzzles.subarray(81 * i, 81 * i + 81)));
