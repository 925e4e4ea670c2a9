/**
 * Sudoku with handwritten digits for clues (IRED, table 4): answers `[batch, 9, 9, 9]` over row,
 * column and digit, ±1, of which nothing is given, as clues must be read.
 */
import { visualPosterior } from "../../../../models/sudoku_posterior.ts";
import { visualSudoku } from "../../../../models/sudoku_visual.ts";
import { cosineSchedule } from "../../../../diffusion/schedule.ts";
import { tf } from "../../../../tensor/mod.ts";
import type { LossHooks } from "../../method/method.ts";
import { defineTask } from "../define.ts";
import { ownPictures } from "../own/pictures.ts";
import { boardConstants } from "../sudoku/constants.ts";
import { CLUE_COUNTS, drawIndices, sudokuSet } from "../sudoku/data.ts";
import {
  chosenDigits,
  cluesRead,
  consistentBoards,
  missingDigits,
  sudokuMetrics,
  wrongFraction,
} from "../sudoku/measures.ts";
import { sudokuNegatives } from "../sudoku/negatives.ts";
import type { Task } from "../task.ts";
import { shortTraining } from "../usual_training.ts";
import { visualBaselines } from "./baselines.ts";
import { boardsWithClues, crowdedProblems, testProblems, trainingProblems } from "./data.ts";

/** The classifier of single digits that the reader starts as, and that stands alone in two stages. */
export const DIGIT_READER = "data/checkpoints/experiments/digit_reader";

/** The classifier that learned of distorted digits, from a seed. */
export const distortedReader = (seed: number): string =>
  `data/checkpoints/experiments/digit_reader_distorted${seed === 0 ? "" : `_${seed}`}`;

/**
 * What that classifier's logits are divided by beside an energy that it has not learned with; chosen
 * among 2, 3, 5, 8 and 12 on 192 boards of the validation split.
 */
const READER_TEMPERATURE = 5;

/** Of any cell, clues included: where they are read wrong, the energy is to be higher. */
const negatives: NonNullable<LossHooks["negatives"]> = (key, problems) => {
  const { answer } = problems;
  const observed = { mask: tf.zerosLike(answer), values: answer };
  return sudokuNegatives("corrected")(key, { ...problems, observed });
};

/** Sudoku whose clues are images. */
export const visualSudokuTask: Task = defineTask({
  name: "visual_sudoku",
  title: "Visual Sudoku",
  answerShape: [9, 9, 9],
  networks: {
    relational: {
      title: "symmetric network with a reader",
      create: () => visualSudoku(),
      training: {
        ...shortTraining,
        batch: 4,
        steps: 800,
        learningRate: 3e-4,
        startedFrom: ["data/checkpoints/sudoku_relational", DIGIT_READER],
      },
      checkpoint: "shipped",
    },
    // Its reader starts from nothing, and learns ten times as fast as the energy, which does not.
    posterior: {
      title: "reader learned from scratch",
      create: () => visualPosterior(cosineSchedule()),
      training: {
        ...shortTraining,
        batch: 4,
        steps: 1000,
        learningRate: 4e-3,
        startedFrom: ["data/checkpoints/sudoku_own_descents"],
        startedRate: 0.1,
      },
      checkpoint: "shipped",
      sample(key, count) {
        const set = sudokuSet("train");
        return crowdedProblems(key, set, drawIndices(key, count, set.count));
      },
    },
    // Its shipped checkpoint is of step 0: neither part has learned anything with the other.
    composed: {
      title: "classifier and energy, composed",
      create: () => visualPosterior(cosineSchedule(), { temperature: READER_TEMPERATURE }),
      training: {
        ...shortTraining,
        batch: 4,
        steps: 500,
        learningRate: 3e-4,
        startedFrom: ["data/checkpoints/sudoku_own_descents", distortedReader(0)],
      },
      checkpoint: "shipped",
    },
  },
  ...boardConstants,
  lossHooks: { negatives },
  sample(key, count, split) {
    const set = sudokuSet(split), numbers = drawIndices(key, count, set.count);
    return split === "train"
      ? trainingProblems(key, set, numbers)
      : testProblems(split, set, numbers);
  },
  testSet(split) {
    const set = sudokuSet(split);
    return { size: set.count, pick: (numbers) => testProblems(split, set, numbers) };
  },
  own: ownPictures,
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
  nearest: chosenDigits,
  conflicts: missingDigits,
  // A board that keeps all rules can be another one's answer, where a picture was misread.
  finished: consistentBoards,
  hops: { level: 5, innerSteps: 1 },
  metrics: [...sudokuMetrics.slice(0, 2), cluesRead],
  published: [
    {
      method: "IRED",
      same: 0.983,
      harder: 0.466,
      metric: "unknown cells right",
      source: "IRED, table 4",
    },
    {
      method: "RRN",
      same: 0.998,
      harder: 0.286,
      metric: "unknown cells right",
      source: "IRED, table 4, the very numbers of Sudoku without images",
    },
    {
      method: "SATNet",
      same: 0.632,
      harder: 0,
      metric: "boards solved",
      source: "IRED, table 4",
    },
  ],
  baselines: visualBaselines,
  baselineTraining: 256,
});
