/** Errors of the trivial baselines of a task, on the problems that the networks see. */
import { disposeTree, type Tensor, tf } from "../tensor/mod.ts";
import type { Task } from "../tasks/task.ts";
import { evaluationKeys, problemBatches, type ProblemSet } from "./problems.ts";
import { type Mean, meanOf } from "./statistics.ts";

/** The error of one trivial baseline. */
export interface BaselineError extends Mean {
  readonly name: string;
}

/** A baseline that learns, such as a mean answer, learns from so many training problems. */
const TRAINING_SAMPLE = 4096;

/** Errors of all baselines of `task` on a set of problems. */
export function baselineErrors(
  task: Task,
  set: Partial<ProblemSet> = {},
): BaselineError[] {
  const { difficulty = "same", problems: total = 1024, seed = 0 } = set;
  const keys = evaluationKeys(seed);
  const training = task.sample(keys.training, TRAINING_SAMPLE, "same");
  const errors = task.baselines.map(() => new Float64Array(total));
  for (const { first, problems } of problemBatches(task, { difficulty, problems: total, seed })) {
    task.baselines.forEach(({ answer }, i) => {
      const found = tf.tidy(() => task.error(answer(problems, training), problems)) as Tensor;
      errors[i]!.set(found.dataSync(), first);
      found.dispose();
    });
    disposeTree(problems);
  }
  disposeTree({ keys, training });
  return task.baselines.map(({ name }, i) => ({ name, ...meanOf(errors[i]!) }));
}
