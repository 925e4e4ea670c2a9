/** A task as the training loop, which knows no task, sees it. */
import type { EnergyNetwork } from "../nn/energy_network.ts";
import type { TrainingProblem } from "../training/trainer.ts";
import type { Task } from "./task.ts";

/** Training `network` on the training problems of `task`, with the task's own constants. */
export function trainingProblem(task: Task, network: EnergyNetwork): TrainingProblem {
  return {
    network,
    sample(key, count) {
      const { condition, answer, clues } = task.sample(key, count, "train");
      return { condition, answer, ...(clues && { clues }) };
    },
    ...(task.loss && { loss: task.loss }),
    ...(task.lossHooks && { lossHooks: task.lossHooks }),
  };
}
