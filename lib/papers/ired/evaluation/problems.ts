/** Seeded sets of problems: whoever asks for the same set sees the same problems. */
import { disposeTree, flatten, type Key, random, tf, unflatten } from "../../../tensor/mod.ts";
import { rng } from "../../../datasets/rng.ts";
import { type Task, type TestSplit, testSplits } from "../tasks/task.ts";
import { assertChoice } from "../../../checks.ts";
import type { Problems } from "../problems.ts";

/** Problems are drawn so many at once, whatever the batch, so that the set is always the same. */
export const BLOCK = 256;

/** Training folds its steps, 1 and up, into the seed, and its initialisation, 0. */
const EVALUATION = -1;

/**
 * Which problems: the first `problems` of an endless list that `difficulty` and `seed` fix. The list
 * of a finite test set is the whole set in an order that the seed fixes.
 */
export interface ProblemSet {
  readonly difficulty: TestSplit;
  readonly problems: number;
  readonly seed: number;
}

/** Problems of each set, unless one asks for another number. */
export const USUAL_PROBLEMS = 1024;

/**
 * The usual number of problems, or as many as the sets of `difficulties` have, so that none is
 * counted twice.
 *
 * @throws {RangeError} If nothing is tested on one of them
 */
export function problemsThere(task: Task, difficulties: readonly TestSplit[]): number {
  difficulties.forEach((one) => assertChoice("difficulty", one, testSplits));
  return Math.min(
    USUAL_PROBLEMS,
    ...difficulties.map((difficulty) => task.testSet?.(difficulty).size ?? Infinity),
  );
}

/**
 * No problem counts twice.
 *
 * @throws {RangeError} If a set has fewer problems
 */
export function assertEnough(task: Task, difficulty: TestSplit, problems: number): void {
  const size = task.testSet?.(difficulty).size ?? Infinity;
  if (problems <= size) return;
  throw new RangeError(
    `problems of ${task.name}, ${difficulty}, must be at most ${size}, of which there are no more: ` +
      `current value is ${problems}`,
  );
}

/** Some of the problems of a set. */
export interface ProblemBatch {
  /** Number of the first problem within the set. */
  readonly first: number;
  readonly count: number;
  /** Disposed by the one who takes them. */
  readonly problems: Problems;
}

/** Throws unless `value` is an integer from `low` to `high`. */
export function assertInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(
      `${name} must be an integer from ${low} to ${high}: current value is ${value}`,
    );
  }
}

/** Independent keys for the problems, the solver and the training sample of a seed. */
export function evaluationKeys(seed: number): { problems: Key; solver: Key; training: Key } {
  return tf.tidy(() => {
    const [problems, solver, training] = random.split(random.fold(random.key(seed), EVALUATION), 3);
    return { problems: problems!, solver: solver!, training: training! };
  });
}

/** Some rows of every tensor. */
export function sliceProblems(problems: Problems, first: number, count: number): Problems {
  return tf.tidy(() => {
    const rows = flatten(problems).map(([, tensor]) => {
      const rest = tensor.shape.slice(1);
      return tf.slice(tensor, [first, ...rest.map(() => 0)], [count, ...rest]);
    });
    return unflatten(problems, rows) as unknown as tf.TensorContainer;
  }) as unknown as Problems;
}

/** Draws the block of problems that starts at number `start` of the list. */
function blockAt(task: Task, { difficulty, seed }: ProblemSet, problems: Key, start: number) {
  const finite = task.testSet?.(difficulty);
  if (finite) {
    const order = rng(seed).split("order").shuffle(
      Int32Array.from({ length: finite.size }, (_, i) => i),
    );
    return finite.pick(
      Int32Array.from({ length: BLOCK }, (_, i) => order[(start + i) % finite.size]!),
    );
  }
  const key = random.fold(problems, start / BLOCK);
  const block = task.sample(key, BLOCK, difficulty);
  key.dispose();
  return block;
}

/**
 * The problems of a set in batches of at most `batch`, in order.
 *
 * @param batch From 1 to {@link BLOCK}; the last one of each block may be smaller
 */
export function* problemBatches(
  task: Task,
  set: ProblemSet,
  batch = BLOCK,
): Generator<ProblemBatch> {
  assertChoice("difficulty", set.difficulty, testSplits);
  assertInteger("problems", set.problems, 1, 1e7);
  assertInteger("batch", batch, 1, BLOCK);
  assertEnough(task, set.difficulty, set.problems);
  const keys = evaluationKeys(set.seed);
  try {
    for (let start = 0; start < set.problems; start += BLOCK) {
      const block = blockAt(task, set, keys.problems, start);
      try {
        const end = Math.min(BLOCK, set.problems - start);
        for (let i = 0; i < end; i += batch) {
          const count = Math.min(batch, end - i);
          yield { first: start + i, count, problems: sliceProblems(block, i, count) };
        }
      } finally {
        disposeTree(block);
      }
    }
  } finally {
    disposeTree(keys);
  }
}

/** A whole set of at most {@link BLOCK} problems; disposed by the one who takes it. */
export function firstProblems(task: Task, set: ProblemSet): Problems {
  assertInteger("problems", set.problems, 1, BLOCK);
  const [batch] = [...problemBatches(task, set)];
  return batch!.problems;
}
