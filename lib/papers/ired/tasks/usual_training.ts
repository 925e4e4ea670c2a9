/** How networks are trained, unless their task says otherwise. */
import type { TaskTraining } from "./task.ts";

/**
 * As in the paper: Adam at 1e-4 throughout, 50,000 steps of 2,048 problems. The moving average,
 * 0.995 every tenth step, and the limit of the gradients' norm are the released code's.
 */
export const paperTraining: TaskTraining = {
  preset: "reference",
  batch: 2048,
  steps: 50_000,
  learningRate: 1e-4,
  schedule: "constant",
  warmupSteps: 0,
  averageDecay: 0.995,
  averageEvery: 10,
  clip: 1,
};

/** The paper's networks in an hour on two cores: fewer steps at a larger rate, which falls to zero. */
export const shortenedTraining: TaskTraining = {
  ...paperTraining,
  learningRate: 1e-3,
  schedule: "cosine",
  warmupSteps: 100,
};

/** For small networks and runs of minutes: a larger learning rate, which falls to zero. */
export const shortTraining: TaskTraining = {
  preset: "corrected",
  batch: 128,
  steps: 4000,
  learningRate: 2e-3,
  schedule: "cosine",
  warmupSteps: 100,
  averageDecay: 0.99,
  averageEvery: 5,
  clip: 1,
};
