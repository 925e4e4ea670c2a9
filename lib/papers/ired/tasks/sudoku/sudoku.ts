/** Sudoku (IRED, section 4.2): answers `[batch, 9, 9, 9]` over row, column and digit, ±1. */
import { countClues } from "../../../../datasets/sudoku/grid.ts";
import { describeReading, readPuzzleSet } from "../../../../datasets/sudoku/read_puzzles.ts";
import { board } from "../../../../datasets/sudoku/splits.ts";
import { sudokuConv } from "../../../../models/sudoku_conv.ts";
import { sudokuRelational } from "../../../../models/sudoku_relational.ts";
import { sudokuBaselines } from "./baselines.ts";
import { boardConstants } from "./constants.ts";
import { asProblems, boardsWithClues, CLUE_COUNTS, drawIndices, sudokuSet } from "./data.ts";
import { hideClues } from "./hidden_clues.ts";
import {
  chosenDigits,
  consistentBoards,
  missingDigits,
  sudokuMetrics,
  wrongFraction,
} from "./measures.ts";
import { sudokuNegatives } from "./negatives.ts";
import { ownBoards } from "../own/boards.ts";
import { defineTask } from "../define.ts";
import type { Task } from "../task.ts";
import { paperTraining, shortTraining } from "../usual_training.ts";

const published = (
  metric: string,
  source: string,
  rows: Readonly<Record<string, readonly [same: number, harder: number]>>,
) =>
  Object.entries(rows).map(([method, [same, harder]]) => ({
    method,
    same,
    harder,
    metric,
    source,
  }));

/** Sudoku: ±1 for each row, column and digit, `[batch, 9, 9, 9]`, from boards with clues. */
export const sudoku: Task = defineTask({
  name: "sudoku",
  title: "Sudoku",
  answerShape: [9, 9, 9],
  networks: {
    conv: {
      title: "paper's convolutional network",
      create: () => sudokuConv(),
      checkpoint: "none", // 180 MB of parameters, and 276 PFLOP for the paper's training
      training: { ...paperTraining, batch: 64 },
      paperTraining: { ...paperTraining, batch: 64 },
    },
    relational: {
      title: "symmetric network",
      create: () => sudokuRelational(),
      // An hour, and half an hour more.
      training: {
        ...shortTraining,
        batch: 8,
        steps: 32_000,
        learningRate: 1.5e-3,
        extendedFrom: [20_000],
      },
      checkpoint: "shipped",
    },
  },
  ...boardConstants,
  lossHooks: { negatives: sudokuNegatives("reference") },
  observed: ({ x, mask }) => ({ mask: mask!, values: x! }),
  hideObserved: hideClues,
  sample(key, count, split) {
    const set = sudokuSet(split);
    return asProblems(set, drawIndices(key, count, set.count));
  },
  testSet(split) {
    const set = sudokuSet(split);
    return { size: set.count, pick: (numbers) => asProblems(set, numbers) };
  },
  own: ownBoards,
  async readProblems(source, options) {
    const { set, reading } = await readPuzzleSet(source, options);
    return {
      size: set.count,
      pick: (numbers) => asProblems(set, numbers),
      hardness: Array.from({ length: set.count }, (_, i) => countClues(board(set, i).puzzle)),
      notes: describeReading(reading),
    };
  },
  hardness: {
    name: "clues",
    values: CLUE_COUNTS,
    sample(key, count, clues) {
      const { size, pick } = boardsWithClues(clues);
      return pick(drawIndices(key, count, size));
    },
    set: boardsWithClues,
  },
  error: wrongFraction,
  errorName: "unknown cells wrong",
  errorKind: "share",
  finished: consistentBoards,
  nearest: chosenDigits,
  conflicts: missingDigits,
  hops: { level: 5, innerSteps: 1 },
  metrics: sudokuMetrics,
  // The paper says "accuracy" of all; that this means cells is what a run of the released code makes most
  // likely for IRED; SATNet's row has SATNet's published boards, RRN's may be either.
  published: [
    ...published("unknown cells right", "IRED, table 4", {
      "IRED": [0.994, 0.621],
      "RRN": [0.998, 0.286],
      "IREM": [0.935, 0.246],
      "Diffusion": [0.661, 0.103],
    }),
    ...published("unknown cells right", "a run of the released code, 50,000 steps", {
      "IRED, run again": [0.9779, 0.6343],
    }),
    ...published("boards solved", "IRED, table 4", { "SATNet": [0.983, 0.032] }),
    ...published("boards solved", "a run of the released code, 50,000 steps", {
      "IRED, run again": [0.769, 0.0447],
    }),
  ],
  baselines: sudokuBaselines,
});
