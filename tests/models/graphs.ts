/** Random graphs for tests of networks. */
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { connectivityGraphs, encodeConnectivity } from "../../lib/datasets/connectivity.ts";

/** Undirected graphs, and answers near the right ones: `x` `[count, n, n, 1]`, `y` `[count, n, n]`. */
export function drawGraphs(n: number, count: number, seed = 1): { x: Tensor; y: Tensor } {
  const split = { name: "network tests", nodes: n, maxDegree: 2 };
  const drawn = encodeConnectivity(connectivityGraphs(split, { seed, count }));
  const answer = tf.tensor(drawn.y, [count, n, n]);
  return {
    x: tf.tensor(drawn.x, [count, n, n, 1]),
    y: tf.add(answer, tf.mul(0.5, random.normal(random.key(seed), answer.shape))),
  };
}

/** The numbers 0 … n-1 in an order that is not theirs. */
export function shuffled(n: number, seed: number): number[] {
  const order = Array.from(tf.tidy(() => random.permutation(random.key(seed), n)).dataSync());
  return order.every((node, i) => node === i) ? order.reverse() : order;
}

/** Nodes in another order, along the two axes after the batch. */
export function renumber(z: Tensor, order: number[]): Tensor {
  const index = tf.tensor1d(order, "int32");
  return tf.gather(tf.gather(z, index, 1), index, 2);
}
