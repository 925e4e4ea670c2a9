import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import {
  encodePathActions,
  PATH_SPLITS,
  type PathProblem,
} from "../../../../lib/datasets/shortest_path.ts";
import { pathScores } from "../oracles/graph_metrics.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import { scorerOf } from "../../../../lib/papers/ired/evaluation/scores.ts";
import { solverSettings } from "../../../../lib/papers/ired/evaluation/solver.ts";
import { checkConfig } from "../../../../lib/papers/ired/config.ts";
import { checkSamplerOptions, presets } from "../../../../lib/papers/ired/method/options.ts";
import { type Split, taskNamed } from "../../../../lib/papers/ired/tasks/mod.ts";
import type { Problems } from "../../../../lib/papers/ired/problems.ts";
import {
  shortestPath,
  visitedWeight,
} from "../../../../lib/papers/ired/tasks/shortest_path/shortest_path.ts";
import {
  corruptMoves,
  wrongFirstMove,
} from "../../../../lib/papers/ired/tasks/shortest_path/wrong_moves.ts";
import { byNodes } from "../../../../lib/papers/ired/tasks/shortest_path/hardness.ts";
import {
  pathProblemsOf,
  pathsOnTheWay,
  pathTensors,
} from "../../../../lib/papers/ired/tasks/shortest_path/problems.ts";

const difficulties = ["same", "harder"] as const;
const numbers = (x: Tensor) => Array.from(x.dataSync());

/** Measures of `answer` by name, and the mean error. */
function scoresOf(answer: Tensor, problems: Problems): Record<string, number> {
  const scorer = scorerOf(shortestPath);
  scorer.add(answer, problems);
  const errors = tf.tidy(() => shortestPath.error(answer, problems).dataSync<"float32">());
  const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
  const scores = scorer.scores(errors).map(({ metric, mean }) => [metric, mean]);
  return { ...Object.fromEntries(scores), error: mean };
}

Deno.test("shortest path: shapes, signs and paths of a batch", () =>
  tf.tidy(() => {
    assertEquals(taskNamed("shortest_path"), shortestPath);
    for (const [split, n] of [["train", 20], ["same", 20], ["harder", 25]] as const) {
      const { condition, answer, extra } = shortestPath.sample(random.key(1), 5, split);
      assertEquals(condition.x!.shape, [5, n, n, 4]);
      assertEquals(answer.shape, [5, 8, n, 1]);
      assert([...numbers(condition.x!), ...numbers(answer)].every((v) => Math.abs(v) === 1));
      assertEquals(numbers(tf.sum(answer, 2)), new Array(40).fill(2 - n));
      const { legal, optimal } = extra as { legal: Tensor; optimal: Tensor };
      assertEquals([legal.shape, optimal.shape], [[5, n], [5, n]]);
      assertEquals(numbers(tf.mul(legal, optimal)), numbers(optimal));
      assert(numbers(tf.sum(optimal, 1)).every((count) => count >= 1));
    }
  }));

/** Problems on the host. */
function drawn(split: Split, seed: number, count: number): PathProblem[] {
  const key = random.key(seed);
  try {
    return pathProblemsOf(split, key, count);
  } finally {
    key.dispose();
  }
}

Deno.test("shortest path: on the way, every state of a path is as likely, and the rest is optimal", () => {
  const key = random.key(5);
  const problems = pathsOnTheWay(key, 2000), whole = pathProblemsOf("train", key, 2000);
  assertEquals(pathsOnTheWay(key, 3), problems.slice(0, 3));
  key.dispose();
  problems.forEach(({ graph, start, goal, distance, actions, distances }, i) => {
    assertEquals(actions, whole[i]!.actions.slice(-distance));
    assertEquals([actions.length, actions.at(-1)], [distance, goal]);
    assertEquals(distances[start * graph.nodes + goal], distance);
    assertEquals(graph.adjacency[start * graph.nodes + actions[0]!], 1);
  });
  // A goal d = 4, 5, 6 moves away, each as likely, leaves 1 … d moves, each as likely.
  for (const d of [1, 2, 3, 4, 5, 6]) {
    const expected = [4, 5, 6].filter((all) => all >= d).reduce((p, all) => p + 1 / (3 * all), 0);
    const share = problems.filter(({ distance }) => distance === d).length / problems.length;
    assertAlmostEquals(share, expected, 5 * Math.sqrt(expected / problems.length));
  }
});

Deno.test("shortest path: a key fixes the problems; training and test share none", () => {
  const graphs = (split: Split, seed: number) =>
    drawn(split, seed, 40).map(({ graph }) => `${graph.points}`);
  for (const split of ["train", "same", "harder"] as const) {
    assertEquals(graphs(split, 1), graphs(split, 1));
    assert(graphs(split, 1).every((graph) => !graphs(split, 2).includes(graph)));
  }
  const training = new Set(graphs("train", 1));
  assert(graphs("same", 1).every((graph) => !training.has(graph)));
  const harder = drawn("harder", 3, 60).map(({ distance, graph }) => `${distance} ${graph.nodes}`);
  assertEquals([...new Set(harder)].sort(), ["4 25", "5 25", "6 25"]);
  assertThrows(
    () => drawn("same", 1, 2 ** 16 + 1),
    RangeError,
    "count must be at most 65536: current value is 65537",
  );
});

Deno.test("shortest path: the stored answer scores all, on both sets", () =>
  tf.tidy(() => {
    for (const difficulty of difficulties) {
      const problems = shortestPath.sample(random.key(2), 50, difficulty);
      assertEquals(scoresOf(problems.answer, problems), {
        "first action accuracy": 1,
        "first action legal": 1,
        "first action as stored": 1,
        "actions as stored": 1,
        error: 0,
      });
    }
  }));

Deno.test("shortest path: measures agree with those on the host, NaN and ties included", () =>
  tf.tidy(() => {
    const onHost = drawn("same", 5, 200);
    const problems = pathTensors(onHost);
    const noise = numbers(random.normal(random.key(1), problems.answer.shape));
    const truth = encodePathActions(onHost);
    const answers = {
      "near the truth": truth.map((v, i) => v + noise[i]!),
      "rounded, so that scores are equal": truth.map((v, i) => Math.round(v / 4 + noise[i]!)),
      "with NaN": truth.map((v, i) => noise[i]! > 1.5 ? NaN : v + noise[i]!),
      "all NaN": truth.map(() => NaN),
      "all equal": truth.map(() => 0),
      infinite: truth.map((v) => v > 0 ? Infinity : -Infinity),
    };
    for (const [name, values] of Object.entries(answers)) {
      const answer = tf.tensor(Float32Array.from(values), problems.answer.shape);
      const expected = pathScores(Float32Array.from(values), onHost);
      const actual = scoresOf(answer, problems);
      const close = (metric: string, value: number) =>
        assertAlmostEquals(actual[metric]!, value, 1e-5, `${name}, ${metric}`);
      close("first action accuracy", expected.firstActionAccuracy);
      close("first action legal", expected.firstActionFeasibility);
      close("first action as stored", expected.firstActionOracle);
      close("actions as stored", expected.argmaxAccuracy);
      close("error", 1 - expected.firstActionAccuracy);
    }
  }));

Deno.test("shortest path: a random legal neighbour scores .724 and .737 (spec, section 5.4)", () => {
  for (const [difficulty, score] of [["same", .724], ["harder", .737]] as const) {
    const [random] = baselineErrors(shortestPath, { difficulty, problems: 1024 });
    assertAlmostEquals(1 - random!.mean, score, 4 * random!.standardError);
    const legal = random!.scores.find(({ metric }) => metric === "first action legal")!;
    assertEquals(legal.mean, 1);
  }
});

Deno.test("shortest path: nodes on the path weigh 10, others ½", () =>
  tf.tidy(() => {
    const { answer } = shortestPath.sample(random.key(1), 3, "train");
    const weights = numbers(visitedWeight(answer));
    numbers(answer).forEach((y, i) => assertEquals(weights[i], y > 0 ? 10 : 0.5));
    assertEquals(visitedWeight(answer).shape, answer.shape);
  }));

Deno.test("shortest path: negatives have another first move, any node alike, and keep the rest", () =>
  tf.tidy(() => {
    const batch = 2000;
    const problems = shortestPath.sample(random.key(1), 20, "train");
    const answer = tf.tile(problems.answer, [batch / 20, 1, 1, 1]);
    const negative = corruptMoves(random.key(7), { answer });
    const rest = (x: Tensor) => numbers(tf.slice(x, [0, 1, 0, 0], [batch, 7, 20, 1]));
    assertEquals(rest(negative), rest(answer));
    const first = (x: Tensor) =>
      tf.reshape(tf.slice(x, [0, 0, 0, 0], [batch, 1, 20, 1]), [batch, 20]);
    assertEquals(numbers(tf.sum(first(negative), 1)), new Array(batch).fill(-18));
    // 100 times each, give or take 10.
    numbers(tf.sum(tf.add(tf.mul(first(negative), 0.5), 0.5), 0)).forEach((count) =>
      assert(Math.abs(count - batch / 20) < 50, `${count}`)
    );
    const kept = numbers(tf.sum(tf.mul(first(negative), first(answer)), 1)).filter((v) => v === 20);
    assertAlmostEquals(kept.length / batch, 1 / 20, 0.02);
  }));

Deno.test("shortest path: as many moves as asked for are corrupted", () =>
  tf.tidy(() => {
    const problems = shortestPath.sample(random.key(1), 30, "same");
    for (const count of [1, 4, 8]) {
      const corrupted = corruptMoves(random.key(2), problems, count);
      assertEquals(corrupted.shape, problems.answer.shape);
      const moved = numbers(tf.any(tf.notEqual(corrupted, problems.answer), [0, 2, 3]));
      assertEquals(moved, Array.from({ length: 8 }, (_, step) => step < count ? 1 : 0));
    }
  }));

Deno.test("shortest path: a wrong first move is an edge where one leads astray, and never right", () =>
  tf.tidy(() => {
    const problems = shortestPath.sample(random.key(1), 200, "same");
    const wrong = wrongFirstMove(random.key(2), problems);
    const scores = scoresOf(wrong, problems);
    assertEquals(scores["first action accuracy"], 0);
    const { legal, optimal } = problems.extra as { legal: Tensor; optimal: Tensor };
    const astray = tf.greater(tf.sum(tf.sub(legal, optimal), 1), 0);
    const share = tf.mean(tf.cast(astray, "float32")).dataSync()[0]!;
    assertAlmostEquals(scores["first action legal"]!, share, 1e-6);
    assertAlmostEquals(scores["actions as stored"]!, 7 / 8, 1e-6);
  }));

Deno.test("shortest path: sets of a size have that size", () =>
  tf.tidy(() => {
    for (const value of byNodes.values) {
      const { condition, answer } = byNodes.sample(random.key(1), 2, value);
      assertEquals(condition.x!.shape, [2, value, value, 4]);
      assertEquals(answer.shape, [2, 8, value, 1]);
    }
  }));

Deno.test("shortest path: sets of a distance have that distance, within training or beyond", () => {
  const { values, sample } = shortestPath.hardness!;
  for (const value of values) {
    const { answer, condition } = sample(random.key(1), 3, value);
    // The path repeats its last move, the goal, once it is there.
    const moves = tf.tidy(() => {
      const goal = tf.mean(tf.unstack(condition.x!, 3)[3]!, 2);
      const atGoal = tf.mul(tf.squeeze(answer, [3]), tf.expandDims(goal, 1));
      return numbers(tf.sum(tf.cast(tf.equal(tf.sum(atGoal, 2), 20), "float32"), 1));
    });
    assertEquals(moves, [9 - value, 9 - value, 9 - value]);
    disposeTree({ answer, condition });
  }
});

Deno.test("shortest path: constants of the sampler, and of training", () => {
  const reference = solverSettings(shortestPath, { preset: "reference" }).sampler;
  assertEquals(
    [reference.innerSteps, reference.clampJump, reference.clampDescent, reference.clampFinal],
    [5, 1, 1, 0.1],
  );
  assertEquals(reference.multiplierAfterFirst, 1);
  const corrected = solverSettings(shortestPath, { preset: "corrected" }).sampler;
  assertEquals([corrected.clampJump, corrected.clampDescent, corrected.clampFinal], [1, 1, 1]);
  assertEquals(
    solverSettings(shortestPath, { preset: "reference", sampler: { clampFinal: 1 } }).sampler
      .clampFinal,
    1,
  );
  for (const [network, { training }] of Object.entries(shortestPath.networks)) {
    checkConfig({ ...training, task: "shortest_path", network, seed: 0 });
    checkSamplerOptions(solverSettings(shortestPath, { preset: training.preset }).sampler);
    assertEquals({ ...presets[training.preset].loss, ...shortestPath.loss }.contrastWeight, 0.5);
  }
  assertEquals(PATH_SPLITS.train.size, 90_000);
  assertEquals(shortestPath.published[0], {
    method: "IRED",
    same: 0.926,
    harder: 0.919,
    metric: "first action accuracy",
    source: "IRED, table 6",
  });
});
