/** `train`: trains a network of a task in a folder. */
import { kebabCase } from "../checks/spelling.ts";
import { methodNames } from "../papers/ired/method/methods.ts";
import { countParameters } from "../nn/parameters.ts";
import { formatNumber, formatSeconds } from "../plots/format.ts";
import { type ProgressBar, progressBar } from "../plots/progress.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { type Task, taskNamed, taskNetwork, tasks } from "../papers/ired/tasks/mod.ts";
import { configOf as configFor, methodOf, trainingProblem } from "../papers/ired/training.ts";
import { assertConfig } from "../papers/ired/evaluation/trained.ts";
import type { Learned } from "../training/gradient_learner.ts";
import { existingRun, openRun, type Run } from "../training/run.ts";
import type { StepRecord } from "../training/trainer.ts";
import { assertCheckpoint } from "./asked_checkpoint.ts";
import type { Command } from "./command.ts";
import { type Flag, type FlagValues, readingFlags, usageError } from "./flags.ts";
import { lockFolder } from "./folder_lock.ts";
import { networksOfTasks } from "./networks.ts";
import { assertRunFolder, folderOf } from "./run_folder.ts";
import { assertAgrees, assertSameStart } from "./same_run.ts";
import { onInterrupt, say, sayBackend, sayRecordings } from "./report.ts";

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

const flags = {
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
  resume: { help: "continue the run in that folder, if there is one" },
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

/** The first step's time is that of compiling, and says nothing about the others. */
const detail = ({ loss, seconds }: StepRecord, first: boolean) =>
  `loss ${formatNumber(loss)}` + (first ? "" : `  ${Math.round(seconds * 1000)} ms a step`);

async function train(
  run: Run<Learned, IredConfig>,
  label: string,
): Promise<StepRecord | undefined> {
  const { trainer, start } = run;
  let bar: ProgressBar | undefined;
  let last: StepRecord | undefined;
  say("Compiling the training step, which can take half a minute the first time.");
  try {
    for await (const record of run.steps()) {
      last = record;
      // Shown after the first step, which says what it compiles.
      bar ??= progressBar({ total: trainer.config.steps - start, label });
      bar.update(record.step - start, detail(record, record.step === start + 1));
    }
  } finally {
    await bar?.finish();
  }
  return last;
}

/** Trains what is asked for, or goes on with the run that `folder` holds; gives the exit code. */
async function runIn(
  folder: string,
  values: FlagValues,
  task: Task,
  asked: IredConfig,
): Promise<number> {
  const how = taskNetwork(task, asked.network);
  const network = how.create();
  const run = readingFlags(() =>
    openRun(
      (config: IredConfig) => trainingProblem(task, how, config, network),
      asked,
      {
        folder,
        existing: "continue",
        ...("steps" in values && { extendTo: values.steps as number }),
        ...("minutes" in values && { minutes: values.minutes as number }),
        ...("until" in values && { until: values.until as number }),
        ...("save-every" in values && { saveEvery: values["save-every"] as number }),
        ...("log-every" in values && { logEvery: values["log-every"] as number }),
      },
    )
  );
  const { steps, batch } = run.trainer.config;
  const count = formatNumber(countParameters(network.parameters));
  sayBackend();
  say(
    `${task.title}, ${how.title}: ${count} parameters, ${formatNumber(steps)} steps of ${
      formatNumber(batch)
    }, in ${folder}${run.start ? `, from step ${formatNumber(run.start)}` : ""}.`,
  );
  const { schedule, warmupSteps, learningRate } = run.trainer.config;
  if (schedule === "cosine" && warmupSteps >= steps) {
    say(
      `The warm-up of ${
        formatNumber(warmupSteps)
      } steps does not end before the run does: its learning rate never reaches ${learningRate}. Give fewer --warmup-steps.`,
    );
  }
  const last = Math.min(steps, (values.until as number | undefined) ?? steps);
  if (run.start >= last) {
    console.log(`The run in ${folder} has its ${formatNumber(last)} steps`);
    run.dispose();
    return 0;
  }
  const quiet = sayRecordings(), interruption = onInterrupt(run.stop);
  try {
    const last = await train(run, `${task.name} ${asked.network}`);
    const { step, seconds } = run.trainer.progress;
    const state = step < steps ? "continue with --resume" : "finished";
    const loss = last ? `, loss ${formatNumber(last.loss)}` : "";
    const kept = run.saved ? "saved" : "nothing of it saved";
    console.log(
      `${formatNumber(step)} of ${formatNumber(steps)} steps, ${
        formatSeconds(seconds)
      } of training${loss}, ${kept} in ${folder}: ${state}`,
    );
    return step < steps ? interruption.code() : 0;
  } catch (error) {
    // Divergence, or a system that refuses to write, such as a full disk.
    if (!(error instanceof RangeError || (error as { code?: string }).code)) throw error;
    const kept = run.saved
      ? `the checkpoint of step ${formatNumber(run.saved)} is kept`
      : "nothing was saved";
    say(`${(error as Error).message}; ${kept} in ${folder}`);
    return 1;
  } finally {
    quiet();
    interruption.end();
    run.dispose();
  }
}

/**
 * The run that the flags ask for; `jobs` asks, too, of each of its lines.
 *
 * @throws {SyntaxError} With cause "usage", for what cannot be trained, or not in that folder
 */
export function askedRun(
  values: FlagValues,
): { task: Task; config: IredConfig; folder: string } {
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

/** The command. */
export const command: Command = {
  example: "deno task train --task=addition --network=symmetric --minutes=20",
  more: networksOfTasks,
  flags,
  async run(values) {
    const { task, config, folder } = askedRun(values);
    const { from = "none" } = values as { from?: string };
    if (from !== "none" && !existingRun(folder)?.config) assertCheckpoint("from", from);
    const unlock = lockFolder(folder);
    try {
      return await runIn(folder, values, task, config);
    } finally {
      unlock();
    }
  },
};
