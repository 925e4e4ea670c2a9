/** What the bench times: training steps and solving, of any network of any task. */
import { backend, disposeTree, operationsRun, random, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import { solveBatch, solverSettings } from "../papers/ired/evaluation/solver.ts";
import type { Task, TaskNetwork } from "../papers/ired/tasks/mod.ts";
import type { Problems } from "../papers/ired/problems.ts";
import { trainingProblem } from "../papers/ired/training.ts";
import { compileUpdate, initialState, numbersAt } from "../training/trainer.ts";
import { type Effort, measure, type Measurement } from "./measure.ts";

/** How a case runs; "eager" is op by op. */
export type Mode = "eager" | "graph" | "xla";

/** A network of a task, and how it is run. */
export interface Case {
  readonly task: Task;
  readonly how: TaskNetwork;
  readonly network: EnergyNetwork;
  readonly mode: Mode;
  readonly batch: number;
}

/** A measured case; `recorded` are the operations of the products that a call ran, if compiled. */
export interface Timing {
  readonly measured: Measurement;
  readonly recorded?: number;
  /** Milliseconds of a call among many that are not waited for; on a device only. */
  readonly pipelined?: number;
}

/** Measures `fn`, which gives nothing back, and counts what its compiled calls do. */
function timed(fn: () => void, effort: Effort): Timing {
  let recorded = 0;
  const counted = () => {
    const before = operationsRun();
    fn();
    recorded = operationsRun() - before;
  };
  const measured = measure(counted, effort);
  return { measured, ...(recorded > 0 && { recorded }) };
}

/**
 * One optimiser step after another on one batch.
 *
 * @param observe Sees the step's number, from 1
 */
export function timeTraining(
  { task, how, network, mode, batch }: Case,
  effort: Effort,
  observe: (step: number) => void = () => {},
): Timing {
  const config = { ...how.training, batch };
  const { learner, experience } = trainingProblem(task, how, config, network);
  const update = compileUpdate(learner, mode === "xla" ? "xla" : "graph");
  const run = mode === "eager" ? update.eager : update;
  const dataKey = random.key(1), key = random.key(2);
  let state = initialState(learner, 0), steps = 0;
  const drawn = experience.next(dataKey, state) as Problems;
  const inputs = { batch: drawn, key, numbers: numbersAt(learner, 1).scalars };
  const advance = (wait: boolean) => {
    const next = run({ ...inputs, state });
    if (wait) next.metrics.loss.dataSync();
    [state, next.metrics].forEach(disposeTree);
    state = next.state;
    observe(++steps);
  };
  const timing = timed(() => advance(true), effort);
  const pipelined = backend().name === "pjrt" && effort.seconds < Infinity
    ? pipelinedTime(advance, effort.rounds)
    : undefined;
  [state, drawn, { key, dataKey }, inputs.numbers].forEach(disposeTree);
  update.dispose();
  return { ...timing, ...(pipelined !== undefined && { pipelined }) };
}

/** Runs of which {@link pipelinedTime} is the median; the first ones are slower on the host. */
const RUNS = 5;

/** Milliseconds of a step where only the last of `rounds` is waited for. */
function pipelinedTime(advance: (wait: boolean) => void, rounds: number): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    for (let k = 1; k <= rounds; k++) advance(k === rounds);
    return (performance.now() - started) / rounds;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}

/** Milliseconds to draw a training batch, the median. */
export function timeData(task: Task, batch: number, effort: Effort): number {
  const key = random.key(1);
  const draw = () => {
    const problems = task.sample(key, batch, "train");
    // One number waits for all, and costs less than reading them.
    tf.tidy(() => tf.slice(tf.reshape(problems.answer, [-1]), 0, 1).dataSync());
    disposeTree(problems);
  };
  const { median } = measure(draw, { ...effort, yardstick: undefined });
  key.dispose();
  return median;
}

/** Solving a batch from noise to answers, with K = `innerSteps` and untrained parameters. */
export function timeSolving(
  { task, how, network, mode, batch }: Case,
  innerSteps: number,
  effort: Effort,
): Timing {
  const settings = {
    ...solverSettings(task, { preset: how.training.preset, sampler: { innerSteps } }),
    mode,
  };
  const keys = { data: random.key(1), init: random.key(0), start: random.key(3) };
  const problems = task.sample(keys.data, batch, "same");
  const params = network.init(keys.init);
  const shape = problems.answer.shape;
  const timing = timed(() => {
    const { answer } = solveBatch({ network, params }, problems, shape, keys.start, settings);
    answer.dataSync();
    answer.dispose();
  }, effort);
  [problems, params, keys].forEach(disposeTree);
  return timing;
}
