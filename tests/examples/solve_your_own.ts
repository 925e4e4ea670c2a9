/** A problem of your own, solved by a shipped checkpoint: invert a matrix by descending an energy. */
import { asked, loadTrained, random, solveBatch, solverSettings, tf } from "../../lib/mod.ts";

const trained = loadTrained("data/checkpoints/inverse_symmetric");
const matrix = tf.add(tf.eye(20), 0.02); // symmetric positive definite, 20 × 20
const { question, shape } = asked(trained.task, { x: tf.reshape(matrix, [1, 1, 20, 20]) });

const settings = solverSettings(trained.task, {
  ...trained,
  sampler: { innerSteps: 20 },
  mode: "graph",
});
const { answer, energy } = solveBatch(trained, question, shape, random.key(1), settings);

const product = tf.matMul(matrix, tf.reshape(answer, [20, 20]));
const off = tf.max(tf.abs(tf.sub(product, tf.eye(20)))).dataSync()[0]!;
console.log(`energy ${energy![0]}, largest entry of AY - I: ${off}`);
