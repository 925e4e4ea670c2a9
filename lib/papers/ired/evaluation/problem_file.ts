/** Measures of a network on the problems of a file, by how hard they are. */
import { tf } from "../../../tensor/mod.ts";
import type { Difficulty, ProblemFile, Task } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import { type MetricScore, type Scorer, scorerOf } from "./scores.ts";
import { evaluate, type EvaluateOptions } from "./solve.ts";
import { meanOf } from "../../../records/statistics.ts";

/** Measures of some problems of a file. */
export interface FileScores {
  /** How hard these are; "all" for all of the file. */
  readonly hardness: number | "all";
  /** Hops of those that were not finished; 0 where there are none. */
  readonly cycle: number;
  /** Mean gradients of the energy by the answer per problem. */
  readonly gradients: number;
  readonly problems: number;
  readonly scores: readonly MetricScore[];
  /** Of solving, hops included; of a part of the file, its share. */
  readonly seconds: number;
}

/** What is evaluated, and how; the problems are those of the file. */
export interface FileOptions
  extends Omit<EvaluateOptions, "problems" | "difficulty" | "onAnswers"> {
  readonly file: ProblemFile;
  /** Sees each problem's answer after each hop, or once where there are none. */
  readonly onAnswer?: (seen: SeenAnswer) => void;
}

/** An answer to a problem of a file. */
export interface SeenAnswer {
  /** Of the problem in the file, from 0 on. */
  readonly number: number;
  readonly cycle: number;
  /** As the task measures it: 0 for a right answer. */
  readonly error: number;
  /** Gradients of the energy that it took so far. */
  readonly gradients: number;
  /** If the method has one. */
  readonly energy?: number;
}

/** Measures of one hardness after so many hops, as they come. */
interface Part {
  readonly scorer: Scorer;
  readonly errors: number[];
  readonly gradients: number[];
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

/** The numbers of hops that are worth a row: none, powers of two, and the last. */
export function shownCycles(cycles: number): number[] {
  const powers = Array.from({ length: 31 }, (_, i) => 2 ** i).filter((power) => power < cycles);
  return [...new Set([0, ...powers, cycles])];
}

/**
 * Solves every problem of a file once, in full batches whatever their hardness. A row for each
 * hardness, from the least number on, and one for all of them; where problems hop, all of these
 * after 0, 1, 2, 4, … hops.
 *
 * @throws {RangeError} If the file has no problems
 */
export async function evaluateFile(options: FileOptions): Promise<FileScores[]> {
  const { file, task, onAnswer, ...rest } = options;
  if (file.size === 0) throw new RangeError("Cannot measure on a file without problems");
  const set = { size: file.size, pick: (numbers: ArrayLike<number>) => numbered(file, numbers) };
  const whole = { ...task, testSet: () => set } satisfies Task;
  const values = [...new Set(file.hardness)].sort((a, b) => a - b);
  const shown = shownCycles(options.cycles ?? 0);
  const parts = new Map(shown.map((cycle) => [
    cycle,
    new Map(values.map((value): [number, Part] => [
      value,
      { scorer: scorerOf(task), errors: [], gradients: [] },
    ])),
  ]));
  const found = await evaluate({
    ...rest,
    task: whole,
    difficulty: "harder" satisfies Difficulty,
    problems: file.size,
    onAnswers(answer, problems, { cycle, gradients, energy }) {
      const ofCycle = parts.get(cycle);
      if (!ofCycle && !onAnswer) return;
      const errors = tf.tidy(() => task.error(answer, problems).dataSync());
      const numbers = numbersOf(problems);
      numbers.forEach((number: number, i: number) =>
        onAnswer?.({
          number,
          cycle,
          error: errors[i]!,
          gradients: gradients[i]!,
          ...(energy && { energy: energy[i]! }),
        })
      );
      if (!ofCycle) return;
      const byHardness = Map.groupBy(numbers.keys(), (i) => file.hardness[numbers[i]!]!);
      for (const [value, rows] of byHardness) {
        const part = ofCycle.get(value)!;
        withRows(answer, problems, rows, part.scorer.add);
        part.errors.push(...rows.map((i) => errors[i]!));
        part.gradients.push(...rows.map((i) => gradients[i]!));
      }
    },
  });
  const { seconds, byCycle } = found;
  return shown.flatMap((cycle): FileScores[] => [
    ...values.map((hardness): FileScores => {
      const { scorer, errors, gradients } = parts.get(cycle)!.get(hardness)!;
      return {
        hardness,
        cycle,
        gradients: meanOf(gradients).mean,
        problems: errors.length,
        scores: scorer.scores(errors),
        seconds: seconds * errors.length / file.size,
      };
    }),
    { ...byCycle[cycle]!, cycle, hardness: "all", problems: file.size, seconds },
  ]);
}
