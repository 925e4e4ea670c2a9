/** Small shortest-path problems for the tests of networks. */
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import type { Condition } from "../../lib/energy/energy_network.ts";
import { drawPathProblem } from "../../lib/datasets/shortest_path.ts";
import { rng } from "../../lib/datasets/rng.ts";
import { pathTensors } from "../../lib/papers/ired/tasks/shortest_path/problems.ts";

/** `batch` conditions of `nodes` nodes, and answers near the truth. */
export function drawPathBatch(
  batch: number,
  nodes: number,
  seed = 1,
): { condition: Condition; answer: Tensor; y: Tensor } {
  const difficulty = { nodes, maxDegree: 4, distance: [2, 3] as const };
  const stream = rng(seed);
  const problems = Array.from(
    { length: batch },
    (_, i) => drawPathProblem(difficulty, stream.split(i)),
  );
  const { condition, answer } = pathTensors(problems);
  const noise = random.normal(random.key(seed), answer.shape);
  return { condition, answer, y: tf.add(answer, tf.mul(0.5, noise)) };
}

/** Nodes in another order: both axes of a condition, the one of an answer. */
export function renumber(
  { condition, y }: { condition: Condition; y: Tensor },
  order: readonly number[],
): { condition: Condition; y: Tensor } {
  const places = tf.tensor1d([...order], "int32");
  const x = tf.gather(tf.gather(condition.x!, places, 1), places, 2);
  return { condition: { x }, y: tf.gather(y, places, 2) };
}
