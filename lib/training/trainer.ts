/** The training loop, the same for everything that is trained. */
import { stoppable } from "../checks/interruption.ts";
import {
  backend,
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

/** A step whose results may still be computed. */
interface Started<State> {
  readonly step: number;
  readonly state: State;
  readonly metrics: Metrics;
  readonly logged: Readonly<Record<string, number>>;
}

/** A learner's update as one compiled function. */
export function compileUpdate<State extends TensorTree, Batch extends TensorTree>(
  learner: Learner<State, Batch>,
  mode: "xla" | "graph" = learner.mode ?? "xla",
): Compiled<UpdateInputs<State, Batch>, { state: State; metrics: Metrics }> {
  return compile(({ key, state, batch, numbers }: UpdateInputs<State, Batch>) => {
    const [next, metrics] = learner.update(key, state, batch, numbers);
    return { state: next, metrics };
  }, { name: `${learner.name}_training_step`, mode, split: ["batch"] });
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

  /**
   * A device computes after a call has returned: the next step is started before the metrics of this
   * one are read, so that drawing data and waiting for numbers cost the device no time. Elsewhere
   * there is nothing to win, and a step that nobody asks for would be computed in vain. For this the
   * state's memory is not donated to the step: it must last until the step has proved good, and the
   * next one, which may be saved, until the step after it has begun.
   */
  const aheadOfMetrics = backend().name === "pjrt";
  let ahead: Started<State> | undefined;

  /** Starts step number `step`, from a state that stays as it is. */
  async function start(step: number, from: State): Promise<Started<State>> {
    const [dataKey, lossKey] = tidy(() => random.split(random.fold(runKey, step))) as [Key, Key];
    const { values, scalars: numbers } = numbersAt(learner, step);
    const taken: TensorTree[] = [numbers, { dataKey, lossKey }];
    let made: { readonly state: State; readonly metrics: Metrics };
    try {
      const batch = await experience.next(dataKey, from);
      taken.push(batch);
      made = update({ key: lossKey, state: from, batch, numbers });
    } finally {
      taken.forEach(disposeTree);
    }
    const logged = (learner.logged ?? []).map((name) => [name, values[name]!] as const);
    return { ...made, step, logged: Object.fromEntries(logged) };
  }

  /** Gives up the step that was started ahead; it is started again, and is the same, if asked for. */
  function dropAhead(): void {
    if (ahead) [ahead.state, ahead.metrics].forEach(disposeTree);
    ahead = undefined;
  }

  /** Starts the step after `current`. What fails here fails again in its turn, and is thrown then. */
  async function startAhead({ step, state }: Started<State>): Promise<void> {
    try {
      ahead = await start(step + 1, state);
    } catch {
      ahead = undefined;
    }
  }

  async function advance(): Promise<StepRecord> {
    const started = performance.now();
    const current = ahead ?? await start(progress.step + 1, progress.learned);
    ahead = undefined;
    const { step, state, metrics, logged } = current;
    if (aheadOfMetrics && step < config.steps) await startAhead(current);
    let measured: Record<string, number>;
    try {
      const read = Object.entries(metrics).map(([name, t]) => [name, t.dataSync()[0]!] as const);
      measured = Object.fromEntries(read);
      watch(step, measured.loss ?? NaN, measured.gradientNorm ?? 0);
    } catch (error) {
      dropAhead();
      disposeTree(state); // what is kept is from before the bad step
      throw error;
    } finally {
      disposeTree(metrics);
    }
    disposeTree(progress.learned);
    progress.learned = state;
    progress.step = step;
    const seconds = (performance.now() - started) / 1000;
    progress.seconds += seconds;
    return { ...measured, ...logged, step, loss: measured.loss!, seconds };
  }

  return {
    config: Object.freeze({ ...config }),
    progress,
    async *steps() {
      const work = stoppable();
      try {
        while (progress.step < config.steps) {
          yield await advance();
          const said = `stopped at step ${progress.step} of ${config.steps}`;
          await work.pause(() => `${said}; what was learned is kept`);
        }
      } finally {
        dropAhead();
        work.end();
      }
    },
    dispose() {
      disposeTree(progress.learned);
      runKey.dispose();
      update.dispose();
    },
  };
}
