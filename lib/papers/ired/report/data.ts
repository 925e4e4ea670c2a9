/** A first look at the problems of a task, as rows for charts and tables. */
import { disposeTree, type Tensor, tf } from "../../../tensor/mod.ts";
import { difficulties, type Difficulty, type Task } from "../tasks/mod.ts";
import type { Problems } from "../problems.ts";
import { firstProblems } from "../evaluation/problems.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { HistogramRow } from "../../../plots/histogram.ts";
import type { MatrixCell } from "../../../plots/matrix_maps.ts";

function withProblems<T>(
  task: Task,
  difficulty: Difficulty,
  problems: number,
  seed: number,
  use: (problems: Problems) => T,
): T {
  const drawn = firstProblems(task, { difficulty, problems, seed });
  try {
    return use(drawn);
  } finally {
    disposeTree(drawn);
  }
}

/** Entries of the matrices in a tensor `[1, …, rows, columns]`, one list for each. */
function matrices(tensor: Tensor): Omit<MatrixCell, "panel">[][] {
  const [rows, columns] = tensor.shape.slice(-2) as [number, number];
  const values = tensor.dataSync();
  return Array.from(
    { length: tensor.size / (rows * columns) },
    (_, matrix) =>
      Array.from({ length: rows * columns }, (_, i) => ({
        row: Math.floor(i / columns),
        column: i % columns,
        value: values[matrix * rows * columns + i]!,
      })),
  );
}

/** What matrices are called: those of each array of the condition by its name, and the answer. */
export type PanelNames = Readonly<Record<string, string | readonly string[]>>;

/**
 * The first problem of a set as matrices, in the order of `panels`.
 *
 * @throws {RangeError} If `panels` names other arrays than there are, or too many or few matrices
 */
export function problemMatrices(
  task: Task,
  panels: PanelNames,
  { difficulty = "same", seed = 0 }: { difficulty?: Difficulty; seed?: number } = {},
): MatrixCell[] {
  return withProblems(task, difficulty, 1, seed, ({ condition, answer }) => {
    const arrays: Record<string, Tensor> = { ...condition, answer };
    return Object.entries(panels).flatMap(([name, given]) => {
      const [names, found] = [[given].flat(), arrays[name] ? matrices(arrays[name]) : []];
      if (names.length !== found.length) {
        throw new RangeError(`${name} has ${found.length} matrices: current value is [${names}]`);
      }
      return found.flatMap((cells, i) => cells.map((cell) => ({ panel: names[i]!, ...cell })));
    });
  });
}

/** Entries of the answers of `problems` problems (at most 256) of each difficulty. */
export function answerEntries(
  task: Task,
  { problems, seed = 0 }: { problems: number; seed?: number },
): HistogramRow[] {
  return difficulties.flatMap((difficulty) =>
    withProblems(
      task,
      difficulty,
      problems,
      seed,
      ({ answer }) =>
        Array.from(answer.dataSync(), (value) => ({ value, group: splitNames[difficulty] })),
    )
  );
}

/** What a table says of the answers of a difficulty. */
export interface AnswerMoments {
  readonly problems: string;
  /** Error of the answer zero, and scale of all errors. */
  readonly meanSquare: number;
  readonly largest: number;
  /** Share of entries that a clamp of ±2 cuts off. */
  readonly beyond2: number;
}

/** Moments of the answers' entries, over `problems` problems (at most 256) of each difficulty. */
export function answerMoments(
  task: Task,
  { problems, seed = 0 }: { problems: number; seed?: number },
): AnswerMoments[] {
  return difficulties.map((difficulty) =>
    withProblems(task, difficulty, problems, seed, ({ answer }) => {
      const of = (tensor: Tensor) => tensor.dataSync()[0]!;
      return tf.tidy(() =>
        ({
          problems: splitNames[difficulty],
          meanSquare: of(tf.mean(tf.square(answer))),
          largest: of(tf.max(tf.abs(answer))),
          beyond2: of(tf.mean(tf.cast(tf.greater(tf.abs(answer), 2), "float32"))),
        }) as unknown as tf.TensorContainer
      ) as unknown as AnswerMoments;
    })
  );
}
