/** A trained network from its checkpoint. */
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { IremOptions } from "../method/irem.ts";
import type { Method } from "../method/methods.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type Task, taskNamed, type TaskNetwork } from "../tasks/mod.ts";
import {
  type CheckpointManifest,
  loadAverage,
  readManifest,
} from "../../../training/checkpoint.ts";
import { methodOf, type TrainingConfig } from "../../../training/config.ts";
import { iremOptions } from "../method/loss_options.ts";

/** What a checkpoint makes: enough to solve and to say what it was trained as. */
export interface Trained {
  readonly task: Task;
  readonly network: EnergyNetwork;
  /** Decides how it solves. */
  readonly trainedAs: Method;
  readonly irem: IremOptions;
  /** The network's name in tables, such as "paper's MLP", and how it was trained, if not as the paper. */
  readonly title: string;
  /** The averaged parameters; disposed by the one who takes them. */
  readonly params: Params;
  readonly manifest: CheckpointManifest;
}

/**
 * The network of that name.
 *
 * @throws {RangeError} If the task has none; the message has the accepted ones
 */
export function taskNetwork(task: Task, name: string): TaskNetwork {
  if (Object.hasOwn(task.networks, name)) return task.networks[name]!;
  const accepted = Object.keys(task.networks).join(", ");
  throw new RangeError(
    `network of ${task.name} must be one of ${accepted}: current value is ${name}`,
  );
}

const methodTitles = { irem: "IREM", diffusion: "diffusion", feedforward: "feedforward" } as const;

/** What sets a training apart from the paper's method. */
function methodTitle(config: TrainingConfig): string[] {
  const method = methodOf(config);
  if (method !== "ired") return [methodTitles[method]];
  return config.contrast === "off" ? ["without contrast"] : [];
}

/**
 * Loads the averaged parameters of a checkpoint, and builds task and network as its config says.
 *
 * @throws {Error} If there is no checkpoint, or it is truncated or of another network
 */
export function loadTrained(folder: string): Trained {
  const { config } = readManifest(folder);
  const task = taskNamed(config.task);
  const { title, create } = taskNetwork(task, config.network);
  const network = create();
  return {
    task,
    network,
    title: [title, ...methodTitle(config)].join(", "),
    trainedAs: methodOf(config),
    irem: iremOptions(config),
    ...loadAverage(folder, network),
  };
}
