/** Graph connectivity (IRED, section 4.2): which pairs of nodes does a path join? */
import { type Key, random, type Tensor, type Tensor2D, tf } from "../../../tensor/mod.ts";
import {
  CONNECTIVITY_SPLITS,
  connectivityGraphs,
  type ConnectivityNegatives,
  type ConnectivitySplit,
  drawConnectivityNegatives,
  encodeConnectivity,
} from "../../../datasets/connectivity.ts";
import { graphNlm } from "../../../models/graph_nlm.ts";
import { graphRelational } from "../../../models/graph_relational.ts";
import { ownConnectivity } from "./own/graphs.ts";
import { defineTask } from "./define.ts";
import type { Metric, Task } from "./task.ts";
import type { Problems } from "../problems.ts";
import { paperTraining, shortenedTraining, shortTraining } from "./usual_training.ts";

const { train, test, harder, nodes13, nodes15, nodes20 } = CONNECTIVITY_SPLITS;

/** The paper's code tests on these, by number of nodes. */
const published = [test, nodes13, nodes15, harder, nodes20];

/** Beyond the paper: neighbours as in the sets of 12 and 20 nodes, and so paths that are longer yet. */
const larger = [30, 40].map((nodes) => ({ name: `nodes${nodes}`, nodes, maxDegree: 2 }));

const byNodes: readonly ConnectivitySplit[] = [...published, ...larger];

/** Graphs from the key, made on the host, as tensors; fresh ones for each key, whatever `split`. */
function draw(key: Key, count: number, { size: _, ...split }: ConnectivitySplit): Problems {
  const graphs = connectivityGraphs(split, { seed: random.seedOf(key), count });
  const { nodes, x, y } = encodeConnectivity(graphs);
  return {
    condition: { x: tf.tensor(x, [count, nodes, nodes, 1]) },
    answer: tf.tensor(y, [count, nodes, nodes]),
  };
}

/**
 * Pairs of each problem by case, `[batch, 4]`: connected ones found and missed, unconnected ones
 * found and missed. A value above 0 says "connected"; one that is not a number is wrong.
 */
export function connectionCases(answer: Tensor, problems: Problems): Tensor2D {
  const connected = tf.greater(problems.answer, 0);
  const unconnected = tf.logicalNot(connected);
  const yes = tf.greater(answer, 0), no = tf.lessEqual(answer, 0);
  const count = (of: Tensor, found: Tensor) =>
    tf.sum(tf.cast(tf.logicalAnd(of, found), "float32"), [1, 2]);
  return tf.stack([
    count(connected, yes),
    count(connected, tf.logicalNot(yes)),
    count(unconnected, no),
    count(unconnected, tf.logicalNot(no)),
  ], 1) as Tensor2D;
}

/** Pairs that are right; the paper says only "accuracy". */
const accuracy: Metric = {
  name: "accuracy",
  better: "higher",
  counts: connectionCases,
  value: ([found, missed, foundNot, missedNot]) =>
    (found! + foundNot!) / (found! + missed! + foundNot! + missedNot!),
};

/** Mean of the shares that are right among connected and among unconnected pairs. */
const balancedAccuracy: Metric = {
  name: "balanced accuracy",
  better: "higher",
  counts: connectionCases,
  value: ([found, missed, foundNot, missedNot]) => {
    const shares = [found! / (found! + missed!), foundNot! / (foundNot! + missedNot!)]
      .filter((share) => !Number.isNaN(share)); // where a class is absent, the other counts
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  },
};

/** Graphs with every pair right. */
const solved: Metric = {
  name: "graphs solved",
  better: "higher",
  counts: (answer, problems) => {
    const wrong = tf.greater(pairsWrong(answer, problems), 0);
    return tf.expandDims(tf.sub(1, tf.cast(wrong, "float32")), 1) as Tensor2D;
  },
  value: ([right], problems) => right! / problems,
};

/** Share of wrong pairs of each problem, `[batch]`. */
export function pairsWrong(answer: Tensor, problems: Problems): Tensor {
  const [, missed, , missedNot] = tf.split(connectionCases(answer, problems), 4, 1);
  const [batch, n] = problems.answer.shape as [number, number];
  return tf.reshape(tf.div(tf.add(missed!, missedNot!), n * n), [batch]);
}

/** The input with ones on its diagonal: only neighbours are connected. */
function adjacency({ condition, answer }: Problems): Tensor {
  const eye = tf.eye(answer.shape[1]!);
  return tf.maximum(tf.reshape(condition.x!, answer.shape), tf.sub(tf.mul(eye, 2), 1));
}

/** What may be chosen about {@link connectivityTask}. */
export interface ConnectivityOptions {
  /** Corrupted answers of the contrastive loss; "symmetric" by default. */
  readonly negatives?: ConnectivityNegatives;
}

/**
 * The experiment, with a choice of negatives. Its hardness is the number of nodes: those that the
 * paper's code tests, and, when asked for, 30 and 40.
 */
export function connectivityTask({ negatives = "symmetric" }: ConnectivityOptions = {}): Task {
  return defineTask({
    name: "connectivity",
    title: "Graph connectivity",
    answerShape: [train.nodes, train.nodes],
    networks: {
      nlm: {
        title: "paper's NLM",
        create: () => graphNlm(),
        // At 1e-3, 3,000 steps of 128 gave a trivial answer.
        training: { ...shortenedTraining, batch: 64, steps: 18_000, learningRate: 1e-2 },
        paperTraining: { ...paperTraining, batch: 512, steps: 100_000 },
        checkpoint: "shipped",
      },
      symmetric: {
        title: "symmetric network",
        create: () => graphRelational(),
        training: { ...shortTraining, batch: 64, steps: 1500, learningRate: 3e-3 },
        checkpoint: "shipped",
      },
    },
    // The released code multiplies later steps by its clamp, which is 1 here.
    sampler: { clampJump: 1, clampDescent: 1, clampFinal: 1, multiplierAfterFirst: 1 },
    loss: { contrastWeight: 0.05 },
    lossHooks: {
      negatives: (key, { answer }) => drawConnectivityNegatives(key, answer, negatives),
    },
    own: ownConnectivity,
    shapeOf: ({ x }) => x?.shape.slice(1, 3),
    sample: (key, count, split) =>
      draw(key, count, split === "same" ? test : split === "harder" ? harder : train),
    error: pairsWrong,
    errorName: "pairs wrong",
    errorKind: "share",
    metrics: [accuracy, balancedAccuracy, solved],
    hardness: {
      name: "nodes",
      values: published.map(({ nodes }) => nodes),
      sample(key, count, value) {
        const split = byNodes.find(({ nodes }) => nodes === value);
        if (split) return draw(key, count, split);
        const accepted = byNodes.map(({ nodes }) => nodes).join(", ");
        throw new RangeError(`nodes must be one of ${accepted}: current value is ${value}`);
      },
    },
    published: [
      { method: "IRED", same: 0.991, harder: 0.938, source: "IRED, table 4" },
      { method: "IREM", same: 0.943, harder: 0.898, source: "IRED, table 4" },
      { method: "Diffusion", same: 0.616, harder: 0.613, source: "IRED, table 4" },
    ].map((result) => ({ ...result, metric: accuracy.name })),
    baselines: [
      { name: "all pairs connected", answer: ({ answer }) => tf.onesLike(answer) },
      { name: "neighbours only", answer: adjacency },
    ],
  });
}

/** Graph connectivity: ±1 for each pair of nodes, `[batch, n, n]`, with the usual negatives. */
export const connectivity: Task = connectivityTask();
