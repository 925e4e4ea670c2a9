import { assert, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { PATH_SPLITS, pathProblems } from "../../../../lib/datasets/shortest_path.ts";
import { distances } from "../../../../lib/datasets/graphs/distances.ts";
import { optimalMoves } from "../../../../lib/datasets/graphs/path_oracle.ts";
import {
  closedLoopScores,
  playClosedLoop,
} from "../../../../lib/papers/ired/evaluation/closed_loop.ts";
import { networkPolicy } from "../../../../lib/papers/ired/evaluation/path_policy.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { tasks } from "../../../../lib/papers/ired/tasks/mod.ts";

const task = tasks.shortest_path;

/**
 * An energy whose minimum is a first move along an edge that gets within `reach` of the goal by
 * counting walks: without being told distances, it is what a network has to learn.
 */
const walker: EnergyNetwork = {
  name: "walker",
  mode: "graph",
  config: {},
  parameters: {},
  init: () => ({}),
  encode(_, { x }) {
    const [edges, start, , goal] = tf.unstack(x!, 3).map((c) => tf.mul(tf.add(c, 1), 0.5)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const column = (rows: Tensor) => tf.mean(rows, 2, true);
    const legal = tf.matMul(edges as tf.Tensor3D, column(start) as tf.Tensor3D, true);
    // Σ 0.01ᵏ (walks of k steps to the goal): larger, the shorter the shortest one is.
    let reached = column(goal) as tf.Tensor3D, worth = reached as Tensor;
    for (let k = 0; k < 8; k++) {
      reached = tf.mul(tf.matMul(edges as tf.Tensor3D, reached), 0.01);
      worth = tf.add(worth, reached);
    }
    const scores = tf.mul(legal, worth);
    const best = tf.cast(tf.equal(scores, tf.max(scores, 1, true)), "float32");
    return { target: tf.expandDims(tf.sub(tf.mul(best, 2), 1), 1) };
  },
  energy: (_params, { target }, y) => tf.sum(tf.square(tf.sub(y, target!)), [1, 2, 3]) as Tensor1D,
};

const problems = pathProblems(PATH_SPLITS.harder, { seed: 4, count: 20 });

Deno.test("a policy of a good energy reaches every goal by the shortest way", async () => {
  const options = { task, network: walker, params: {}, sampler: { innerSteps: 1 }, batch: 8 };
  const before = tf.memory().numTensors;
  const episodes = await playClosedLoop(problems, networkPolicy(options));
  assertEquals(closedLoopScores(episodes), { withinOptimal: 1, withinTwice: 1, illegalMoves: 0 });
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a policy answers queries of any number, each as if it were alone", async () => {
  const policy = (batch: number) =>
    networkPolicy({ task, network: walker, params: {}, sampler: { innerSteps: 1 }, batch });
  const queries = problems.slice(0, 7);
  const moves = [...Array.from(await policy(4)(queries))];
  assertEquals(moves, [...Array.from(await policy(8)(queries))]);
  queries.forEach(({ graph, start, goal }, i) =>
    assert(optimalMoves(graph, distances(graph), start, goal).includes(moves[i]!))
  );
  assertThrows(() => policy(0), RangeError, "batch must be an integer from 1 to 256");
});

Deno.test("a policy of an untrained network plays, and the same again with the same seed", async () => {
  const network = task.networks.relational!.create();
  const params = network.init(random.key(1));
  const play = (seed: number) =>
    playClosedLoop(
      problems.slice(0, 3),
      networkPolicy({
        task,
        network,
        params,
        sampler: { innerSteps: 1 },
        landscapes: 2,
        mode: "graph",
        batch: 3,
        seed,
      }),
    );
  const episodes = await play(1);
  assertEquals(await play(1), episodes);
  episodes.forEach(({ path, optimal, reached }) =>
    assert(reached || path.length === 2 * optimal + 1)
  );
  disposeTree(params);
});
