/** Nodes of a graph, described by messages along its edges. */
import { type Tensor, type Tensor3D, tf } from "../tensor/mod.ts";
import { dense, swish } from "../nn/layers.ts";
import { denseSpec, type ParameterSpecs, type Params } from "../nn/parameters.ts";

/** What is known of a node before any message: start, goal, degrees out and in. */
const FEATURES = 4;

/** Degrees are divided by a usual one. */
const DEGREE = 8;

/** How much less than along an edge a message counts where there is none. */
const NO_EDGE = 5;

/** Parameters of {@link embedNodes}. */
export function nodeSpecs(width: number): ParameterSpecs {
  return {
    ...denseSpec("nodes", FEATURES, width),
    ...denseSpec("nodes/round", width, 3 * width),
  };
}

/** One channel of `x` `[batch, n, n, channels]`, ±1, as 0 and 1: `[batch, n, n]`. */
function channel(x: Tensor, i: number): Tensor3D {
  const [batch, n, m] = x.shape as [number, number, number];
  const values = tf.reshape(tf.slice(x, [0, 0, 0, i], [batch, n, m, 1]), [batch, n, m]);
  return tf.mul(tf.add(values, 1), 0.5) as Tensor3D;
}

/**
 * Descriptions u of nodes, from start, goal and degrees by `rounds` equal rounds of messages along
 * the edges: u_i ← u_i + swish(W u_i + max_{i→j} W′u_j + max_{j→i} W″u_j + b); normalised to a mean
 * square of 1 in the end. The largest message says whether any neighbour knows something, however
 * many there are: so the news of the goal can travel an edge a round.
 *
 * @param x `[batch, n, n, 4]`: edges, the start's row, edges, the goal's row, ±1
 * @returns The adjacency `[batch, n, n]` of 0 and 1, and descriptions `[batch, n, width]`
 */
export function embedNodes(
  params: Params,
  x: Tensor,
  rounds: number,
): { readonly adjacency: Tensor3D; readonly nodes: Tensor3D } {
  const adjacency = channel(x, 0);
  const features = tf.stack([
    tf.mean(channel(x, 1), 2),
    tf.mean(channel(x, 3), 2),
    tf.div(tf.sum(adjacency, 2), DEGREE),
    tf.div(tf.sum(adjacency, 1), DEGREE),
  ], 2);
  const barrier = tf.expandDims(tf.mul(tf.sub(adjacency, 1), NO_EDGE), 3);
  let nodes = swish(dense(params, "nodes", features));
  for (let round = 0; round < rounds; round++) {
    const [own, ahead, back] = tf.split(dense(params, "nodes/round", nodes), 3, 2);
    const fromAhead = tf.max(tf.add(tf.expandDims(ahead!, 1), barrier), 2);
    const fromBack = tf.max(tf.add(tf.expandDims(back!, 2), barrier), 1);
    nodes = tf.add(nodes, swish(tf.add(own!, tf.add(fromAhead, fromBack))));
  }
  const size = tf.rsqrt(tf.add(tf.mean(tf.square(nodes), 2, true), 1e-6));
  return { adjacency, nodes: tf.mul(nodes, size) as Tensor3D };
}
