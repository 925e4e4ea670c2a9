import { readManifest } from "../../../../lib/training/checkpoint.ts";
import { ownConnectivity } from "lib/papers/ired/tasks/own/graphs.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { checkConfig, type IredConfig } from "../../../../lib/papers/ired/config.ts";
import { checkSamplerOptions, presets } from "../../../../lib/papers/ired/method/options.ts";
import { components } from "../../../../lib/datasets/graphs/components.ts";
import { connectivityScores, countConnections } from "../oracles/graph_metrics.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import { scorerOf } from "../../../../lib/papers/ired/evaluation/scores.ts";
import { loadProgress, saveCheckpoint } from "../../../../lib/training/checkpoint.ts";
import { decodeSafetensors } from "../../../../lib/training/safetensors.ts";
import { initialState } from "../../../../lib/training/trainer.ts";
import { disposeTree, flatten } from "../../../../lib/tensor/mod.ts";
import { iredLearner } from "../../../../lib/papers/ired/training.ts";
import { withFolder } from "../../../support/cli.ts";
import { connectivity, connectivityTask } from "../../../../lib/papers/ired/tasks/connectivity.ts";
import type { Problems } from "../../../../lib/papers/ired/problems.ts";

const numbers = (x: Tensor) => Array.from(x.dataSync());

/** Problems with the given answers, `[batch, n, n]`. */
const answers = (...matrices: number[][][]): Problems => ({
  condition: {},
  answer: tf.tensor3d(matrices),
});

/** The value of each metric, by its name. */
function scores(answer: Tensor, problems: Problems): Record<string, number> {
  const scorer = scorerOf(connectivity);
  scorer.add(answer, problems);
  return Object.fromEntries(scorer.scores([]).map(({ metric, mean }) => [metric, mean]));
}

Deno.test("connectivity: training and test graphs have the published sizes", () =>
  tf.tidy(() => {
    for (const [split, nodes] of [["train", 12], ["same", 12], ["harder", 18]] as const) {
      const { condition, answer } = connectivity.sample(random.key(1), 5, split);
      assertEquals(condition.x!.shape, [5, nodes, nodes, 1]);
      assertEquals(answer.shape, [5, nodes, nodes]);
    }
    const { values, sample } = connectivity.hardness!;
    assertEquals(values, [12, 13, 15, 18, 20]);
    for (const nodes of [...values, 30, 40]) {
      assertEquals(sample(random.key(1), 2, nodes).answer.shape, [2, nodes, nodes]);
    }
    assertThrows(
      () => sample(random.key(1), 2, 14),
      RangeError,
      "nodes must be one of 12, 13, 15, 18, 20, 30, 40: current value is 14",
    );
  }));

Deno.test("connectivity: answers are the components of the graph, ones on the diagonal", () =>
  tf.tidy(() => {
    for (const split of ["train", "harder"] as const) {
      const { condition, answer } = connectivity.sample(random.key(3), 20, split);
      const n = answer.shape[1]!;
      const edges = numbers(condition.x!), truth = numbers(answer);
      for (let b = 0; b < 20; b++) {
        const labels = components(edges.slice(b * n * n, (b + 1) * n * n), n);
        for (let e = 0; e < n * n; e++) {
          const joined = labels[Math.floor(e / n)] === labels[e % n];
          assertEquals(truth[b * n * n + e], joined ? 1 : -1);
        }
      }
    }
  }));

Deno.test("connectivity: a key fixes the graphs; splits of one key share none", () =>
  tf.tidy(() => {
    const draw = (seed: number, split: "train" | "same") =>
      numbers(connectivity.sample(random.key(seed), 4, split).condition.x!);
    assertEquals(draw(1, "train"), draw(1, "train"));
    const sets = [draw(1, "train"), draw(2, "train"), draw(1, "same")].map(String);
    assertEquals(new Set(sets).size, 3);
  }));

Deno.test("connectivity: measures of answers that are right, wrong, or one of each", () =>
  tf.tidy(() => {
    // Three nodes, of which two are connected; and three connected nodes.
    const problems = answers(
      [[1, 1, -1], [1, 1, -1], [-1, -1, 1]],
      [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    );
    const { answer } = problems;
    const all = { accuracy: 1, "balanced accuracy": 1, "graphs solved": 1 };
    assertEquals(scores(answer, problems), all);
    assertEquals(scores(tf.mul(answer, 1e-6), problems), all, "only the sign counts");
    const none = { accuracy: 0, "balanced accuracy": 0, "graphs solved": 0 };
    assertEquals(scores(tf.neg(answer), problems), none);
    assertEquals(scores(tf.fill(answer.shape, NaN), problems), none, "NaN is never right");
    assertEquals(numbers(connectivity.error(tf.fill(answer.shape, NaN), problems)), [1, 1]);
    // Zero says "unconnected".
    const zero = scores(tf.zerosLike(answer), problems);
    assertAlmostEquals(zero.accuracy!, 4 / 18, 1e-7);
    assertEquals([zero["balanced accuracy"], zero["graphs solved"]], [0.5, 0]);
    const ones = scores(tf.onesLike(answer), problems);
    assertAlmostEquals(ones.accuracy!, 14 / 18, 1e-7);
    assertEquals([ones["balanced accuracy"], ones["graphs solved"]], [0.5, 0.5]);
    assertAlmostEquals(numbers(connectivity.error(tf.onesLike(answer), problems))[0]!, 4 / 9, 1e-6);
  }));

Deno.test("connectivity: without unconnected pairs the balanced accuracy is that of connected ones", () =>
  tf.tidy(() => {
    const problems = answers([[1, 1], [1, 1]]);
    const half = tf.tensor3d([[[1, -1], [-1, 1]]]);
    assertEquals(scores(half, problems)["balanced accuracy"], 0.5);
  }));

Deno.test("connectivity: measures are those of the host, whatever the batches", () => {
  const problems = connectivity.sample(random.key(5), 30, "harder");
  const answer = tf.tidy(() =>
    tf.add(problems.answer, tf.mul(1.2, random.normal(random.key(6), problems.answer.shape)))
  );
  const host = connectivityScores(
    countConnections(answer.dataSync(), problems.answer.dataSync()),
  );
  const scorer = scorerOf(connectivity);
  for (const [first, count] of [[0, 7], [7, 23]] as const) {
    tf.tidy(() => {
      const part = (x: Tensor) => tf.slice(x, [first, 0, 0], [count, -1, -1]);
      scorer.add(part(answer), { condition: {}, answer: part(problems.answer) });
    });
  }
  const [accuracy, balanced] = scorer.scores([]);
  assertAlmostEquals(accuracy!.mean, host.accuracy, 1e-12);
  assertAlmostEquals(balanced!.mean, host.balancedAccuracy, 1e-12);
  tf.dispose([answer, problems.answer, problems.condition.x!]);
});

Deno.test("connectivity: trivial answers score what was measured before", () => {
  // Shares of connected pairs: tests/datasets/connectivity_test.ts.
  for (const [difficulty, share] of [["same", .632], ["harder", .763]] as const) {
    const [all, neighbours] = baselineErrors(connectivity, { difficulty, problems: 1024 });
    assertEquals(all!.name, "all pairs connected");
    assertAlmostEquals(all!.scores[0]!.mean, share, .03);
    assertEquals(all!.scores[1]!.mean, 0.5);
    assertAlmostEquals(all!.mean, 1 - all!.scores[0]!.mean, 1e-6);
    // Neighbours are connected: no unconnected pair is wrong.
    const { accuracy, balanced } = {
      accuracy: neighbours!.scores[0]!.mean,
      balanced: neighbours!.scores[1]!.mean,
    };
    assert(accuracy > 1 - share && accuracy < 0.7 && balanced > 0.5, `${accuracy}, ${balanced}`);
  }
});

Deno.test("connectivity: constants are those of the released code", () => {
  const { sampler, loss, networks } = connectivity;
  assertEquals(sampler, { clampJump: 1, clampDescent: 1, clampFinal: 1, multiplierAfterFirst: 1 });
  assertEquals(loss, { contrastWeight: 0.05 });
  const { preset, averageDecay, averageEvery, clip } = networks.nlm!.training;
  assertEquals([preset, averageDecay, averageEvery, clip], ["reference", 0.995, 10, 1]);
  // Batch, steps and learning rate are not the paper's, but those of the shipped checkpoint.
  const { config } = readManifest<IredConfig>("data/checkpoints/connectivity_nlm");
  assertEquals(config, {
    task: "connectivity",
    network: "nlm",
    seed: 0,
    ...networks.nlm!.training,
  });
  for (const [network, { training }] of Object.entries(networks)) {
    checkConfig({ ...training, task: "connectivity", network, seed: 0 });
    const options = { ...presets[training.preset].sampler, ...sampler };
    assertEquals(options.innerSteps, 5);
    checkSamplerOptions(options);
  }
});

Deno.test("connectivity: published numbers are those of the paper's table", () => {
  const [ired] = connectivity.published;
  assertEquals([ired!.method, ired!.same, ired!.harder], ["IRED", 0.991, 0.938]);
  assert(connectivity.published.every(({ metric }) => metric === connectivity.metrics[0]!.name));
});

Deno.test("connectivity: either kind of negatives may be chosen", () =>
  tf.tidy(() => {
    const batch = connectivity.sample(random.key(1), 100, "train");
    const draw = (task = connectivity) => task.lossHooks!.negatives!(random.key(2), batch);
    const symmetric = draw();
    assertEquals(numbers(symmetric), numbers(tf.transpose(symmetric, [0, 2, 1])));
    assert(numbers(tf.max(tf.sub(symmetric, batch.answer)))[0] === 2, "connections are invented");
    const reference = draw(connectivityTask({ negatives: "reference" }));
    assert(numbers(tf.max(tf.sub(reference, batch.answer)))[0] === 0, "only removed");
    assert(numbers(tf.min(tf.sub(reference, batch.answer)))[0] === -2);
  }));

Deno.test("connectivity: checkpoints of each network come back as they were", async () => {
  for (const [network, { create, training }] of Object.entries(connectivity.networks)) {
    const made = create();
    const learner = iredLearner(connectivity, made, training);
    const learned = initialState(learner, 3);
    const config = { task: "connectivity", network, seed: 3, ...training };
    await withFolder((folder) => {
      const options = { folder, config, learner, machine: "a test" };
      saveCheckpoint({ step: 7, seconds: 1, learned }, options);
      const { progress } = loadProgress(folder, learner, random.key(0));
      const values = (tree: typeof learned) =>
        flatten(tree).map(([name, tensor]) => [name, numbers(tensor)]);
      assertEquals(values(progress.learned), values(learned));
      disposeTree(progress.learned);
      const stored = decodeSafetensors(Deno.readFileSync(`${folder}/average-7.safetensors`));
      const names = Object.keys(stored.tensors).sort();
      assertEquals(names, Object.keys(made.parameters).sort());
    });
    disposeTree(learned);
  }
});

Deno.test("what solve shows of a graph says which pairs are wrong, whatever the diagonal", () => {
  // 0 and 1 are joined, 2 stands alone.
  const x = { shape: [3, 3, 1], values: Float64Array.of(-1, 1, -1, 1, -1, -1, -1, -1, -1) };
  const show = (answer: number[], from = 0, to = 2) =>
    ownConnectivity.show(Float32Array.from(answer), { x }, { from, to }).split("\n");
  const all = show([1, 1, 1, 1, 1, 1, 1, 1, 1]);
  assertEquals(all.slice(1, 3), ["# wrong: 2 of 3 pairs", "# 0 and 2 are joined, which is wrong"]);
  const right = show([-1, 1, -1, 1, 1, -1, -1, -1, -1]);
  assertEquals(right.slice(1, 3), ["# right: all 3 pairs", "# 0 and 2 are not joined"]);
  // One of the two entries of a pair is enough to be wrong.
  assertEquals(show([1, -1, -1, 1, 1, -1, -1, -1, 1], 1, 0).slice(1, 3), [
    "# wrong: 1 of 3 pairs",
    "# 1 and 0 are joined",
  ]);
});
