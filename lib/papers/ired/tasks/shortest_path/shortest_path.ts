/** Shortest paths in directed graphs (IRED, section 4.3). */
import { type Tensor, tf } from "../../../../tensor/mod.ts";
import { PATH_HORIZON, PATH_SPLITS } from "../../../../datasets/shortest_path.ts";
import { cosineSchedule } from "../../../../diffusion/schedule.ts";
import { pathConv } from "../../../../models/path_conv.ts";
import { pathRelational } from "../../../../models/path_relational.ts";
import { byDistance } from "./hardness.ts";
import { firstMoveAmong, pathMetrics } from "./measures.ts";
import { pathProblemsOf, pathsOnTheWay, pathTensors } from "./problems.ts";
import { corruptMoves, randomNeighbours } from "./wrong_moves.ts";
import type { Task } from "../task.ts";
import { ownPaths } from "../own/graphs.ts";
import { defineTask } from "../define.ts";
import { shortTraining } from "../usual_training.ts";

const training = { ...shortTraining, batch: 64, steps: 6000, learningRate: 1e-3 };

/** Weights of the denoising loss: nodes that a path visits count 20 times as much as others. */
export const visitedWeight = (answer: Tensor): Tensor =>
  tf.where(tf.greater(answer, 0), tf.scalar(10), tf.scalar(0.5));

/** Shortest path: ±1 for each of the next eight moves and each node, `[batch, 8, n, 1]`. */
export const shortestPath: Task = defineTask({
  name: "shortest_path",
  title: "Shortest path",
  answerShape: [PATH_HORIZON, PATH_SPLITS.train.nodes, 1],
  networks: {
    conv: {
      title: "paper's network",
      create: () => pathConv(),
      training: { ...training, preset: "reference" },
      checkpoint: "shipped",
    },
    shifted: {
      title: "paper's network, steps shifted",
      create: () => pathConv({ temporalShift: "corrected" }),
      training,
      checkpoint: "shipped",
    },
    relational: {
      title: "symmetric network",
      create: () => pathRelational(cosineSchedule()),
      sample: (key, count) => pathTensors(pathsOnTheWay(key, count)),
      training: { ...shortTraining, steps: 2400 },
      checkpoint: "shipped",
    },
  },
  sampler: { clampJump: 1, clampDescent: 1, clampFinal: 1, multiplierAfterFirst: 1 },
  referenceSampler: { clampFinal: 0.1 },
  loss: { contrastWeight: 0.5 },
  lossHooks: { negatives: corruptMoves, weight: visitedWeight },
  own: ownPaths,
  shapeOf: ({ x }) => x && [PATH_HORIZON, x.shape[1]!, 1],
  sample: (key, count, split) => pathTensors(pathProblemsOf(split, key, count)),
  error: (answer, { extra }) => tf.sub(1, firstMoveAmong(answer, extra!.optimal!)),
  errorName: "first action error",
  errorKind: "share",
  metrics: pathMetrics,
  hardness: byDistance,
  published: [
    { method: "IRED", same: 0.926, harder: 0.919 },
    { method: "IREM", same: 0.904, harder: 0.884 },
    { method: "Diffusion", same: 0.452, harder: 0.469 },
  ].map((row) => ({ ...row, metric: pathMetrics[0]!.name, source: "IRED, table 6" })),
  baselines: [{ name: "random legal neighbour", answer: randomNeighbours }],
});
