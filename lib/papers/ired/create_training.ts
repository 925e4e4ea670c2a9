/** A training in memory, of a task of the project's or of one's own. */
import type { EnergyNetwork } from "../../energy/energy_network.ts";
import { saveCheckpoint } from "../../training/checkpoint.ts";
import type { Learned } from "../../training/gradient_learner.ts";
import { describeMachine } from "../../training/machine.ts";
import { progressIn } from "../../training/run.ts";
import { createTrainer, type Trainer } from "../../training/trainer.ts";
import type { IredConfig } from "./config.ts";
import { foundFolder } from "./found_folder.ts";
import type { IremOptions } from "./method/irem.ts";
import type { Method } from "./method/method.ts";
import type { PresetName } from "./method/options.ts";
import { type Task, taskNetwork } from "./tasks/task.ts";
import { configOf, iremOptions, methodOf, trainingProblem } from "./training.ts";

/** A training of a network of a task, and the network: with how it is solved, as a `Trained` has it. */
export interface Training extends Trainer<Learned, IredConfig> {
  readonly task: Task;
  readonly network: EnergyNetwork;
  readonly trainedAs: Method;
  readonly irem: IremOptions;
  readonly preset: PresetName;
  /**
   * Writes a checkpoint of where the training stands, with which `loadTrained` solves.
   *
   * @param folder Made if it is not there
   */
  save(folder: string): void;
}

/**
 * Makes a training in memory; {@link openRun} keeps one in a folder.
 *
 * @param network Which of the task's
 * @param changes What differs from how it is usually trained
 * @param mode How the step is compiled, by default as suits the network
 * @param from A folder that `save` wrote, from here or from the project's: the training goes on from
 * there, with the same `changes` to the
 * same bits, but that own descents begin anew
 * @throws {RangeError} If there is no such network, or a value is impossible
 * @throws {Error} If `from` holds no checkpoint, or one of another network
 */
export function createTraining(
  task: Task,
  network: string,
  changes: Partial<Omit<IredConfig, "task" | "network">> = {},
  mode?: "xla" | "graph",
  from?: string,
): Training {
  const config = configOf(task, network, changes);
  const how = taskNetwork(task, network), created = how.create();
  const problem = trainingProblem(task, how, config, created);
  const resumed = from === undefined
    ? undefined
    : progressIn(foundFolder(from), problem.learner, config.seed);
  const trainer = createTrainer(problem, config, resumed, mode);
  const { learner } = problem;
  return {
    ...trainer,
    ...{ task, network: created, preset: config.preset },
    ...{ trainedAs: methodOf(config), irem: iremOptions(config) },
    save(folder) {
      saveCheckpoint(trainer.progress, { folder, config, learner, machine: describeMachine() });
    },
  };
}
