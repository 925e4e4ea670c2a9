/** The networks of a notebook: shipped, or trained on the spot. */
import { basename, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stopped } from "../../../checks/interruption.ts";
import { countParameters } from "../../../nn/parameters.ts";
import { type Task, taskNetwork } from "../tasks/mod.ts";
import { configOf, trainingProblem } from "../training.ts";
import { loadTrained, type Trained } from "../evaluation/trained.ts";
import { formatSeconds } from "../../../plots/format.ts";
import type { LossRow } from "../../../plots/loss_curves.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { type LogRow, readLog } from "../../../training/log.ts";
import type { IredConfig } from "../config.ts";
import { checkpointDigest } from "../../../training/checkpoint.ts";
import { existingRun, openRun } from "../../../training/run.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where networks trained in a notebook go, relative to the project's folder. */
const TRAINED_HERE = "results/checkpoints";

/** A network as a notebook uses it. */
export interface NotebookNetwork extends Trained {
  readonly log: readonly LogRow[];
  /** Which parameters these are: see {@link checkpointDigest}. */
  readonly digest: string;
}

/** What {@link taskNetworks} reads of a notebook's parameters. */
export interface NetworkOptions {
  /** Folder with the checkpoints `<task>_<network>`, relative to the project's folder or absolute. */
  readonly checkpoints: string;
  /** Trains here, into `results/checkpoints`, instead of loading; goes on where it was stopped. */
  readonly train: boolean;
  /** Most minutes of training per network. */
  readonly trainingMinutes: number;
}

const absolute = (path: string) => isAbsolute(path) ? path : join(ROOT, path);

/**
 * The networks of `task` of which there are checkpoints, in the order in which it lists them.
 *
 * @param display `Deno.jupyter.display`, for the progress of training
 * @throws {Error} If a checkpoint is missing or not to be used; the message says what to do
 */
export async function taskNetworks(
  task: Task,
  options: NetworkOptions,
  display?: NotebookDisplay,
): Promise<NotebookNetwork[]> {
  const networks: NotebookNetwork[] = [];
  for (const [network, { checkpoint }] of Object.entries(task.networks)) {
    if (checkpoint !== "shipped") continue;
    const run = { network, folder: `${task.name}_${network}`, changes: {} };
    networks.push(await notebookNetwork(task, run, options, display));
  }
  return networks;
}

/** A training of a notebook. */
export interface NotebookRun {
  /** Which of the task's networks. */
  readonly network: string;
  /** Name of its folder. */
  readonly folder: string;
  /** What differs from how that network is usually trained. */
  readonly changes: Partial<IredConfig>;
}

/** One network, loaded or trained; as {@link taskNetworks} does with all of a task. */
export async function notebookNetwork(
  task: Task,
  run: NotebookRun,
  options: NetworkOptions,
  display?: NotebookDisplay,
): Promise<NotebookNetwork> {
  const trained = `${TRAINED_HERE}/${run.folder}`;
  if (options.train) await train(task, run, trained, options, display);
  return load(options.train ? trained : `${options.checkpoints}/${run.folder}`);
}

/**
 * Shipped networks of other notebooks, those of `runs` that are there.
 *
 * @param checkpoints Folder of the checkpoints, as in {@link NetworkOptions}
 */
export function shippedNetworks(checkpoints: string, runs: readonly string[]): NotebookNetwork[] {
  const folders = runs.map((run) => `${checkpoints}/${run}`);
  return folders.filter((folder) => existingRun(absolute(folder))?.config).map(load);
}

function load(folder: string): NotebookNetwork {
  try {
    const path = absolute(folder);
    const log = readLog(join(path, "log.jsonl"));
    return { ...loadTrained(path), log, digest: checkpointDigest(path) };
  } catch (error) {
    const reason = (error as Error).message.replaceAll(ROOT, "");
    throw new Error(
      `${reason}. Restore the shipped checkpoints with \`git checkout data/checkpoints\`, or set ` +
        "`train: true` in the parameters cell (headless: TRAIN=1) to train here.",
    );
  }
}

async function train(
  task: Task,
  { network: name, changes }: NotebookRun,
  folder: string,
  { trainingMinutes: minutes }: NetworkOptions,
  display?: NotebookDisplay,
): Promise<void> {
  const how = taskNetwork(task, name);
  const { title } = how;
  const config = configOf(task, name, changes);
  const run = openRun((found: IredConfig) => trainingProblem(task, how, found), config, {
    folder: absolute(folder),
    existing: "continue",
    minutes,
  });
  const { config: { steps }, progress } = run.trainer, before = progress.seconds;
  if (run.start >= steps) return run.dispose();
  const bar = progressBar({ total: 100, unit: "%", label: `training the ${title}`, display });
  try {
    for await (const { step, denoising } of run.steps()) {
      const spent = (progress.seconds - before) / 60;
      // What ends it, steps or minutes, is what the bar follows.
      const share = Math.max((step - run.start) / (steps - run.start), spent / minutes);
      const state = `step ${step} of ${steps}, ${spent.toFixed(1)} of at most ${minutes} min`;
      bar.update(Math.floor(100 * share), `${state}, loss ${denoising!.toPrecision(3)}`);
    }
    await bar.finish(finishedText(progress.step, steps, folder));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const said = `${error.message} in ${folder}, and a rerun continues`;
    await bar.finish(said);
    throw new Stopped(said);
  } finally {
    run.dispose();
  }
}

const finishedText = (step: number, steps: number, folder: string) =>
  `step ${step} of ${steps}, saved in ${folder}` + (step < steps ? "; a rerun continues" : "");

/** What a table says of how a network was trained. */
export function trainingSummary({ title, network, manifest, digest }: NotebookNetwork) {
  const { config, step, seconds, machine } = manifest;
  // A network that was put together of others, and did not learn, has no training to tell of.
  const learned = <T>(what: T) => step > 0 ? what : "–";
  return {
    network: title,
    parameters: countParameters(network.parameters),
    steps: step,
    "steps planned": learned(config.steps),
    batch: learned(config.batch),
    "problems seen": step * config.batch,
    ...(config.startedFrom &&
      { "started from": config.startedFrom.map((f) => basename(f)).join() }),
    time: learned(formatSeconds(seconds)),
    preset: learned(config.preset),
    "trained on": learned(machine),
    checkpoint: digest,
  };
}

/** The denoising loss of a network's training, for a chart of loss curves. */
export function lossRows({ title, log }: NotebookNetwork): LossRow[] {
  return log.map(({ step, denoising }) => ({ step, loss: denoising!, part: title }));
}
