/**
 * Visual Sudoku in two stages: a classifier, trained on single digits, reads the clues; then the
 * network of Sudoku solves what was read, clues held.
 */
import { disposeTree, random, tf, tidy } from "../../../tensor/mod.ts";
import { rng } from "../../../datasets/rng.ts";
import { CLUE_PIXELS, drawClues } from "../../../datasets/sudoku/clue_images.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import type { Params } from "../../../nn/parameters.ts";
import { measuredFields } from "../../../records/rows.ts";
import { fit } from "../../../training/fit.ts";
import type { Problems } from "../problems.ts";
import { encodeChoice } from "../tasks/sudoku/negatives.ts";
import type { TestSplit } from "../tasks/task.ts";
import { visualSudokuTask as task } from "../tasks/visual_sudoku/visual_sudoku.ts";
import type { MeasuredRow } from "./measure.ts";
import { solvedAt } from "./measure.ts";
import { evaluationKeys, problemBatches, type ProblemSet } from "./problems.ts";
import { scorerOf } from "./scores.ts";
import { solveBatch, type SolverOptions, solverSettings } from "./solver.ts";
import type { Trained } from "./trained.ts";

/** How the classifier is trained. */
export interface ReaderTraining {
  readonly seed: number;
  readonly steps: number;
  /** How far its images are from what they are, "shifted" by default; see `drawClues`. */
  readonly kind?: "shifted" | "distorted";
  /** Sees the loss now and then. */
  readonly observe?: (step: number, loss: number) => void;
}

/** Digits of a training step. */
const BATCH = 128;

/**
 * Trains the reader of {@link visualSudoku}, as large as there, by cross-entropy on the same training
 * digits, shifted in the same way, or distorted.
 *
 * @returns Its parameters, which belong to the caller
 */
export function trainReader(
  { seed, steps, kind = "shifted", observe }: ReaderTraining,
): Params {
  const reader = digitReader(), key = random.key(seed);
  const stream = rng(seed).split("digits");
  const start = reader.init(key);
  const trained = fit(start, (params, { images, digits }) => {
    const chances = tf.logSoftmax(reader.logits(params, images));
    return tf.neg(tf.mean(tf.sum(tf.mul(digits, chances), 1)));
  }, {
    // XLA takes far longer for the reader's many small pieces.
    ...{ seed, steps, learningRate: 2e-3, mode: "graph" },
    batch() {
      const drawn = Array.from({ length: BATCH }, () => 1 + stream.int(9));
      const images = tf.tensor2d(drawClues(drawn, "train", stream, kind), [
        BATCH,
        CLUE_PIXELS,
      ]);
      const digits = tidy(() => tf.cast(tf.oneHot(drawn.map((d) => d - 1), 9), "float32"));
      return { images, digits };
    },
    ...(observe && { observe, every: 20 }),
  });
  disposeTree({ key, start });
  return trained;
}

/** The clues of visual problems as a classifier reads them, as Sudoku takes them. */
export function readClues(params: Params, { condition, answer }: Problems): Problems {
  return tidy(() => {
    const { x, mask } = condition, batch = answer.shape[0]!;
    const logits = digitReader().logits(params, tf.reshape(x!, [-1, CLUE_PIXELS]));
    const digits = tf.reshape(tf.argMax(logits, 1), [batch, 9, 9]);
    const read = tf.where(tf.cast(mask!, "bool"), encodeChoice(digits), tf.scalar(-1));
    return {
      condition: { x: read, mask: tf.clone(mask!) },
      answer: tf.clone(answer),
      observed: { mask: tf.clone(mask!), values: tf.clone(read) },
    };
  });
}

/** How two stages are measured. */
export interface TwoStageOptions extends Omit<SolverOptions, "trainedAs" | "irem">, ProblemSet {
  /** Problems solved at once; 128 by default. */
  readonly batch?: number;
  readonly onProgress?: (done: number) => void;
}

/** What two stages are called in tables. */
export const TWO_STAGES = "two stages: classify, then solve";

/**
 * Rows of two stages on a set of visual problems, by the measures of the task.
 *
 * @param sudoku The network that solves what was read
 * @param reader The classifier's parameters
 */
export function twoStageRows(
  sudoku: Trained,
  reader: Params,
  { difficulty, problems, seed, batch = 128, onProgress, ...options }: TwoStageOptions,
): MeasuredRow[] {
  const settings = solverSettings(sudoku.task, { ...sudoku, ...options });
  const scorer = scorerOf(task), errors = new Float64Array(problems);
  const started = performance.now(), keys = evaluationKeys(seed);
  let evaluations = 0;
  for (const one of problemBatches(task, { difficulty, problems, seed }, batch)) {
    const key = random.fold(keys.solver, one.first);
    const read = readClues(reader, one.problems);
    const { answer, gradients } = solveBatch(sudoku, read, read.answer.shape, key, settings);
    errors.set(tidy(() => task.error(answer, one.problems)).dataSync(), one.first);
    scorer.add(answer, one.problems);
    evaluations += Array.from(gradients).reduce((sum, n) => sum + n, 0);
    [key, answer, read, one.problems].forEach(disposeTree);
    onProgress?.(one.first + one.count);
  }
  disposeTree(keys);
  const seconds = (performance.now() - started) / 1000;
  return scorer.scores(errors).map((score) => ({
    method: TWO_STAGES,
    kind: "ours",
    metric: score.metric,
    at: { difficulty, ...solvedAt(settings, evaluations / problems) },
    ...measuredFields(score),
    seconds,
    errors,
  }));
}

/** How many clues of a split's digits a classifier reads right, of how many. */
export function readerAccuracy(params: Params, difficulty: TestSplit, count = 2000, seed = 0) {
  const stream = rng(seed).split("accuracy");
  const drawn = Array.from({ length: count }, () => 1 + stream.int(9));
  const split = difficulty === "validation" ? "validation" : "test";
  const images = drawClues(drawn, split, stream);
  const right = tf.tidy(() => {
    const logits = digitReader().logits(params, tf.tensor2d(images, [count, CLUE_PIXELS]));
    const found = tf.argMax(logits, 1).dataSync();
    return drawn.filter((digit, i) => found[i] === digit - 1).length;
  });
  return { right, count };
}
