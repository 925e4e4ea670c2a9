/**
 * The picture at the top of the README: a board being solved, from a recorded run.
 *
 *     deno run -A lib/papers/ired/report/solving_picture.ts            # draws it from the record
 *     deno run -A lib/papers/ired/report/solving_picture.ts --record   # runs the checkpoint first
 *
 * @module
 */
import { runScript } from "../../../checks/script.ts";
import { scriptArguments } from "../../../checks/script_arguments.ts";
import { writeWhole } from "../../../checks/whole_file.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { traceSolving } from "../landscapes/trace.ts";
import type { BoardCell } from "../../../plots/board_trace.ts";
import { boardTrace } from "../../../plots/board_trace.ts";
import type { Chart } from "../../../plots/chart.ts";
import { boardRows, pickProblem } from "./sudoku.ts";

/** Where the record and the picture are kept. */
export const paths = {
  record: "data/samples/sudoku_solving.json",
  picture: "notebooks/solving.svg",
} as const;

/** A board being solved. */
export interface SolvingRecord {
  readonly checkpoint: string;
  readonly difficulty: "harder";
  readonly seed: number;
  /** Descent steps per landscape. */
  readonly innerSteps: number;
  /** Which of how many problems it was, and why it was taken. */
  readonly problem: number;
  readonly problems: number;
  readonly chosen: string;
  /** 81 cells each, "." where none is known. */
  readonly puzzle: string;
  readonly solution: string;
  /** The answer's digits when each landscape was left, from smooth to sharp. */
  readonly boards: readonly { readonly t: number; readonly digits: string }[];
}

/** Of the first test boards, the one that had the most wrong cells on the way and came out right. */
export function recordSolving(problems = 16, seed = 0): SolvingRecord {
  const checkpoint = "data/checkpoints/sudoku_relational", innerSteps = 5;
  const { params, ...trained } = loadTrained(checkpoint);
  const options = {
    ...{ difficulty: "harder", problems, seed, sampler: { innerSteps }, mode: "graph" } as const,
  };
  const trace = traceSolving({ ...trained, params, ...options });
  const problem = pickProblem(trace, "solved", 7);
  const cells = boardRows(trace, problem);
  const digits = (t: number, show: (cell: BoardCell) => boolean = () => true) =>
    cells.filter((cell) => cell.t === t)
      .sort((a, b) => a.row - b.row || a.column - b.column)
      .map((cell) => show(cell) ? cell.digit : ".").join("");
  if (cells.some(({ t, wrong }) => t === 0 && wrong)) {
    throw new RangeError(`None of the first ${problems} boards of seed ${seed} was solved`);
  }
  return {
    ...{ checkpoint, difficulty: "harder", seed, innerSteps, problem, problems },
    chosen: "of those solved, the one with the most wrong cells after landscape 7",
    puzzle: digits(0, ({ given }) => given),
    solution: digits(0),
    boards: trace.landscapes.map(({ t }) => ({ t, digits: digits(t) })),
  };
}

/** Landscapes whose boards are shown; what is given comes before them. */
const SHOWN = [9, 8, 6, 0] as const;
const GIVEN = 10;

/** The clues, and the board after some of the ten landscapes. */
export function solvingPicture({ puzzle, solution, boards, innerSteps }: SolvingRecord): Chart {
  const cells = (t: number, digits: string): BoardCell[] =>
    Array.from(digits, (digit, i) => ({
      t,
      row: Math.floor(i / 9),
      column: i % 9,
      digit: Number(digit === "." ? 0 : digit),
      given: puzzle[i] !== ".",
      wrong: digit !== "." && digit !== solution[i],
    }));
  const shown = boards.filter(({ t }) => (SHOWN as readonly number[]).includes(t));
  const clues = [...puzzle].filter((cell) => cell !== ".").length;
  return boardTrace(
    [...cells(GIVEN, puzzle), ...shown.flatMap(({ t, digits }) => cells(t, digits))],
    {
      title: `${clues} clues; ${innerSteps} steps down each of ten energy landscapes`,
      heading: (t) => t === GIVEN ? "given" : `after ${10 - t} of 10`,
      caption:
        "Bold: clues. Orange: wrong. The digits shown are the answer's largest of nine per cell.",
    },
  );
}

await runScript(import.meta, (args) => {
  const { record: anew } = scriptArguments(args, {
    record: { type: "boolean", default: false },
  }).values;
  if (anew) writeWhole(paths.record, `${JSON.stringify(recordSolving(), null, 2)}\n`);
  const record = JSON.parse(Deno.readTextFileSync(paths.record)) as SolvingRecord;
  writeWhole(paths.picture, solvingPicture(record).svg());
});
