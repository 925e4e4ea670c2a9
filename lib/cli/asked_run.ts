/** The training that flags ask for: its config, and whether its folder may have it. */
import { kebabCase } from "../checks/spelling.ts";
import { usageError } from "../checks/usage.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { assertConfig } from "../papers/ired/evaluation/trained.ts";
import { methodNames } from "../papers/ired/method/methods.ts";
import { type Task, taskNamed, tasks } from "../papers/ired/tasks/mod.ts";
import { configOf as configFor, methodOf } from "../papers/ired/training.ts";
import { formatNumber } from "../plots/format.ts";
import { existingRun } from "../training/run.ts";
import { type Flag, type FlagValues, readingFlags } from "./flags.ts";
import { assertRunFolder, folderOf } from "./run_folder.ts";
import { assertAgrees, assertSameStart } from "./same_run.ts";

const configFlags = {
  method: {
    help: "what the network is trained as; ired by default",
    value: "NAME",
    choices: methodNames,
  },
  contrast: {
    help: "whether IRED's loss has its contrastive part; on by default",
    value: "NAME",
    choices: ["on", "off"],
  },
  iremStep: { help: "size of a step of IREM's descent; 1 by default", value: "X", numbers: "any" },
  ownDescents: {
    help: "share of each batch that are states of the model's own descents; 0 by default",
    value: "X",
    numbers: "any",
  },
  hiddenClues: {
    help: "chance that a puzzle loses some of its clues in training; 0 by default",
    value: "X",
    numbers: "any",
  },
  startedRate: {
    help: "factor on the learning rate of what --from gave; 1 by default",
    value: "X",
    numbers: "any",
  },
  preset: { help: "options of the losses", value: "NAME", choices: ["reference", "corrected"] },
  seed: { help: "fixes initialisation, data and noise; 0 by default", value: "N" },
  batch: { help: "problems per step", value: "N" },
  steps: { help: "steps of the whole run; with --resume, more of them extend it", value: "N" },
  learningRate: { help: "the largest learning rate", value: "X", numbers: "any" },
  schedule: { help: "of the learning rate", value: "NAME", choices: ["constant", "cosine"] },
  warmupSteps: { help: "steps of the linear warm-up of cosine", value: "N" },
  averageDecay: { help: "decay of the average of parameters", value: "X", numbers: "any" },
  averageEvery: { help: "steps between updates of the average", value: "N" },
  clip: { help: "limit of the gradients' norm", value: "X", numbers: "any" },
} as const satisfies Record<
  Exclude<keyof IredConfig, "task" | "network" | "extendedFrom" | "startedFrom">,
  Flag
>;

/** The flags of `train`. */
export const trainFlags = {
  task: { help: "which experiment", value: "NAME", choices: Object.keys(tasks) },
  network: { help: "which of its networks, such as mlp or symmetric", value: "NAME", kind: "text" },
  out: {
    help: "folder of the run, empty or new, or with --resume that of one; " +
      "runs/TASK_NETWORK_METHOD_seedN by default, without ired",
    value: "FOLDER",
    kind: "text",
  },
  constants: {
    help: "whose constants the defaults are: ours (of the shipped checkpoint) or the paper's",
    value: "WHOSE",
    choices: ["ours", "paper"],
  },
  from: {
    help:
      "start from the averaged parameters of the checkpoint in that folder, absolute or seen from " +
      "the project's, of the same network or of a part of it; none: from drawn ones, as most networks do by default",
    value: "FOLDER",
    kind: "text",
  },
  resume: { help: "continue the run in that folder, if there is one; --out is enough to name it" },
  minutes: {
    help: "stop after so many minutes of training in this call, compiling the first step included",
    value: "X",
    numbers: "any",
    range: [0, 1e6],
  },
  until: {
    help: "stop at that step, though the schedule of the learning rate goes on to --steps",
    value: "STEP",
    range: [1, 1e9],
  },
  "save-every": {
    help: "seconds between checkpoints; 60 by default",
    value: "X",
    numbers: "any",
    range: [0, 1e6],
  },
  "log-every": { help: "steps per line of log.jsonl; 20 by default", value: "N", range: [1, 1e6] },
  ...configFlags,
} as const satisfies Record<string, Flag>;

/** The config that the flags ask for. */
function configOf(values: FlagValues, task: Task): IredConfig {
  const network = values.network as string | undefined;
  if (network === undefined) {
    throw usageError(`--network is missing: one of ${Object.keys(task.networks).join(", ")}`);
  }
  return readingFlags(() => {
    const given = Object.fromEntries(
      Object.keys(configFlags).filter((name) => name in values).map((name) => [name, values[name]]),
    );
    const constants = values.constants as "ours" | "paper" | undefined;
    const { from } = values as { from?: string };
    const config = configFor(
      task,
      network,
      { ...given, ...(from && { startedFrom: [from] }) },
      constants,
    );
    if (from !== "none") return config;
    const { startedFrom: _, ...drawn } = config;
    return drawn;
  });
}

/** Refuses flags that do nothing in a run of that config. */
function assertUseful(values: FlagValues, config: IredConfig): void {
  if (values.minutes === 0) throw usageError("--minutes must be more than 0: current value is 0");
  const steps = Math.max(config.steps, Number(values.steps ?? 0));
  if (Number(values.until ?? 0) > steps) {
    throw usageError(
      `--until must be at most the ${steps} steps of the run: current value is ${values.until}`,
    );
  }
  const { name } = methodOf(config);
  const idle: [name: keyof IredConfig, idle: boolean, where: string][] = [
    ["startedRate", !config.startedFrom, "without --from"],
    ["iremStep", name !== "irem", "without --method=irem"],
    ["contrast", name !== "ired", `with --method=${name}`],
    ["warmupSteps", config.schedule === "constant", "with --schedule=constant"],
  ];
  const found = idle.find(([flag, useless]) => useless && flag in values);
  if (found) throw usageError(`--${kebabCase(found[0])} does nothing ${found[2]}: leave it out`);
}

/** The flags with task and network of the run that is to continue, where its folder is named. */
function withRun(values: FlagValues): FlagValues {
  const folder = values.out as string | undefined;
  if (!values.resume || folder === undefined) return values;
  const config = existingRun<IredConfig>(folder)?.config;
  if (!config) return values;
  assertConfig(config, folder);
  const { task, network } = config, its = { task, network };
  // Before anything else is said of a task, or a network, that is not the run's.
  const given = Object.keys(its).filter((name) => name in values);
  assertAgrees(Object.fromEntries(given.map((name) => [name, values[name]!])), config, folder);
  return { ...its, ...values };
}

/**
 * The run that the flags ask for; `jobs` asks, too, of each of its lines.
 *
 * @throws {SyntaxError} With cause "usage", for what cannot be trained, or not in that folder
 */
export function askedRun(
  asked: FlagValues,
): { task: Task; config: IredConfig; folder: string } {
  const values = withRun(asked);
  if (values.task === undefined) {
    throw usageError(`--task is missing: one of ${Object.keys(tasks).join(", ")}`);
  }
  const task = taskNamed(values.task as string);
  const config = configOf(values, task);
  const folder = (values.out as string | undefined) ?? folderOf(config);
  const found = existingRun<IredConfig>(folder);
  if (!found) assertRunFolder(folder);
  if (found && !values.resume) {
    throw usageError(
      `${folder} holds a run of ${
        formatNumber(found.step)
      } saved steps: add --resume to continue it, or choose another --out`,
    );
  }
  if (found?.config) {
    assertAgrees(values, found.config, folder);
    assertSameStart(values, found.config, folder);
    assertConfig(found.config, folder);
  }
  assertUseful(values, found?.config ?? config);
  return { task, config, folder };
}
