/** Measures of a network on the problems of a file, by how hard they are. */
import { tf } from "../../../tensor/mod.ts";
import type { Difficulty, ProblemFile, Task } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import { type MetricScore, type Scorer, scorerOf } from "./scores.ts";
import { evaluate, type EvaluateOptions } from "./solve.ts";

/** Measures of some problems of a file. */
export interface FileScores {
  /** How hard these are; "all" for all of the file. */
  readonly hardness: number | "all";
  readonly problems: number;
  readonly scores: readonly MetricScore[];
  /** Of solving; of a part of the file, its share. */
  readonly seconds: number;
}

/** What is evaluated, and how; the problems are those of the file. */
export interface FileOptions
  extends Omit<EvaluateOptions, "problems" | "difficulty" | "onAnswers"> {
  readonly file: ProblemFile;
}

/** Measures of one hardness, as they come. */
interface Part {
  readonly scorer: Scorer;
  readonly errors: number[];
}

/** `problems` with the numbers of each in the file, for {@link numbersOf}. */
function numbered(file: ProblemFile, numbers: ArrayLike<number>): Problems {
  const problems = file.pick(numbers);
  const number = tf.tensor1d(Int32Array.from(numbers), "int32");
  return { ...problems, extra: { ...problems.extra, number } };
}

const numbersOf = ({ extra }: Problems) => extra!.number!.dataSync();

/** The rows `chosen` of a batch, answers and problems, handed to `use`. */
function withRows(
  answer: tf.Tensor,
  { condition, answer: right, observed, extra }: Problems,
  chosen: readonly number[],
  use: (answer: tf.Tensor, problems: Problems) => void,
): void {
  tf.tidy(() => {
    const rows = tf.tensor1d(Int32Array.from(chosen), "int32");
    const pick = (tensor: tf.Tensor) => tf.gather(tensor, rows);
    const all = <T extends object>(tree: T) =>
      Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, pick(v as tf.Tensor)]));
    use(pick(answer), {
      condition: all(condition),
      answer: pick(right),
      ...(observed && { observed: all(observed) as unknown as NonNullable<Problems["observed"]> }),
      ...(extra && { extra: all(extra) }),
    });
  });
}

/**
 * Solves every problem of a file once, in full batches whatever their hardness. A row for each
 * hardness, from the least number on, and one for all of them.
 *
 * @throws {RangeError} If the file has no problems
 */
export async function evaluateFile(options: FileOptions): Promise<FileScores[]> {
  const { file, task, ...rest } = options;
  if (file.size === 0) throw new RangeError("Cannot measure on a file without problems");
  const set = { size: file.size, pick: (numbers: ArrayLike<number>) => numbered(file, numbers) };
  const whole = { ...task, testSet: () => set } satisfies Task;
  const parts = new Map<number, Part>();
  const values = [...new Set(file.hardness)].sort((a, b) => a - b);
  for (const value of values) parts.set(value, { scorer: scorerOf(task), errors: [] });
  const found = await evaluate({
    ...rest,
    task: whole,
    difficulty: "harder" satisfies Difficulty,
    problems: file.size,
    onAnswers(answer, problems) {
      const errors = tf.tidy(() => task.error(answer, problems).dataSync());
      const numbers = numbersOf(problems);
      const byHardness = Map.groupBy(numbers.keys(), (i) => file.hardness[numbers[i]!]!);
      for (const [value, rows] of byHardness) {
        const part = parts.get(value)!;
        withRows(answer, problems, rows, part.scorer.add);
        part.errors.push(...rows.map((i) => errors[i]!));
      }
    },
  });
  const { seconds } = found;
  const rows = values.map((hardness): FileScores => {
    const { scorer, errors } = parts.get(hardness)!;
    const share = errors.length / file.size;
    return {
      hardness,
      problems: errors.length,
      scores: scorer.scores(errors),
      seconds: seconds * share,
    };
  });
  return [...rows, { hardness: "all", problems: file.size, scores: found.scores, seconds }];
}
