/** What the three matrix experiments share. */
import { compile, type CompileOptions, type Key, type Tensor, tf } from "../tensor/mod.ts";
import { MATRIX_SIZE, type MatrixProblems } from "../datasets/matrix.ts";
import { mlp } from "../models/mlp.ts";
import type { Difficulty, Problems, Task, TaskNetwork } from "./task.ts";

/** Mean squared error over the entries of each answer, `[batch]`. */
export function meanSquaredError(answer: Tensor, problems: Problems): Tensor {
  const batch = answer.shape[0]!;
  const difference = tf.reshape(tf.sub(answer, problems.answer), [batch, -1]);
  return tf.mean(tf.square(difference), 1);
}

/** The paper's network and training (spec: batch 2,048, Adam 1e-4, EMA 0.995 every tenth step). */
function mlpNetwork(conditionChannels: number): TaskNetwork {
  const entries = MATRIX_SIZE ** 2;
  return {
    title: "paper's MLP",
    create: () => mlp({ conditionSize: conditionChannels * entries, answerSize: entries }),
    training: {
      preset: "reference",
      batch: 2048,
      steps: 50_000,
      learningRate: 1e-4,
      schedule: "constant",
      warmupSteps: 0,
      averageDecay: 0.995,
      averageEvery: 10,
      clip: 1,
    },
  };
}

/** The network with the symmetry of the problem. */
function symmetricNetwork(
  create: TaskNetwork["create"],
  training: Partial<TaskNetwork["training"]>,
): TaskNetwork {
  return {
    title: "symmetric network",
    create,
    training: {
      preset: "corrected",
      batch: 128,
      steps: 4000,
      learningRate: 2e-3,
      schedule: "cosine",
      warmupSteps: 100,
      averageDecay: 0.99,
      averageEvery: 5,
      clip: 1,
      ...training,
    },
  };
}

/** What sets one matrix experiment apart. */
export interface MatrixTaskParts {
  readonly name: string;
  readonly title: string;
  readonly conditionChannels: number;
  draw(key: Key, count: number, difficulty: Difficulty): MatrixProblems;
  /** XLA fuses the draw, where it can. */
  readonly mode: NonNullable<CompileOptions["mode"]>;
  /** Builds the network with the symmetry of the problem. */
  readonly symmetric: TaskNetwork["create"];
  readonly symmetricTraining: Partial<TaskNetwork["training"]>;
  readonly published: Task["published"];
  readonly baselines: Task["baselines"];
}

/** Builds a matrix experiment from what sets it apart. */
export function matrixTask(parts: MatrixTaskParts): Task {
  const draws = new Map<string, (inputs: { key: Key }) => Problems>();
  return {
    name: parts.name,
    title: parts.title,
    answerShape: [MATRIX_SIZE, MATRIX_SIZE],
    networks: {
      mlp: mlpNetwork(parts.conditionChannels),
      symmetric: symmetricNetwork(parts.symmetric, parts.symmetricTraining),
    },
    sample(key, count, split) {
      // Problems are endless: those of a key of one's own are new.
      const difficulty = split === "train" ? "same" : split;
      const signature = `${count} ${difficulty}`;
      let draw = draws.get(signature);
      if (!draw) {
        const fresh = ({ key }: { key: Key }) => parts.draw(key, count, difficulty) as Problems;
        draw = compile(fresh, { name: `${parts.name}_problems`, mode: parts.mode });
        draws.set(signature, draw);
      }
      return draw({ key });
    },
    error: meanSquaredError,
    errorName: "mean squared error",
    metrics: [],
    published: parts.published,
    baselines: parts.baselines,
  };
}
