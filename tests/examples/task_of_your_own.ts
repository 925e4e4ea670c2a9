/** A task of your own: fifty steps of training, and what they gained. */
import { createTraining, defineTask, evaluate, loadTrained } from "../../lib/mod.ts";
import { mlp, random, tf } from "../../lib/mod.ts";

const rotation = defineTask({
  name: "rotation",
  answerShape: [2],
  networks: { small: { create: () => mlp({ conditionSize: 2, answerSize: 2, width: 64 }) } },
  sample(key, count) {
    const x = random.uniform(key, [count, 2], -1, 1);
    return { condition: { x }, answer: tf.matMul(x, tf.tensor2d([[0, 1], [-1, 0]])) };
  },
});

const training = createTraining(rotation, "small", { steps: 50, learningRate: 1e-2 }, "graph");
for await (const { step, loss } of training.steps()) if (step % 10 === 0) console.log(step, loss);
training.save("results/rotation");

const trained = loadTrained("results/rotation", rotation);
const { mean } = await evaluate({ ...trained, problems: 64, mode: "graph" });
console.log(`mean squared error ${mean}`);
