import { assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor2D, tf } from "../../../../lib/tensor/mod.ts";
import { baselineErrors } from "../../../../lib/papers/ired/evaluation/baselines.ts";
import {
  isHigherBetter,
  jackknife,
  scorerOf,
} from "../../../../lib/papers/ired/evaluation/scores.ts";
import { meanOf } from "../../../../lib/records/statistics.ts";
import { measureOf } from "../../../../lib/papers/ired/evaluation/measure.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import type { Metric, Task } from "../../../../lib/papers/ired/tasks/mod.ts";
import { assertThrows } from "@std/assert";
import { doubling as toy, ideal } from "./toy.ts";

/** Entries of an answer that are positive, as a share of all of them. */
const positive: Metric = {
  name: "positive entries",
  better: "higher",
  counts(answer) {
    const flat = tf.reshape(answer, [answer.shape[0]!, -1]);
    const hits = tf.sum(tf.cast(tf.greater(flat, 0), "float32"), 1);
    return tf.stack([hits, tf.fill(hits.shape, flat.shape[1]!)], 1) as Tensor2D;
  },
  value: ([hits, all]) => hits! / all!,
};

const task: Task = { ...toy, metrics: [positive] };

Deno.test("jackknife() of a mean is its standard error", () => {
  const values = [1, 2, 4, 8, 16];
  const found = jackknife(values.map((value) => [value]), ([sum], n) => sum! / n);
  const { mean, standardError } = meanOf(values);
  assertAlmostEquals(found.mean, mean, 1e-12);
  assertAlmostEquals(found.standardError, standardError, 1e-12);
});

Deno.test("jackknife() weighs problems by their size", () => {
  const { mean: value } = jackknife([[1, 1], [0, 3]], ([hits, all]) => hits! / all!);
  assertEquals(value, 0.25);
  assertEquals(jackknife([[1, 2]], ([a, b]) => a! / b!), { mean: 0.5, standardError: NaN });
});

Deno.test("jackknife() passes over problems without which a measure is undefined", () => {
  const { mean: value, standardError } = jackknife([[1, 1], [0, 0]], ([a, b]) => a! / b!);
  assertEquals([value, standardError], [1, 0]);
});

Deno.test("a scorer adds up batches of any size", () => {
  const problems = { condition: {}, answer: tf.zeros([3, 2]) };
  const answers = tf.tensor2d([[1, 1], [1, -1], [-1, -1]]);
  const scorer = scorerOf(task);
  scorer.add(tf.slice(answers, [0, 0], [1, 2]), problems);
  scorer.add(tf.slice(answers, [1, 0], [2, 2]), problems);
  const [score] = scorer.scores([]);
  assertEquals([score!.metric, score!.mean], ["positive entries", 0.5]);
});

Deno.test("evaluate() and baselineErrors() give the task's measures, or its mean error", async () => {
  const network = ideal;
  const params = network.init(random.key(0));
  const options = { network, params, problems: 6, batch: 4, mode: "graph" } as const;
  const plain = await evaluate({ task: toy, ...options });
  assertEquals(plain.scores, [{
    metric: toy.errorName,
    mean: plain.mean,
    standardError: plain.standardError,
    n: 6,
    kind: "amount",
  }]);
  const measured = await evaluate({ task, ...options });
  assertEquals(measured.scores.map(({ metric }) => metric), ["positive entries"]);
  const value = measured.scores[0]!.mean;
  assertEquals(value >= 0 && value <= 1, true);
  assertEquals(measureOf(measured, task, "positive entries").mean, value);
  assertEquals(measureOf(measured, task, undefined).mean, measured.mean);
  const kind = (of: Task, metric?: string) => measureOf(measured, of, metric).kind;
  assertEquals(kind(task, "positive entries"), "share");
  assertEquals(kind(task), "amount");
  assertEquals(kind({ ...task, errorKind: "share" }), "share");
  assertThrows(() => measureOf(measured, task, "luck"), RangeError, "positive entries");
  for (const { scores } of baselineErrors(task, { problems: 4 })) {
    assertEquals(scores.map(({ metric }) => metric), ["positive entries"]);
  }
  assertEquals([isHigherBetter(task, "positive entries"), isHigherBetter(task, "x")], [
    true,
    false,
  ]);
});
