/** Inverses of other sizes than in training. */
import { assert, assertEquals } from "@std/assert";
import { evaluate, loadTrained, random, taskAt, tf } from "lib/mod.ts";
import { inverseByRows } from "lib/papers/ired/notebook.ts";

Deno.test("problems of a size have it, are symmetric, and their answers are inverses", () => {
  const { condition, answer } = inverseByRows.hardness!.sample(random.key(5), 3, 7);
  assertEquals([condition.x!.shape, answer.shape], [[3, 1, 7, 7], [3, 7, 7]]);
  const a = condition.x!.reshape([3, 7, 7]);
  const rest = tf.sub(tf.matMul(a, answer), tf.expandDims(tf.eye(7), 0));
  assert(tf.max(tf.abs(rest)).dataSync()[0]! < 1e-3);
  assert(tf.max(tf.abs(tf.sub(a, tf.transpose(a, [0, 2, 1])))).dataSync()[0]! === 0);
  const [zero] = inverseByRows.baselines;
  const zeros = zero!.answer({ condition, answer }, { condition, answer });
  assertEquals([zeros.shape, tf.max(tf.abs(zeros)).dataSync()[0]], [[3, 7, 7], 0]);
});

Deno.test("small matrices need many steps, and large ones steps that adapt", async () => {
  const trained = loadTrained("data/checkpoints/inverse_symmetric");
  const error = async (rows: number, sampler: object) => {
    const task = taskAt(inverseByRows, rows);
    const how = { difficulty: "same", problems: 4, seed: 11, mode: "graph", batch: 4 } as const;
    const { errors } = await evaluate({ ...trained, ...how, task, sampler });
    return errors.reduce((a, b) => a + b) / errors.length;
  };
  const [few, many] = [await error(6, { innerSteps: 1 }), await error(6, { innerSteps: 40 })];
  assert(many < 1e-3 * few, `${few} ${many}`);
  const fixed = await error(28, { innerSteps: 40 });
  const adaptive = await error(28, { innerSteps: 40, stepLength: "adaptive" });
  assert(fixed > 1 && adaptive < 1e-6, `${fixed} ${adaptive}`);
});
