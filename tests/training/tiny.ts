/** A small network and problem, to train in milliseconds. */
import { type Key, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { mlp } from "../../lib/models/mlp.ts";
import type { IredConfig } from "../../lib/papers/ired/config.ts";
import type { Problems } from "../../lib/papers/ired/problems.ts";
import { iredLearner } from "../../lib/papers/ired/training.ts";
import type { Learned } from "../../lib/training/gradient_learner.ts";
import { createTrainer, type Trainer, type TrainingProblem } from "../../lib/training/trainer.ts";

export const network = mlp({ conditionSize: 2, answerSize: 2, width: 4, timeFeatures: 4 });

export const config: IredConfig = {
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

/** A learner of any network, as `config` says. */
export const learnerOf = (network: EnergyNetwork, changes: Partial<IredConfig> = {}) =>
  iredLearner({}, network, { ...config, ...changes });

/** Draws problems. */
export type Draw = (key: Key, count: number) => { condition: { x: Tensor }; answer: Tensor };

/** y = -x. */
export const sample: Draw = (key, count) => {
  const x = random.uniform(key, [count, 2], -1, 1);
  return { condition: { x }, answer: tf.neg(x) };
};

/** Training the tiny network on problems of one's own. */
export const problemOf = (
  draw: Draw = sample,
  changes: Partial<IredConfig> = {},
): TrainingProblem<Learned, Problems> => ({
  learner: learnerOf(network, changes),
  experience: { next: (key) => draw(key, changes.batch ?? config.batch) },
});

/** A trainer that compiles within a second. */
export const tinyTrainer = (draw: Draw = sample): Trainer<Learned, IredConfig> =>
  createTrainer(problemOf(draw), config, undefined, "graph");
