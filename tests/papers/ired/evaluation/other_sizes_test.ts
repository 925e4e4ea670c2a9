/** Networks that fit problems of any size are asked about other sizes than they learned from. */
import { assert, assertThrows } from "@std/assert";
import { asked, loadTrained, random, solveBatch, solverSettings, tasks, tf } from "lib/mod.ts";

function solved(checkpoint: string, condition: Record<string, tf.Tensor>) {
  const trained = loadTrained(`data/checkpoints/${checkpoint}`);
  const { question, shape } = asked(trained.task, condition);
  const settings = solverSettings(trained.task, {
    ...trained,
    mode: "graph",
    sampler: { innerSteps: 5 },
  });
  return solveBatch(trained, question, shape, random.key(3), settings).answer;
}

const farthest = (answer: tf.Tensor, wanted: tf.Tensor) =>
  tf.max(tf.abs(tf.sub(answer, wanted))).dataSync()[0]!;

Deno.test("a matrix of another size than in training is inverted, and its sum found", () => {
  const size = 8, matrix = tf.add(tf.eye(size), 0.1).reshape([1, 1, size, size]);
  const inverse = solved("inverse_symmetric", { x: matrix });
  const product = tf.matMul(matrix.reshape([size, size]), inverse.reshape([size, size]));
  assert(farthest(product, tf.eye(size)) < 1e-3, `${product}`);
  const x = random.uniform(random.key(4), [2, 2, 5, 7], -1, 1);
  assert(farthest(solved("addition_symmetric", { x }), tf.sum(x, 1)) < 0.1);
});

Deno.test("a network of one size says which", () => {
  assertThrows(
    () => solved("inverse_mlp", { x: tf.zeros([2, 1, 10, 10]) }),
    TypeError,
    "needs x of 400 entries for each problem: it has 100",
  );
});

Deno.test("a condition without what gives an answer its shape is left to the network", () => {
  for (const task of [tasks.inverse, tasks.connectivity, tasks.shortest_path]) {
    const { shape } = asked(task, { other: tf.zeros([3, 4]) });
    assert(shape[0] === 3 && `${shape.slice(1)}` === `${task.answerShape}`, `${shape}`);
  }
});
