/** A small task whose ideal energy is known. */
import { random, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import type { Task } from "../../../../lib/papers/ired/tasks/task.ts";

const schedule = cosineSchedule(10);

/** E(x, y, t) = w·‖y - √ᾱ_t·2x‖²/(2σ_t), which is what training would find for w = 1. */
export const ideal: EnergyNetwork = {
  name: "ideal",
  config: {},
  parameters: { w: { shape: [], bound: 0 } },
  init: () => ({ w: tf.scalar(1) }),
  encode: (_, { x }) => ({ answer: tf.mul(x!, 2) }),
  energy(params, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, y.rank);
    const difference = tf.sub(y, tf.mul(scale, answer!));
    const energy = tf.div(tf.square(difference), tf.mul(2, sigma));
    return tf.mul(params.w!, tf.sum(energy, [1, 2])) as Tensor1D;
  },
};

/** y = 2x, matrices of 3×2 with entries within ±0.5, or ±1 on the harder set. */
export const doubling: Task = {
  name: "doubling",
  title: "Doubling",
  answerShape: [3, 2],
  networks: {},
  sample(key, count, difficulty) {
    const limit = difficulty === "harder" ? 1 : 0.5;
    const x = random.uniform(key, [count, 3, 2], -limit, limit);
    return { condition: { x }, answer: tf.mul(x, 2) };
  },
  error: (answer, problems) => tf.mean(tf.squaredDifference(answer, problems.answer), [1, 2]),
  errorName: "mean squared error",
  metrics: [],
  published: [{ method: "IRED", same: 0.1, harder: 0.2, source: "nowhere" }],
  baselines: [{ name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) }],
};
