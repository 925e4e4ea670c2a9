/** A toy for looking at landscapes: where a line crosses the unit circle, with two right answers. */
import { compile, type Key, type Tensor, tf } from "../../../tensor/mod.ts";
import { circleLine as draw, lineDistance, otherCrossing } from "../../../datasets/circle_line.ts";
import { mlp } from "../../../models/mlp.ts";
import { defineTask } from "./define.ts";
import type { Split, Task } from "./task.ts";
import type { Problems } from "../problems.ts";
import { shortTraining } from "./usual_training.ts";

const draws = new Map<string, (inputs: { key: Key }) => Problems>();

function sample(key: Key, count: number, split: Split): Problems {
  const difficulty = split === "harder" ? "harder" : "same"; // problems never end
  const signature = `${count} ${difficulty}`;
  let compiled = draws.get(signature);
  if (!compiled) {
    const fresh = ({ key }: { key: Key }) => draw(key, count, lineDistance[difficulty]) as Problems;
    compiled = compile(fresh, { name: "circle_line_problems", mode: "graph" });
    draws.set(signature, compiled);
  }
  return compiled({ key });
}

const squaredDistance = (a: Tensor, b: Tensor) => tf.sum(tf.square(tf.sub(a, b)), 1);

/** Distance to the nearer of the two crossings, `[batch]`. */
export function distanceToCrossing(answer: Tensor, { condition, answer: one }: Problems): Tensor {
  const other = otherCrossing(condition.x!, one);
  return tf.sqrt(tf.minimum(squaredDistance(answer, one), squaredDistance(answer, other)));
}

/** Not listed among the experiments: nothing is published about it. */
export const circleLine: Task = defineTask({
  name: "circle_line",
  title: "Circle and line",
  answerShape: [2],
  networks: {
    mlp: {
      title: "small MLP",
      create: () => mlp({ conditionSize: 3, answerSize: 2, width: 64, timeFeatures: 32 }),
      training: { ...shortTraining, steps: 2500 },
    },
  },
  sampler: { clampJump: 2, clampDescent: 2, clampFinal: 2 },
  sample,
  error: distanceToCrossing,
  errorName: "distance to the nearer crossing",
  baselines: [{
    name: "foot point",
    answer: ({ condition }) => {
      const [normal, d] = tf.split(condition.x!, [2, 1], 1);
      return tf.mul(d!, normal!);
    },
  }],
});
