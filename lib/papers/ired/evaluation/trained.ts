/** A trained network from its checkpoint. */
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import {
  type CheckpointManifest,
  loadAverage,
  readManifest,
} from "../../../training/checkpoint.ts";
import { checkConfig, type IredConfig } from "../config.ts";
import type { IremOptions } from "../method/irem.ts";
import type { Method } from "../method/method.ts";
import type { PresetName } from "../method/options.ts";
import { taskNamed } from "../tasks/mod.ts";
import { type Task, taskNetwork } from "../tasks/task.ts";
import { iremOptions, methodOf } from "../training.ts";

/** What a checkpoint makes: enough to solve and to say what it was trained as. */
export interface Trained {
  readonly task: Task;
  readonly network: EnergyNetwork;
  /** Decides how it solves. */
  readonly trainedAs: Method;
  readonly irem: IremOptions;
  /** Options of the sampler that go with its training. */
  readonly preset: PresetName;
  /** The network's name in tables, such as "paper's MLP", and how it was trained, if not as the paper. */
  readonly title: string;
  /** The averaged parameters; disposed by the one who takes them. */
  readonly params: Params;
  readonly manifest: CheckpointManifest<IredConfig>;
}

/** What sets a training apart from the paper's method. */
function methodTitle(config: IredConfig): string[] {
  const { name, title } = methodOf(config);
  if (name !== "ired") return [title];
  return [
    ...(config.contrast === "off" ? ["without contrast"] : []),
    ...(config.ownDescents ? ["own descents"] : []),
    ...(config.hiddenClues ? ["hidden clues"] : []),
  ];
}

/**
 * Refuses the config of a checkpoint in which something is missing, or impossible.
 *
 * @throws {SyntaxError} If it is no config of IRED
 */
export function assertConfig(config: IredConfig, folder: string): void {
  if (typeof config.task !== "string" || typeof config.network !== "string") {
    throw new SyntaxError(`Cannot use ${folder}: its config names no task and network of IRED`);
  }
  try {
    checkConfig(config);
  } catch (error) {
    throw new SyntaxError(`Cannot use ${folder}: in its config ${(error as Error).message}`);
  }
}

/**
 * Loads the averaged parameters of a checkpoint, and builds task and network as its config says.
 *
 * @throws {Error} If there is no checkpoint, or it is truncated or of another network
 */
export function loadTrained(folder: string): Trained {
  const { config } = readManifest<IredConfig>(folder);
  assertConfig(config, folder);
  const task = taskNamed(config.task);
  const { title, create } = taskNetwork(task, config.network);
  const network = create();
  return {
    task,
    network,
    title: [title, ...methodTitle(config)].join(", "),
    trainedAs: methodOf(config),
    irem: iremOptions(config),
    preset: config.preset,
    ...loadAverage<IredConfig>(folder, network),
  };
}
