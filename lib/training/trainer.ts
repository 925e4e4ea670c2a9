/** The training loop, the same for everything that is trained. */
import {
  compile,
  type Compiled,
  disposeTree,
  type Key,
  random,
  type TensorTree,
  tf,
  tidy,
} from "../tensor/mod.ts";
import { checkValues, type RunConfig, runLimits } from "./config.ts";
import type { Experience, Learner, Metrics } from "./learner.ts";
import { watchLoss } from "./watch.ts";

/** What a step did: the learner's metrics, and what follows. */
export interface StepRecord extends Readonly<Record<string, number>> {
  /** Steps so far, from 1. */
  readonly step: number;
  readonly loss: number;
  /** Seconds that this step took, its data included. */
  readonly seconds: number;
}

/** Where a run is. */
export interface Progress<State> {
  /** Steps done. */
  step: number;
  /** Seconds of training, over all sessions. */
  seconds: number;
  learned: State;
}

/** What is trained on what. */
export interface TrainingProblem<State extends TensorTree, Batch extends TensorTree> {
  readonly learner: Learner<State, Batch>;
  readonly experience: Experience<State, Batch>;
}

/** A run that can be stepped and saved. */
export interface Trainer<State, Config extends RunConfig = RunConfig> {
  readonly config: Config;
  readonly progress: Progress<State>;
  /** Trains to the end of the run, one record per step. Stop by leaving the loop. */
  steps(): AsyncGenerator<StepRecord>;
  dispose(): void;
}

/** The state before the first step of a run. */
export function initialState<State extends TensorTree>(
  learner: Pick<Learner<State, TensorTree>, "init">,
  seed: number,
): State {
  return tidy(() => learner.init(random.fold(random.key(seed), 0)));
}

/** Inputs of a compiled update. */
export type UpdateInputs<State, Batch> = {
  readonly key: Key;
  readonly state: State;
  readonly batch: Batch;
  readonly numbers: Readonly<Record<string, tf.Tensor>>;
};

/** A learner's update as one compiled function. */
export function compileUpdate<State extends TensorTree, Batch extends TensorTree>(
  learner: Learner<State, Batch>,
  mode: "xla" | "graph" = learner.mode ?? "xla",
): Compiled<UpdateInputs<State, Batch>, { state: State; metrics: Metrics }> {
  return compile(({ key, state, batch, numbers }: UpdateInputs<State, Batch>) => {
    const [next, metrics] = learner.update(key, state, batch, numbers);
    return { state: next, metrics };
  }, { name: `${learner.name}_training_step`, mode });
}

/** A learner's numbers of a step, on the host and as scalars, which belong to the caller. */
export function numbersAt(
  learner: Pick<Learner<TensorTree, TensorTree>, "numbers">,
  step: number,
): {
  readonly values: Readonly<Record<string, number>>;
  readonly scalars: Record<string, tf.Tensor>;
} {
  const values = learner.numbers?.(step) ?? {};
  const scalars = Object.entries(values).map(([name, value]) => [name, tf.scalar(value)] as const);
  return { values, scalars: Object.fromEntries(scalars) };
}

/**
 * Makes a trainer, at the start of a run or at `resumed`, which it then owns.
 *
 * @param mode How the step is compiled, by default as suits the learner. The modes differ in the
 * last bits, so that only a run resumed in its own mode repeats exactly.
 * @throws {RangeError} If seed or steps are impossible
 */
export function createTrainer<
  State extends TensorTree,
  Batch extends TensorTree,
  Config extends RunConfig,
>(
  { learner, experience }: TrainingProblem<State, Batch>,
  config: Config,
  resumed?: Progress<State>,
  mode: "xla" | "graph" = learner.mode ?? "xla",
): Trainer<State, Config> {
  checkValues(config, runLimits);
  const update = compileUpdate(learner, mode);
  const runKey = random.key(config.seed);
  const progress = resumed ??
    { step: 0, seconds: 0, learned: initialState(learner, config.seed) };
  const watch = watchLoss();

  async function advance(): Promise<StepRecord> {
    const started = performance.now();
    const step = progress.step + 1;
    const [dataKey, lossKey] = tidy(() => random.split(random.fold(runKey, step))) as [Key, Key];
    const { values, scalars: numbers } = numbersAt(learner, step);
    const batch = await experience.next(dataKey, progress.learned);
    const { state, metrics } = update({ key: lossKey, state: progress.learned, batch, numbers });
    const measured = Object.fromEntries(
      Object.entries(metrics).map(([name, tensor]) => [name, tensor.dataSync()[0]!]),
    );
    const logged = (learner.logged ?? []).map((name) => [name, values[name]!] as const);
    [batch, numbers, metrics, { dataKey, lossKey }].forEach(disposeTree);
    const { loss = NaN, gradientNorm = 0 } = measured;
    try {
      watch(step, loss, gradientNorm);
    } catch (error) {
      disposeTree(state); // what is kept is from before the bad step
      throw error;
    }
    disposeTree(progress.learned);
    progress.learned = state;
    progress.step = step;
    const seconds = (performance.now() - started) / 1000;
    progress.seconds += seconds;
    return { ...measured, ...Object.fromEntries(logged), step, loss, seconds };
  }

  return {
    config: Object.freeze({ ...config }),
    progress,
    async *steps() {
      while (progress.step < config.steps) {
        yield await advance();
        // Lets a notebook's stop button and timers through; FFI calls block the event loop.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
    dispose() {
      disposeTree(progress.learned);
      runKey.dispose();
      update.dispose();
    },
  };
}
