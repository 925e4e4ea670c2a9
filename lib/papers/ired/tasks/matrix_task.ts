/** What the three matrix experiments share. */
import { compile, type Key } from "../../../tensor/mod.ts";
import { MATRIX_SIZE, type MatrixProblems } from "../../../datasets/matrix.ts";
import { mlp } from "../../../models/mlp.ts";
import { defineTask } from "./define.ts";
import { paperTraining, shortenedTraining, shortTraining } from "./usual_training.ts";
import type { Difficulty, Task, TaskNetwork } from "./task.ts";
import type { Problems } from "../problems.ts";
import type { OwnProblems } from "./own/own.ts";

/** The paper's network. */
function mlpNetwork(
  conditionChannels: number,
  training: Partial<TaskNetwork["training"]>,
): TaskNetwork {
  const entries = MATRIX_SIZE ** 2;
  return {
    title: "paper's MLP",
    create: () => mlp({ conditionSize: conditionChannels * entries, answerSize: entries }),
    training: { ...shortenedTraining, ...training },
    paperTraining,
    checkpoint: "shipped",
  };
}

/** A network with the symmetry of the problem, and how such networks are trained. */
export function symmetricNetwork(
  create: TaskNetwork["create"],
  training: Partial<TaskNetwork["training"]> = {},
  title = "symmetric network",
): TaskNetwork {
  return {
    title,
    create,
    training: { ...shortTraining, ...training },
    checkpoint: "shipped",
  };
}

/** What sets one matrix experiment apart. */
export interface MatrixTaskParts {
  readonly name: string;
  readonly title: string;
  readonly conditionChannels: number;
  /** Draws problems; `level` is a constant of the generator that says how hard they are. */
  draw(key: Key, count: number, level: number): MatrixProblems;
  /** The level of training, and of the harder test. */
  readonly levels: Readonly<Record<Difficulty, number>>;
  /** What the level is, and the levels to test on. */
  readonly hardness: { readonly name: string; readonly values: readonly number[] };
  /** How the paper's network is trained here, beside {@link shortenedTraining}. */
  readonly mlpTraining: Partial<TaskNetwork["training"]>;
  /** Networks beside the paper's. */
  readonly networks: Readonly<Record<string, TaskNetwork>>;
  readonly own: OwnProblems;
  readonly published: Task["published"];
  readonly baselines: Task["baselines"];
}

/** Builds a matrix experiment from what sets it apart. */
export function matrixTask(parts: MatrixTaskParts): Task {
  const draws = new Map<string, (inputs: { key: Key }) => Problems>();
  function sample(key: Key, count: number, level: number): Problems {
    const signature = `${count} ${level}`;
    let draw = draws.get(signature);
    if (!draw) {
      const fresh = ({ key }: { key: Key }) => parts.draw(key, count, level) as Problems;
      // Not by XLA: its cosines are slow, and it has no inverse on CPUs.
      draw = compile(fresh, { name: `${parts.name}_problems`, mode: "graph" });
      draws.set(signature, draw);
    }
    return draw({ key });
  }
  return defineTask({
    name: parts.name,
    title: parts.title,
    answerShape: [MATRIX_SIZE, MATRIX_SIZE],
    // Symmetric networks take matrices of any size.
    shapeOf: ({ x }) => x?.shape.slice(-2),
    networks: {
      mlp: mlpNetwork(parts.conditionChannels, parts.mlpTraining),
      ...parts.networks,
    },
    // Problems are endless: those of a key of one's own are new.
    sample: (key, count, split) =>
      sample(key, count, parts.levels[split === "harder" ? "harder" : "same"]),
    hardness: { ...parts.hardness, sample },
    own: parts.own,
    published: parts.published,
    baselines: parts.baselines,
  });
}
