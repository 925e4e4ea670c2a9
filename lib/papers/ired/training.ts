/** Training by IRED and the methods beside it, as the training loop, which knows none, takes it. */
import { disposeTree, type Key, random } from "../../tensor/mod.ts";
import type { EnergyNetwork } from "../../energy/energy_network.ts";
import { cosineSchedule } from "../../diffusion/schedule.ts";
import { referenceEma } from "../../training/ema.ts";
import { loadAsPart, loadAverage, readManifest } from "../../training/checkpoint.ts";
import type { Params } from "../../nn/parameters.ts";
import { gradientLearner, type Learned, startingFrom } from "../../training/gradient_learner.ts";
import type { Learner } from "../../training/learner.ts";
import { learningRateAt } from "../../training/learning_rate.ts";
import type { TrainingProblem } from "../../training/trainer.ts";
import { checkConfig, configDefaults, type IredConfig } from "./config.ts";
import { foundFolder } from "./found_folder.ts";
import type { IremOptions } from "./method/irem.ts";
import type { Method } from "./method/method.ts";
import { methodNamed } from "./method/methods.ts";
import { freshPool, type Pool } from "./method/own_descents.ts";
import { type LossOptions, presets } from "./method/options.ts";
import type { Problems } from "./problems.ts";
import { type Task, type TaskNetwork, taskNetwork } from "./tasks/task.ts";

/** What a run trains: IRED if its config does not say. */
export function methodOf({ method = configDefaults.method }: Pick<IredConfig, "method">): Method {
  return methodNamed(method);
}

/** How a run's network descends, if it is trained as IREM. */
export function iremOptions(
  { preset, iremStep }: Pick<IredConfig, "preset" | "iremStep">,
): IremOptions {
  return { ...presets[preset].loss.irem, stepSize: iremStep ?? configDefaults.iremStep };
}

/**
 * The constants of a run's loss: its preset, then the task's constants, then the switches of its
 * config.
 *
 * @param ofTask Constants of the task that replace those of a preset
 */
export function lossOptions(
  config: Pick<IredConfig, "preset" | "iremStep" | "contrast">,
  ofTask: Partial<LossOptions> = {},
): LossOptions {
  const { contrast = configDefaults.contrast } = config;
  return {
    ...presets[config.preset].loss,
    ...ofTask,
    irem: iremOptions(config),
    ...(contrast === "off" && { contrastWeight: 0 }),
  };
}

/** A network of a task as a learner. */
export function iredLearner(
  task: Pick<Task, "loss" | "lossHooks">,
  network: EnergyNetwork,
  config: Omit<IredConfig, "task" | "network" | "seed">,
): Learner<Learned, Problems> {
  const setting = {
    network,
    schedule: cosineSchedule(presets[config.preset].levels),
    options: lossOptions(config, task.loss),
    hooks: task.lossHooks ?? {},
  };
  const method = methodOf(config);
  return gradientLearner({
    ...learnerOptions(network, config),
    lossAndGradients: (params, batch: Problems, key) =>
      method.lossAndGradients(setting, params, batch, key),
  });
}

/** Averaged parameters of a checkpoint of `network`, or of a part of it; they are the caller's. */
function startOf(folder: string, network: EnergyNetwork): Params {
  const path = foundFolder(folder);
  return readManifest(path).network.name === network.name
    ? loadAverage(path, network).params
    : loadAsPart(path, network);
}

/** The factor on the learning rate of each parameter, where a config says one. */
function rateOf(
  network: EnergyNetwork,
  { startedFrom, startedRate = configDefaults.startedRate }: Pick<
    IredConfig,
    "startedFrom" | "startedRate"
  >,
): ((name: string) => number) | undefined {
  if (!startedFrom || startedRate === 1) return undefined;
  const parts = startedFrom.map((folder) => startOf(folder, network));
  const started = new Set(parts.flatMap((part) => Object.keys(part)));
  parts.forEach(disposeTree);
  return (name) => started.has(name) ? startedRate : 1;
}

/** What a config says of the optimiser. */
function learnerOptions(
  network: EnergyNetwork,
  config: Omit<IredConfig, "task" | "network" | "seed">,
) {
  const factor = rateOf(network, config);
  return {
    network,
    ...(factor && { rateOf: factor }),
    learningRate: (step: number) => learningRateAt(step, config),
    clip: config.clip,
    ema: { ...referenceEma, decay: config.averageDecay, every: config.averageEvery },
  };
}

/** {@link Learned}, and the descents that it is trained on. */
export type LearnedWithPool = Learned & { readonly pool: Pool };

/**
 * The same where a part of each batch are states of the model's own descents. The pool is not
 * saved: `init` and `load` begin a new one.
 *
 * @param draw New problems, for the start
 */
export function learnerWithPool(
  task: Pick<Task, "loss" | "lossHooks" | "sampler">,
  network: EnergyNetwork,
  config: Omit<IredConfig, "task" | "network" | "seed">,
  draw: (key: Key, count: number) => Problems,
): Learner<LearnedWithPool, Problems> {
  const { sampler, levels } = presets[config.preset];
  const schedule = cosineSchedule(levels);
  const clamp = task.sampler?.clampDescent ?? sampler.clampDescent;
  const members = Math.max(1, Math.round(config.batch * config.ownDescents!));
  const options = lossOptions(config, task.loss);
  const setting = { network, schedule, options, hooks: task.lossHooks ?? {} };
  const method = methodOf(config);
  const start = (key: Key): Pool => {
    const [problemKey, noiseKey] = random.split(random.fold(key, 1));
    return freshPool(noiseKey!, draw(problemKey!, members), schedule);
  };
  /** The usual learner with a loss that takes the pool along. */
  const base = (pool?: Pool) => {
    let next = pool;
    const learner = gradientLearner({
      ...learnerOptions(network, config),
      lossAndGradients(params, batch: Problems, key) {
        const found = method.lossWithPool!(setting, params, { batch, pool: pool!, clamp }, key);
        next = found.pool;
        return found;
      },
    });
    return { learner, next: () => next! };
  };
  const { learner: usual } = base();
  return {
    ...usual,
    init: (key) => ({ ...usual.init(key), pool: start(key) }),
    update(key, { pool, ...learned }, batch, numbers) {
      const { learner, next } = base(pool);
      const [after, metrics] = learner.update(key, learned, batch, numbers);
      return [{ ...after, pool: next() }, metrics];
    },
    load: (parts, key) => ({ ...usual.load(parts, key), pool: start(key) }),
  };
}

/**
 * A learner that starts where checkpoints of its network, or of parts of it, have come to.
 *
 * @param from Their folders, from here or from the project's folder
 */
function startedFrom<State extends Learned>(
  learner: Learner<State, Problems>,
  from: readonly string[],
  network: EnergyNetwork,
): Learner<State, Problems> {
  return {
    ...learner,
    init(key) {
      const parts = from.map((folder) => startOf(folder, network));
      const start = startingFrom(learner, Object.assign({}, ...parts)).init(key);
      parts.forEach(disposeTree);
      return start;
    },
  };
}

/**
 * Training `network` of `task`, on its training problems and with the task's own constants, from
 * where the config says.
 */
export function trainingProblem(
  task: Task,
  how: Pick<TaskNetwork, "create" | "sample">,
  config: Omit<IredConfig, "task" | "network" | "seed">,
  network: EnergyNetwork = how.create(),
): TrainingProblem<Learned, Problems> {
  const { hiddenClues = 0, ownDescents = 0, batch: size } = config;
  if (hiddenClues > 0 && !task.hideObserved) {
    throw new RangeError(
      `hiddenClues must be 0 for ${task.name}, whose clues cannot be hidden: current value is ${hiddenClues}`,
    );
  }
  const draw = (key: Key, count: number): Problems => {
    const { extra, ...drawn } = how.sample?.(key, count) ?? task.sample(key, count, "train");
    if (extra) disposeTree(extra); // of measures only
    if (hiddenClues === 0) return drawn;
    const own = random.fold(key, 1);
    const hidden = task.hideObserved!(own, drawn, hiddenClues);
    [own, drawn].forEach(disposeTree);
    return hidden;
  };
  const drawn =
    (ownDescents > 0
      ? learnerWithPool(task, network, config, draw)
      : iredLearner(task, network, config)) as Learner<Learned, Problems>;
  const { startedFrom: folders } = config;
  return {
    learner: folders ? startedFrom(drawn, folders, network) : drawn,
    experience: { next: (key) => draw(key, size) },
  };
}

/**
 * The configuration of a network of a task: its usual training, and what `changes` replaces.
 *
 * @param constants "ours" are those of the shipped checkpoint, "paper" those of the paper
 * @throws {RangeError} If there is no such network, or a value is impossible, or the paper has none
 */
export function configOf(
  task: Task,
  network: string,
  changes: Partial<Omit<IredConfig, "task" | "network">> = {},
  constants: "ours" | "paper" = "ours",
): IredConfig {
  const { training, paperTraining } = taskNetwork(task, network);
  if (constants === "paper" && !paperTraining) {
    const own = Object.entries(task.networks).filter(([, one]) => one.paperTraining);
    const names = own.map(([name]) => name).join(", ") || "none";
    throw new RangeError(
      `constants must be ours for the network ${network} of ${task.name}: those of the paper are ` +
        `known of ${names}`,
    );
  }
  const { extendedFrom, ...usual } = constants === "paper" ? paperTraining! : training;
  // A run of another length was never extended.
  const history = extendedFrom && changes.steps === undefined ? { extendedFrom } : {};
  // Of a run so short that the usual warm-up would be most of it, it is a twentieth.
  const { steps = usual.steps } = changes;
  const warmupSteps = steps < usual.steps
    ? Math.min(usual.warmupSteps, Math.floor(steps / 20))
    : usual.warmupSteps;
  const own = { task: task.name, network, seed: 0, ...usual, warmupSteps, ...history };
  return checkConfig({ ...own, ...changes });
}
