/** Measures of a set of problems, from counts of each. */
import { type Tensor, tf } from "../../../tensor/mod.ts";
import type { Metric, Task } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import { type Mean, meanOf, type Measured } from "../../../records/statistics.ts";

/** One measure of a whole set; its standard error by the jackknife over problems. */
export interface MetricScore extends Measured {
  /** What was measured: a metric of the task, or its error. */
  readonly metric: string;
}

/** Collects counts batch by batch. */
export interface Scorer {
  /** Adds the answers to a batch of problems. */
  add(answer: Tensor, problems: Problems): void;
  /** The measures of all that was added, in the order of the task; its mean error if it has none. */
  scores(errors: ArrayLike<number>): MetricScore[];
}

/**
 * The value over all rows, and its standard error by the jackknife, which leaves out one problem
 * at a time.
 */
export function jackknife(
  rows: readonly ArrayLike<number>[],
  value: Metric["value"],
): Mean {
  const n = rows.length;
  const width = rows[0]?.length ?? 0;
  const sums = new Float64Array(width);
  for (const row of rows) for (let k = 0; k < width; k++) sums[k]! += row[k]!;
  const whole = value(sums, n);
  if (n < 2) return { mean: whole, standardError: NaN };
  const without = rows.map((row) => value(sums.map((sum, k) => sum - row[k]!), n - 1));
  const finite = without.filter(Number.isFinite);
  // Problems that alone make a measure defined (the only negative of a set) leave nothing to say.
  const { mean } = meanOf(finite.length ? finite : [NaN]);
  const squares = finite.reduce((total, one) => total + (one - mean) ** 2, 0);
  return { mean: whole, standardError: Math.sqrt((n - 1) / n * squares) };
}

/** The task's mean error as a measure; a share of what is wrong where `errorKind` says so. */
export function errorScore(task: Task, errors: ArrayLike<number>): MetricScore {
  const kind = task.errorKind ?? "amount";
  return { metric: task.errorName, n: errors.length, kind, ...meanOf(errors) };
}

/** A scorer for a task. */
export function scorerOf(task: Task): Scorer {
  const rows = task.metrics.map((): Float32Array[] => []);
  return {
    add(answer, problems) {
      task.metrics.forEach(({ name, counts }, m) => {
        const found = tf.tidy(() => counts(answer, problems));
        const [batch, width] = found.shape as [number, number];
        if (found.rank !== 2 || batch !== answer.shape[0]) {
          throw new RangeError(
            `Counts of "${name}" of ${task.name} must have shape [${
              answer.shape[0]
            }, n], n numbers for each answer: they have [${found.shape}]`,
          );
        }
        const values = Float32Array.from(found.dataSync());
        found.dispose();
        for (let i = 0; i < batch; i++) {
          rows[m]!.push(values.subarray(i * width, (i + 1) * width));
        }
      });
    },
    scores(errors) {
      const n = errors.length;
      if (task.metrics.length === 0) return [errorScore(task, errors)];
      return task.metrics.map(({ name, better, value }, m) => ({
        metric: name,
        n,
        kind: better === "higher" ? "share" : "amount",
        ...jackknife(rows[m]!, value),
      }));
    },
  };
}

/** Whether higher values of a task's measure are better ones. */
export function isHigherBetter(task: Task, metric: string): boolean {
  return task.metrics.some(({ name, better }) => name === metric && better === "higher");
}

/**
 * The error of each answer.
 *
 * @throws {RangeError} If the task's error is not one number for each answer
 */
export function errorOf(task: Task, answer: Tensor, problems: Problems): Float32Array {
  const error = tf.tidy(() => task.error(answer, problems)), wanted = answer.shape[0]!;
  const values = error.dataSync<"float32">();
  error.dispose();
  if (`${error.shape}` === `${wanted}`) return values;
  throw new RangeError(
    `The error of ${task.name} must have shape [${wanted}], a number for each answer: it has [${error.shape}]`,
  );
}
