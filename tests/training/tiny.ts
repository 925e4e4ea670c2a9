/** A small network and problem, to train in milliseconds. */
import { random, tf } from "../../lib/tensor/mod.ts";
import { mlp } from "../../lib/models/mlp.ts";
import type { TrainingConfig } from "../../lib/training/config.ts";
import { createTrainer, type Trainer, type TrainingProblem } from "../../lib/training/trainer.ts";

export const network = mlp({ conditionSize: 2, answerSize: 2, width: 4, timeFeatures: 4 });

export const config: TrainingConfig = {
  task: "tiny",
  network: "mlp",
  preset: "corrected",
  seed: 1,
  batch: 3,
  steps: 1000,
  learningRate: 1e-3,
  schedule: "constant",
  warmupSteps: 0,
  averageDecay: 0.9,
  averageEvery: 1,
  clip: 1,
};

/** y = -x. */
export const problem: TrainingProblem = {
  network,
  sample(key, count) {
    const x = random.uniform(key, [count, 2], -1, 1);
    return { condition: { x }, answer: tf.neg(x) };
  },
};

/** A trainer that compiles within a second. */
export const tinyTrainer = (more: Partial<TrainingProblem> = {}): Trainer =>
  createTrainer({ ...problem, ...more }, config, undefined, "graph");
