/** The training loop, the same for every task. */
import { disposeTree, type Key, random, type Tensor, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import { type LossOptions, presets } from "../papers/ired/method/options.ts";
import { cosineSchedule } from "../diffusion/schedule.ts";
import { averageRate, referenceAverage } from "./ema.ts";
import { checkConfig, learningRateAt, type TrainingConfig } from "./config.ts";
import { lossOptions } from "../papers/ired/method/loss_options.ts";
import { adam, zeroMoments } from "./optimizer.ts";
import {
  type Batch,
  createTrainingStep,
  type Learned,
  type LossHooks,
} from "../papers/ired/method/step.ts";

/** What a step did. */
export interface StepRecord {
  /** Optimiser steps so far, from 1. */
  readonly step: number;
  readonly loss: number;
  readonly denoising: number;
  readonly contrast: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Seconds that this step took, its data included. */
  readonly seconds: number;
}

/** Where a run is. */
export interface Progress {
  /** Optimiser steps done. */
  step: number;
  /** Seconds of training, over all sessions. */
  seconds: number;
  learned: Learned;
}

/** What is trained on what. */
export interface TrainingProblem {
  readonly network: EnergyNetwork;
  /** Draws a batch; the caller disposes it. */
  readonly sample: (key: Key, count: number) => Batch;
  /** Constants of the losses that replace those of the preset. */
  readonly loss?: Partial<LossOptions>;
  readonly lossHooks?: LossHooks;
}

/** A run that can be stepped and saved. */
export interface Trainer {
  readonly config: TrainingConfig;
  readonly progress: Progress;
  /** Trains to the end of the run, one record per step. Stop by leaving the loop. */
  steps(): AsyncGenerator<StepRecord>;
  dispose(): void;
}

/** Learned tensors before the first step. */
export function initialLearned(network: EnergyNetwork, seed: number): Learned {
  return tf.tidy(() => {
    const params = network.init(random.fold(random.key(seed), 0));
    const copy = Object.fromEntries(Object.entries(params).map(([n, p]) => [n, tf.clone(p)]));
    return { params, average: copy, moments: zeroMoments(params) } as unknown as tf.TensorContainer;
  }) as unknown as Learned;
}

/** Losses beyond this multiple of their running mean count as an explosion. */
const EXPLOSION = 1e4;

/**
 * Refuses a step whose loss or gradient is not finite, or whose loss has left its running mean far
 * behind.
 *
 * @throws {RangeError} With what to do
 */
function watchLoss(): (step: number, loss: number, gradientNorm: number) => void {
  let mean = NaN;
  return (step, loss, gradientNorm) => {
    const finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (!finite || (step > 100 && loss > EXPLOSION * mean)) {
      throw new RangeError(
        `Training diverged at step ${step} with loss ${loss} and gradient norm ${gradientNorm}: ` +
          "train again with a smaller learningRate",
      );
    }
    mean = Number.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
  };
}

/**
 * Makes a trainer, at the start of a run or at `resumed`, which it then owns.
 *
 * @param mode How the step is compiled, by default as suits the network. The modes differ in the
 * last bits, so that only a run resumed in its own mode repeats exactly.
 */
export function createTrainer(
  problem: TrainingProblem,
  config: TrainingConfig,
  resumed?: Progress,
  mode: "xla" | "graph" = problem.network.mode ?? "xla",
): Trainer {
  const frozen = checkConfig(config);
  const { levels } = presets[frozen.preset];
  const average = {
    ...referenceAverage,
    decay: frozen.averageDecay,
    every: frozen.averageEvery,
  };
  const step = createTrainingStep(
    problem.network,
    cosineSchedule(levels),
    lossOptions(frozen, problem.loss),
    problem.lossHooks,
    frozen.clip,
    mode,
  );
  const runKey = random.key(frozen.seed);
  const progress = resumed ?? {
    step: 0,
    seconds: 0,
    learned: initialLearned(problem.network, frozen.seed),
  };
  const watch = watchLoss();

  function advance(): StepRecord {
    const started = performance.now();
    const k = progress.step + 1;
    const [dataKey, lossKey] = tf.tidy(() => random.split(random.fold(runKey, k)));
    const learningRate = learningRateAt(k, frozen);
    const scalars = {
      learningRate: tf.scalar(learningRate),
      correction1: tf.scalar(1 - adam.beta1 ** k),
      correction2: tf.scalar(1 - adam.beta2 ** k),
      averageRate: tf.scalar(averageRate(k, average)),
    };
    const batch = problem.sample(dataKey!, frozen.batch);
    const { learned, parts } = step({
      learned: progress.learned,
      batch,
      key: lossKey!,
      scalars,
    });
    const value = (t: Tensor) => t.dataSync()[0]!;
    const record = {
      step: k,
      loss: value(parts.loss),
      denoising: value(parts.denoising),
      contrast: value(parts.contrast),
      gradientNorm: value(parts.gradientNorm),
      learningRate,
    };
    [batch, scalars, parts, { dataKey: dataKey!, lossKey: lossKey! }].forEach(disposeTree);
    try {
      watch(k, record.loss, record.gradientNorm);
    } catch (error) {
      disposeTree(learned); // what is kept is from before the bad step
      throw error;
    }
    disposeTree(progress.learned);
    progress.learned = learned;
    progress.step = k;
    const seconds = (performance.now() - started) / 1000;
    progress.seconds += seconds;
    return { ...record, seconds };
  }

  return {
    config: frozen,
    progress,
    async *steps() {
      while (progress.step < frozen.steps) {
        yield advance();
        // Lets a notebook's stop button and timers through; FFI calls block the event loop.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
    dispose() {
      disposeTree(progress.learned);
      runKey.dispose();
      step.dispose();
    },
  };
}
