/** The trainings of all shipped checkpoints from several seeds, as flags of `train`. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFile, namesIn } from "../checks/paths.ts";
import { kebabCase } from "../checks/spelling.ts";
import { usageError } from "../checks/usage.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { type Task, tasks } from "../papers/ired/tasks/mod.ts";
import { configOf } from "../papers/ired/training.ts";
import { readManifest } from "../training/checkpoint.ts";
import { runLimits } from "../training/config.ts";

/** A training: what its folder is called, and its flags but for that folder. */
export interface SeedTraining {
  readonly label: string;
  readonly flags: readonly string[];
}

/** A training without its seed. */
interface Training {
  readonly name: string;
  readonly task: string;
  readonly network: string;
  /** In what it is unlike the usual training of its network. */
  readonly changes: readonly string[];
}

const CHECKPOINTS = fileURLToPath(new URL("../../data/checkpoints", import.meta.url));

/** The usual trainings of all networks that have a checkpoint. */
const usualTrainings = (): Training[] =>
  Object.values<Task>(tasks).flatMap(({ name: task, networks }) =>
    Object.entries(networks).filter(([, { checkpoint }]) => checkpoint === "shipped")
      .map(([network]) => ({ name: `${task}_${network}`, task, network, changes: [] }))
  );

/** The checkpoints beside them, whose trainings are told by their configurations, and where they stopped. */
function otherTrainings(usual: readonly Training[]): Training[] {
  const names = namesIn(CHECKPOINTS).filter((name) =>
    isFile(join(CHECKPOINTS, name, "checkpoint.json")) && !usual.some((one) => one.name === name)
  );
  return names.map((name) => {
    const { config, step } = readManifest<IredConfig>(join(CHECKPOINTS, name));
    const { task, network, seed: _, ...all } = config;
    const by = new Map(Object.entries(configOf(tasks[task as keyof typeof tasks], network)));
    const changes = Object.entries(all).filter(([option, value]) => by.get(option) !== value)
      .map(([option, value]) => `--${kebabCase(option)}=${value}`);
    return {
      name,
      task,
      network,
      changes: step < all.steps ? [...changes, `--until=${step}`] : changes,
    };
  });
}

/** @throws {SyntaxError} With cause "usage", if the text is no list of seeds */
function seedsOf(text: string): string[] {
  const numbers = text.split(",").map((seed) => seed.trim());
  const wrong = numbers.find((seed) => !/^-?\d+$/.test(seed));
  if (wrong !== undefined) {
    throw usageError(`--seeds must be whole numbers such as 0,1,2: current value is ${text}`);
  }
  const [low, high] = runLimits.seed;
  if (numbers.some((seed) => Number(seed) < low || Number(seed) > high)) {
    throw usageError(`--seeds must be from ${low} to ${high}: current value is ${text}`);
  }
  if (new Set(numbers.map(Number)).size < numbers.length) {
    throw usageError(`--seeds must have each seed once: current value is ${text}`);
  }
  return numbers;
}

/**
 * Every shipped training with each seed.
 *
 * @param seeds Such as "0,1,2"
 * @throws {SyntaxError} With cause "usage", if that is no list of seeds
 */
export function seedTrainings(seeds: string): SeedTraining[] {
  const numbers = seedsOf(seeds), usual = usualTrainings();
  return [...usual, ...otherTrainings(usual)].flatMap(({ name, task, network, changes }) =>
    numbers.map((seed) => ({
      label: `${name}_seed${seed}`,
      flags: [`--task=${task}`, `--network=${network}`, ...changes, `--seed=${seed}`],
    }))
  );
}
