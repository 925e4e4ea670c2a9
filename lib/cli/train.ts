/** `train`: trains a network of a task in a folder. */
import { countParameters } from "../nn/parameters.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { type Task, taskNetwork } from "../papers/ired/tasks/mod.ts";
import { trainingProblem } from "../papers/ired/training.ts";
import { formatNumber, formatSeconds } from "../plots/format.ts";
import { type ProgressBar, progressBar } from "../plots/progress.ts";
import type { Learned } from "../training/gradient_learner.ts";
import { existingRun, openRun, type Run } from "../training/run.ts";
import type { StepRecord } from "../training/trainer.ts";
import { assertCheckpoint } from "./asked_checkpoint.ts";
import { askedRun, trainFlags } from "./asked_run.ts";
import type { Command } from "./command.ts";
import { type FlagValues, readingFlags } from "./flags.ts";
import { lockFolder } from "./folder_lock.ts";
import { networksOfTasks } from "./networks.ts";
import { onInterrupt, say, sayBackend, sayRecordings } from "./report.ts";

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
    const all = formatNumber(steps);
    console.log(
      run.start >= steps
        ? `The run in ${folder} has its ${all} steps`
        : `The run in ${folder} is at step ${formatNumber(run.start)} of ${all} already`,
    );
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

/** The command. */
export const command: Command = {
  example: "deno task train --task=addition --network=symmetric --minutes=20",
  more: networksOfTasks,
  flags: trainFlags,
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
