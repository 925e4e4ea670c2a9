/** A training in memory, of a task of the project's or of one's own. */
import type { EnergyNetwork } from "../../energy/energy_network.ts";
import { readManifest, saveCheckpoint } from "../../training/checkpoint.ts";
import { extended } from "../../training/extension.ts";
import type { Learned } from "../../training/gradient_learner.ts";
import { describeMachine } from "../../training/machine.ts";
import { progressIn } from "../../training/run.ts";
import { createTrainer, type Trainer } from "../../training/trainer.ts";
import { checkConfig, type IredConfig } from "./config.ts";
import { foundFolder } from "./found_folder.ts";
import { assertSavable } from "./saved_folder.ts";
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
   * @param folder Made if it is not there; an earlier checkpoint of the same task and network there is
   * replaced
   * @throws {Error} If it holds a checkpoint of others, or a run
   */
  save(folder: string): void;
}

type Changes = Partial<Omit<IredConfig, "task" | "network">>;

/**
 * `config` with what only the checkpoint knows: the lengths that its run was to have, and the warm-up
 * that it had, as that of a short run depends on its length.
 */
function goingOn(config: IredConfig, changes: Changes, found: IredConfig): IredConfig {
  const { extendedFrom, warmupSteps } = found;
  // As long as it was, where nothing is said and the usual length is shorter.
  const steps = changes.steps ?? Math.max(config.steps, found.steps);
  const longer = extended({ steps: found.steps, ...(extendedFrom && { extendedFrom }) }, {
    steps,
    begun: true,
    option: "steps",
  });
  return checkConfig({ ...config, warmupSteps, ...longer, ...changes });
}

/**
 * Makes a training in memory; {@link openRun} keeps one in a folder.
 *
 * @param network Which of the task's
 * @param changes What differs from how it is usually trained
 * @param mode How the step is compiled, by default as suits the network
 * @param from A folder that `save` wrote, from here or from the project's: the training goes on from
 * there, with the same `changes` to the same bits, but that own descents begin anew. With more steps
 * it is extended, as by {@link openRun}: up to those that it had, its learning rates stay
 * @throws {RangeError} If there is no such network, a value is impossible, or the steps are fewer than
 * those of `from`
 * @throws {Error} If `from` holds no checkpoint, or one of another network
 */
export function createTraining(
  task: Task,
  network: string,
  changes: Changes = {},
  mode?: "xla" | "graph",
  from?: string,
): Training {
  const how = taskNetwork(task, network), created = how.create();
  const usual = configOf(task, network, changes);
  const found = from === undefined ? undefined : readManifest<IredConfig>(foundFolder(from));
  // Of another network, it is refused with its parameters.
  const config = found?.network.name === created.name
    ? goingOn(usual, changes, found.config)
    : usual;
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
      assertSavable(folder, config, created);
      saveCheckpoint(trainer.progress, { folder, config, learner, machine: describeMachine() });
    },
  };
}
