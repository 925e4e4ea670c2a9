/** A run in a folder: training with a log and checkpoints, which can be killed and resumed. */
import { assertChoice, assertCount, assertNumber, assertSteps } from "../checks.ts";
import { isFile } from "../checks/paths.ts";
import { Stopped } from "../checks/interruption.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { random, type TensorTree } from "../tensor/mod.ts";
import { loadProgress, readManifest, saveCheckpoint } from "./checkpoint.ts";
import type { RunConfig } from "./config.ts";
import { extended } from "./extension.ts";
import { cutLog, openLog } from "./log.ts";
import type { Learner } from "./learner.ts";
import { describeMachine } from "./machine.ts";
import {
  createTrainer,
  type Progress,
  type StepRecord,
  type Trainer,
  type TrainingProblem,
} from "./trainer.ts";

/** Where a run is kept, and when it is saved and stopped. */
export interface RunOptions {
  /** Holds `log.jsonl`, `checkpoint.json` and the files that it names. */
  readonly folder: string;
  /**
   * "refuse" (default) does not touch a folder that holds a run; "continue" goes on from its last
   * checkpoint, or starts where there is none.
   */
  readonly existing?: "refuse" | "continue";
  /**
   * Steps that a continued run is to have in all, instead of the fewer of its checkpoint, whose
   * learning rate then follows the schedule of the longer run; a run is never made shorter. Of a new
   * run, instead of the fewer of the config.
   */
  readonly extendTo?: number;
  /**
   * Stops after so many minutes of training in this session, compiling the first step included; never
   * by default, and before the first step if 0.
   */
  readonly minutes?: number;
  /** Stops at that step, though the run has more, and takes none from there on; never by default. */
  readonly until?: number;
  /** Seconds between checkpoints, 60 by default; after each step, if 0. */
  readonly saveEvery?: number;
  /** Steps per line of the log; 20 by default. */
  readonly logEvery?: number;
  /** As for {@link createTrainer}. */
  readonly mode?: "xla" | "graph";
}

/** Names of {@link RunOptions}. */
const OPTION_NAMES = [
  ...["folder", "existing", "extendTo", "minutes", "until", "saveEvery", "logEvery", "mode"],
] as const satisfies (keyof RunOptions)[];

/** A run that is open. */
export interface Run<State, Config extends RunConfig = RunConfig> {
  readonly trainer: Trainer<State, Config>;
  /** The step it starts from in this session. */
  readonly start: number;
  /** The step of the last checkpoint; 0 if there is none. */
  readonly saved: number;
  /**
   * Trains, logs and saves, one record per step. Leaving the loop saves too; only a run that
   * diverges keeps the checkpoint it has.
   */
  steps(): AsyncGenerator<StepRecord>;
  /** Ends `steps` after the current one, or the next `steps` before its first; then it is forgotten. */
  stop(): void;
  dispose(): void;
}

/** What there is of a run in `folder`: its config and step, or undefined. */
export function existingRun<Config extends RunConfig = RunConfig>(
  folder: string,
): { readonly step: number; readonly config?: Config } | undefined {
  if (isFile(`${folder}/checkpoint.json`)) return readManifest<Config>(folder);
  return isFile(`${folder}/log.jsonl`) ? { step: 0 } : undefined;
}

/**
 * The progress that a folder holds.
 *
 * @throws {Error} As `loadProgress`
 */
export function progressIn<State extends TensorTree>(
  folder: string,
  learner: Learner<State, TensorTree>,
  seed: number,
): Progress<State> {
  const key = random.key(seed);
  try {
    return loadProgress(folder, learner, key).progress;
  } finally {
    key.dispose();
  }
}

/**
 * Opens a run, new or continued. A continued one has the config of its checkpoint, whatever
 * `config` says, but for `extendTo`; its log loses the lines after the checkpoint.
 *
 * @param problemOf What is trained, by the configuration that holds
 * @throws {Error} If `folder` holds a run that must not be touched, or a checkpoint that cannot be
 * resumed
 * @throws {RangeError} If an option's name, or a value of one, is not accepted, such as an `extendTo` of
 * fewer steps than the run has
 */
export function openRun<
  State extends TensorTree,
  Batch extends TensorTree,
  Config extends RunConfig,
>(
  problemOf: (config: Config) => TrainingProblem<State, Batch>,
  config: Config,
  options: RunOptions,
): Run<State, Config> {
  const { folder, existing = "refuse", minutes = Infinity, saveEvery = 60 } = options;
  const { until = Infinity, logEvery = 20, extendTo } = options;
  assertOptionNames(options, OPTION_NAMES);
  // Notebooks have no type check: a folder would be made whose name is "undefined".
  if (typeof folder !== "string" || folder === "") {
    throw new RangeError(`folder must be the path of a folder: current value is ${folder}`);
  }
  assertChoice("existing", existing, ["refuse", "continue"]);
  assertNumber("saveEvery", saveEvery, "at least 0");
  assertNumber("minutes", minutes, "at least 0");
  assertNumber("until", until, "at least 0");
  assertCount("logEvery", logEvery);
  if (extendTo !== undefined) assertSteps("extendTo", extendTo);
  const found = existingRun<Config>(folder);
  if (found && existing === "refuse") {
    throw new Error(
      `Cannot start a run in ${folder}: it holds one of ${found.step} saved steps, continue that or choose another folder`,
    );
  }
  const chosen = extended(found?.config ?? config, {
    steps: extendTo,
    begun: found?.config !== undefined,
  });
  const problem = problemOf(chosen);
  const { learner } = problem;
  const resumed = found?.config && progressIn(folder, learner, chosen.seed);
  const trainer = createTrainer(problem, chosen, resumed, options.mode);
  const { progress } = trainer;
  const start = progress.step;
  const startSeconds = progress.seconds;
  let saved = start;
  let savedAt = performance.now();
  let stopped = false;
  const path = `${folder}/log.jsonl`;
  Deno.mkdirSync(folder, { recursive: true });
  if (found) cutLog(path, start);
  const log = openLog(path, logEvery);
  const save = () => {
    if (progress.step === saved) return;
    log.flush(); // first, so that no step of the checkpoint is missing from the log
    saveCheckpoint(progress, {
      folder,
      config: trainer.config,
      learner,
      machine: describeMachine(),
    });
    saved = progress.step;
    savedAt = performance.now();
  };

  async function* steps(): AsyncGenerator<StepRecord> {
    let sound = true;
    const isOver = () =>
      stopped || progress.step >= until || progress.seconds - startSeconds >= minutes * 60;
    try {
      if (isOver()) return;
      for await (const record of trainer.steps()) {
        log.add(record, progress.seconds);
        if (performance.now() - savedAt >= saveEvery * 1000) save();
        yield record;
        if (isOver()) return;
      }
    } catch (error) {
      sound = error instanceof Stopped;
      log.flush();
      throw error;
    } finally {
      stopped = false;
      if (sound) save();
    }
  }

  return {
    trainer,
    start,
    get saved() {
      return saved;
    },
    steps,
    stop: () => void (stopped = true),
    dispose: () => trainer.dispose(),
  };
}
