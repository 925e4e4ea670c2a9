/** A task as the training loop, which knows no task, sees it. */
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { TrainingProblem } from "../../../training/trainer.ts";
import type { Task, TaskNetwork } from "./task.ts";

/** Training `network` of `task`, on its training problems and with the task's own constants. */
export function trainingProblem(
  task: Task,
  how: Pick<TaskNetwork, "create" | "sample">,
  network: EnergyNetwork = how.create(),
): TrainingProblem {
  return {
    network,
    sample(key, count) {
      const { condition, answer, clues } = how.sample?.(key, count) ??
        task.sample(key, count, "train");
      return { condition, answer, ...(clues && { clues }) };
    },
    ...(task.loss && { loss: task.loss }),
    ...(task.lossHooks && { lossHooks: task.lossHooks }),
  };
}
