/** The lines that charts compare results with. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "lib/tensor/mod.ts";
import { baselineErrors } from "lib/papers/ired/evaluation/baselines.ts";
import { references } from "lib/papers/ired/evaluation/references.ts";
import type { Task } from "lib/papers/ired/tasks/task.ts";
import { doubling } from "./toy.ts";

/** Doubling with two trivial answers, and a measure of which more is better. */
const measured: Task = {
  ...doubling,
  metrics: [{
    name: "signs right",
    better: "higher",
    counts: (answer, problems) =>
      tf.reshape(
        tf.sum(tf.cast(tf.greater(tf.mul(answer, problems.answer), 0), "float32"), [1, 2]),
        [-1, 1],
      ) as tf.Tensor2D,
    value: ([sum], problems) => sum! / (6 * problems),
  }],
  published: [
    { method: "IRED", same: 0.1, harder: 0.2, source: "nowhere" },
    { method: "IRED", same: 0.9, harder: 0.8, metric: "signs right", source: "nowhere" },
    { method: "another", same: 0.3, harder: 0.4, source: "nowhere" },
  ],
  baselines: [
    { name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) },
    { name: "twice too much", answer: ({ answer }) => tf.mul(answer, 2) },
    { name: "far too much", answer: ({ answer }) => tf.mul(answer, 3) },
  ],
};

const set = { problems: 256, seed: 1 };
const valuesOf = (rows: ReturnType<typeof references>, label: string) =>
  rows.filter((row) => row.label === label).map(({ value }) => value);

Deno.test("the best trivial answer has the lowest error, and the most that is right", () => {
  const errors = references(measured, set);
  // y is uniform in ±1, or ±2, and two answers are as far off as y is large: its mean square.
  const [same, harder] = valuesOf(errors, "best trivial answer") as [number, number];
  // Of 1,536 squares, whose deviation is √(1/5 - 1/9), four deviations of their mean.
  const spread = 4 * Math.sqrt((1 / 5 - 1 / 9) / (256 * 6));
  assertAlmostEquals(same, 1 / 3, spread);
  assertAlmostEquals(harder, 4 / 3, 4 * spread);
  const shares = references(measured, { ...set, metric: "signs right" });
  assertEquals(valuesOf(shares, "best trivial answer"), [1, 1]);
});

Deno.test("published numbers are those of the measure and of the methods that are shown", () => {
  assertEquals(valuesOf(references(measured, set), "published IRED"), [0.1, 0.2]);
  const shares = references(measured, { ...set, metric: "signs right" });
  assertEquals(valuesOf(shares, "published IRED"), [0.9, 0.8]);
  assertEquals(shares.map(({ split }) => split), [
    ...["same difficulty", "same difficulty", "harder", "harder"],
  ]);
  const others = references(measured, set, ["another"]);
  assertEquals(valuesOf(others, "published another"), [0.3, 0.4]);
  assert(valuesOf(others, "published IRED").length === 0);
});

Deno.test("trivial answers that learn do so from training problems, whatever is tested", () => {
  const of = { train: 1, validation: 7, same: 2, harder: 4 };
  const learning: Task = {
    ...doubling,
    baselineTraining: 32,
    sample: (_, count, split) => {
      const answer = tf.fill([count, 3, 2], of[split]);
      return { condition: { x: tf.div(answer, 2) }, answer };
    },
    baselines: [{
      name: "mean answer of the training set",
      answer({ answer }, training) {
        assertEquals(training.answer.shape[0], 32);
        return tf.mul(tf.onesLike(answer), tf.mean(training.answer));
      },
    }],
  };
  const errors = (["same", "harder"] as const).map((difficulty) =>
    baselineErrors(learning, { problems: 4, difficulty })[0]!.mean
  );
  assertEquals(errors, [(2 - 1) ** 2, (4 - 1) ** 2]);
});
