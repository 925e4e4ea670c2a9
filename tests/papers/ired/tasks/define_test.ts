import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createTraining, defineTask, evaluate, mlp, random, tf } from "../../../../lib/mod.ts";

const turned = (answerShape: readonly number[], rows = 0) =>
  defineTask({
    name: "rotation",
    answerShape,
    networks: {
      small: { create: () => mlp({ conditionSize: 2, answerSize: 2, width: 8 }) },
    },
    sample(key, count) {
      const x = random.uniform(key, [count + rows, 2], -1, 1);
      // Written as one would: the matrix is nobody's.
      return { condition: { x }, answer: tf.matMul(x, tf.tensor2d([[0, 1], [-1, 0]])) };
    },
  });

Deno.test("a task of one's own leaves no tensors behind, in training and in evaluation", async () => {
  const before = tf.memory().numTensors, task = turned([2]);
  const training = createTraining(task, "small", { steps: 3, batch: 4 }, "graph");
  for await (const _ of training.steps());
  const { network, progress } = training, params = progress.learned.average;
  const all = { task, network, params, mode: "graph" } as const;
  await evaluate({ ...all, problems: 3 });
  for (const problems of [0, -1, 1.5]) {
    await assertRejects(
      () => evaluate({ ...all, problems }),
      RangeError,
      "problems must be an integer from 1",
    );
  }
  training.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("answers of another shape or number than asked for are refused", () => {
  const key = random.key(1);
  assertThrows(() => turned([3]).sample(key, 4, "train"), RangeError, "shape [4,3]: it has [4,2]");
  assertThrows(
    () => turned([2], 1).sample(key, 4, "validation"),
    RangeError,
    "must be a tensor of 4 problems: it is a tensor [5,2]",
  );
});
