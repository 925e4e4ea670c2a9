/** Shortest paths in directed graphs (IRED, section 4.3). */
import { type Key, random, type Tensor, tf } from "../tensor/mod.ts";
import { PATH_HORIZON, PATH_SPLITS } from "../datasets/shortest_path.ts";
import { pathConv } from "../models/path_conv.ts";
import { pathRelational } from "../models/path_relational.ts";
import type { Batch } from "../training/step.ts";
import { byDistance } from "./shortest_path/hardness.ts";
import { firstMoveAmong, pathMetrics } from "./shortest_path/measures.ts";
import { pathProblemsOf, pathTensors } from "./shortest_path/problems.ts";
import type { Problems, Task, TaskNetwork } from "./task.ts";

const training: TaskNetwork["training"] = {
  preset: "corrected",
  batch: 64,
  steps: 6000,
  learningRate: 1e-3,
  schedule: "cosine",
  warmupSteps: 100,
  averageDecay: 0.99,
  averageEvery: 5,
  clip: 1,
};

/** Nodes as answers of one step each, `[batch, 1, n, 1]` of ±1. */
function oneStep(nodes: Tensor, n: number): Tensor {
  const ones = tf.cast(tf.oneHot(nodes as tf.Tensor1D, n), "float32");
  return tf.reshape(tf.sub(tf.mul(ones, 2), 1), [-1, 1, n, 1]);
}

/** The first move replaced by any node, each equally likely, even by itself. */
export function corruptFirstMove(key: Key, { answer }: Batch): Tensor {
  const [batch, steps, n] = answer.shape as [number, number, number];
  const first = oneStep(random.integers(key, [batch], 0, n), n);
  const others = tf.slice(answer, [0, 1, 0, 0], [batch, steps - 1, n, 1]);
  return tf.concat([first, others], 1);
}

/** Weights of the denoising loss: nodes that a path visits count 20 times as much as others. */
export const visitedWeight = (answer: Tensor): Tensor =>
  tf.where(tf.greater(answer, 0), tf.scalar(10), tf.scalar(0.5));

/** At each step a random node that has an edge from the start: only the first may be a move. */
function randomNeighbours({ answer, extra }: Problems): Tensor {
  const [batch, steps, n] = answer.shape as [number, number, number];
  const drawn = random.uniform(random.key(0), [batch, n], 0.5, 1);
  const chosen = oneStep(tf.argMax(tf.mul(drawn, extra!.legal!), 1), n);
  return tf.tile(chosen, [1, steps, 1, 1]);
}

export const shortestPath: Task = {
  name: "shortest_path",
  title: "Shortest path",
  answerShape: [PATH_HORIZON, PATH_SPLITS.train.nodes, 1],
  networks: {
    conv: {
      title: "paper's network",
      create: () => pathConv(),
      training: { ...training, preset: "reference" },
    },
    shifted: {
      title: "paper's network, steps shifted",
      create: () => pathConv({ temporalShift: "corrected" }),
      training,
    },
    relational: {
      title: "symmetric network",
      create: () => pathRelational(),
      training: { ...training, batch: 128, steps: 5000, learningRate: 2e-3 },
    },
  },
  sampler: { clampJump: 1, clampDescent: 1, clampFinal: 1, multiplierAfterFirst: 1 },
  referenceSampler: { clampFinal: 0.1 },
  loss: { contrastWeight: 0.5 },
  lossHooks: { negatives: corruptFirstMove, weight: visitedWeight },
  sample: (key, count, split) => pathTensors(pathProblemsOf(split, key, count)),
  error: (answer, { extra }) => tf.sub(1, firstMoveAmong(answer, extra!.optimal!)),
  errorName: "first action error",
  metrics: pathMetrics,
  hardness: byDistance,
  published: [
    { method: "IRED", same: 0.926, harder: 0.919 },
    { method: "IREM", same: 0.904, harder: 0.884 },
    { method: "Diffusion", same: 0.452, harder: 0.469 },
  ].map((row) => ({ ...row, metric: pathMetrics[0]!.name, source: "IRED, table 6" })),
  baselines: [{ name: "random legal neighbour", answer: randomNeighbours }],
};
