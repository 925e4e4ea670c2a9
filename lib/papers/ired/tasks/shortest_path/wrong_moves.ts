/** Answers with wrong moves: negatives to learn from, and answers to look at. */
import { type Key, random, type Tensor, tf } from "../../../../tensor/mod.ts";
import type { Problems } from "../../problems.ts";

/** Moves to `nodes` `[batch, steps]`, as answers have them: `[batch, steps, n, 1]` of ±1. */
export function movesTo(nodes: Tensor, n: number): Tensor {
  const ones = tf.cast(tf.oneHot(tf.cast(nodes, "int32") as tf.Tensor2D, n), "float32");
  return tf.expandDims(tf.sub(tf.mul(ones, 2), 1), 3);
}

/** `answer` with `first` in place of its first moves. */
function replaced(answer: Tensor, first: Tensor): Tensor {
  const [batch, steps, n] = answer.shape as [number, number, number];
  const count = first.shape[1]!;
  if (count === steps) return first;
  const kept = tf.slice(answer, [0, count, 0, 0], [batch, steps - count, n, 1]);
  return tf.concat([first, kept], 1);
}

/** Answers with their first `count` moves replaced, any node alike, even the right one. */
export function corruptMoves(key: Key, { answer }: Pick<Problems, "answer">, count = 1): Tensor {
  const [batch, , n] = answer.shape as [number, number, number];
  return replaced(answer, movesTo(random.integers(key, [batch, count], 0, n), n));
}

/**
 * The right answers but for the first move, which goes to a neighbour no closer to the goal, if
 * there is one, and else to any node that is not closer.
 */
export function wrongFirstMove(key: Key, { answer, extra }: Problems): Tensor {
  const [batch, , n] = answer.shape as [number, number, number];
  const wrong = tf.sub(1, extra!.optimal!);
  const drawn = random.uniform(key, [batch, n], 0.5, 1);
  const chances = tf.mul(tf.mul(wrong, tf.add(extra!.legal!, 0.1)), drawn);
  return replaced(answer, movesTo(tf.expandDims(tf.argMax(chances, 1), 1), n));
}

/** At each step the same random neighbour of the start: only the first can be meant. */
export function randomNeighbours({ answer, extra }: Problems): Tensor {
  const [batch, steps, n] = answer.shape as [number, number, number];
  const drawn = random.uniform(random.key(0), [batch, n], 0.5, 1);
  const chosen = tf.expandDims(tf.argMax(tf.mul(drawn, extra!.legal!), 1), 1);
  return tf.tile(movesTo(chosen, n), [1, steps, 1, 1]);
}
