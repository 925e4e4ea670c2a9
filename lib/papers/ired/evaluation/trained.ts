/** A trained network from its checkpoint. */
import { fileURLToPath } from "node:url";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import {
  type CheckpointManifest,
  loadAverage,
  readManifest,
} from "../../../training/checkpoint.ts";
import { checkConfig, type IredConfig } from "../config.ts";
import { foundFolder } from "../found_folder.ts";
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

/** A path, or a file URL, as a path. */
function pathOf(name: string | URL): string {
  if (typeof name === "string" && name !== "") return name;
  if (name instanceof URL && name.protocol === "file:") return fileURLToPath(name);
  throw new TypeError(
    `name of a checkpoint must be a path to its folder, or a file URL: current value is ${name}`,
  );
}

/** The task of a config; those of one's own are not known by name. */
function taskOf({ task }: IredConfig): Task {
  try {
    return taskNamed(task);
  } catch (error) {
    throw new RangeError(
      `${(error as Error).message}; a task of your own is to be given as second argument, ` +
        "loadTrained(folder, task)",
    );
  }
}

/**
 * What a checkpoint is of, without its parameters: enough to check how it would be solved.
 *
 * @throws {TypeError | Error | RangeError} As {@link loadTrained}, but for its parameters
 */
export function describeTrained(name: string | URL, own?: Task): Omit<Trained, "params"> {
  const folder = foundFolder(pathOf(name));
  const manifest = readManifest<IredConfig>(folder), { config } = manifest;
  assertConfig(config, folder);
  if (own && own.name !== config.task) {
    throw new RangeError(`Cannot use ${folder} for ${own.name}: it is of the task ${config.task}`);
  }
  const task = own ?? taskOf(config);
  const { title, create } = taskNetwork(task, config.network);
  return {
    task,
    network: create(),
    title: [title, ...methodTitle(config)].join(", "),
    trainedAs: methodOf(config),
    irem: iremOptions(config),
    preset: config.preset,
    manifest,
  };
}

/**
 * Loads the averaged parameters of a checkpoint, and builds task and network as its config says.
 *
 * @param name Its folder, from here or from the project's folder, or a file URL of it
 * @param own The task, where it is none of the project's
 * @throws {TypeError} If `name` is neither a path nor a file URL
 * @throws {Error} If there is no checkpoint, or it is truncated or of another network
 * @throws {RangeError} If its task is not known, or another one than `own`
 */
export function loadTrained(name: string | URL, own?: Task): Trained {
  const described = describeTrained(name, own);
  return {
    ...described,
    ...loadAverage<IredConfig>(foundFolder(pathOf(name)), described.network),
  };
}
