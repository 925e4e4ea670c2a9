/** The parts of a task that learns in a second: two numbers are answered with two numbers. */
import { type defineTask, mlp, random, type tf } from "lib/mod.ts";

export type Parts = Parameters<typeof defineTask>[0];

/** Points of the square [-1, 1]², shape [count, 2], each answered by `answer`. */
export const tinyTask = (name: string, answer: (x: tf.Tensor) => tf.Tensor): Parts => ({
  name,
  answerShape: [2],
  networks: {
    small: { create: () => mlp({ conditionSize: 2, answerSize: 2, width: 8, timeFeatures: 8 }) },
  },
  sample(key, count) {
    const x = random.uniform(key, [count, 2], -1, 1);
    return { condition: { x }, answer: answer(x) };
  },
});
