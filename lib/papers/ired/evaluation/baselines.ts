/** Errors of the trivial baselines of a task, on the problems that the networks see. */
import { disposeTree, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Problems } from "../problems.ts";
import type { Task, TrivialBaseline } from "../tasks/task.ts";
import { evaluationKeys, problemBatches, type ProblemSet, problemsThere } from "./problems.ts";
import { errorOf, type MetricScore, scorerOf } from "./scores.ts";
import { type Mean, meanOf } from "../../../records/statistics.ts";

/** The error of one trivial baseline. */
export interface BaselineError extends Mean {
  readonly name: string;
  /** The task's measures, that of the published table first. */
  readonly scores: readonly MetricScore[];
  /** Error of each problem's answer. */
  readonly errors: Float64Array;
}

/** A baseline that learns, such as a mean answer, learns from so many training problems by default. */
const TRAINING_SAMPLE = 4096;

/** Answers of a baseline, cloned: it may give a tensor of the problems, which are others' to dispose. */
function answersOf(
  task: Task,
  { name, answer }: TrivialBaseline,
  problems: Problems,
  training: Problems,
): Tensor {
  const found = tf.tidy(() => tf.clone(answer(problems, training)));
  if (`${found.shape}` === `${problems.answer.shape}`) return found;
  throw new RangeError(
    `Answers of "${name}" of ${task.name} must have shape [${problems.answer.shape}]: they have [${found.shape}]`,
  );
}

/**
 * Errors of all baselines of `task` on a set of problems.
 *
 * @throws {RangeError} If answers or errors have another shape than the problems ask for
 */
export function baselineErrors(
  task: Task,
  set: Partial<ProblemSet> = {},
): BaselineError[] {
  const { difficulty = "same", seed = 0 } = set;
  const total = set.problems ?? problemsThere(task, [difficulty]);
  const keys = evaluationKeys(seed);
  const training = task.sample(keys.training, task.baselineTraining ?? TRAINING_SAMPLE, "train");
  const scorers = task.baselines.map(() => scorerOf(task));
  const errors = task.baselines.map(() => new Float64Array(total));
  for (const { first, problems } of problemBatches(task, { difficulty, problems: total, seed })) {
    task.baselines.forEach((baseline, i) => {
      const found = answersOf(task, baseline, problems, training);
      errors[i]!.set(errorOf(task, found, problems), first);
      scorers[i]!.add(found, problems);
      found.dispose();
    });
    disposeTree(problems);
  }
  disposeTree({ keys, training });
  return task.baselines.map(({ name }, i) => ({
    name,
    scores: scorers[i]!.scores(errors[i]!),
    errors: errors[i]!,
    ...meanOf(errors[i]!),
  }));
}
