/** Nodes of a graph, described by messages along its edges. */
import { type Tensor, type Tensor3D, tf } from "../tensor/mod.ts";
import { dense, swish } from "../nn/layers.ts";
import { denseSpec, type ParameterSpecs, type Params } from "../nn/parameters.ts";

/** What is known of a node before any message: start, goal, degrees out and in. */
const FEATURES = 4;

/** About the square root of what the number of edges of a node is; keeps sums of messages small. */
const SCALE = 1 / 4;

const roundNames = (rounds: number) => Array.from({ length: rounds }, (_, r) => `nodes${r + 1}`);

/** Parameters of {@link embedNodes}. */
export function nodeSpecs(width: number, rounds: number): ParameterSpecs {
  return {
    ...denseSpec("nodes", FEATURES, width),
    ...Object.assign({}, ...roundNames(rounds).map((name) => denseSpec(name, width, 3 * width))),
  };
}

/** One channel of `x` `[batch, n, n, channels]`, ±1, as 0 and 1: `[batch, n, n]`. */
function channel(x: Tensor, i: number): Tensor3D {
  const [batch, n, m] = x.shape as [number, number, number];
  const values = tf.reshape(tf.slice(x, [0, 0, 0, i], [batch, n, m, 1]), [batch, n, m]);
  return tf.mul(tf.add(values, 1), 0.5) as Tensor3D;
}

/**
 * Descriptions of nodes, u ← u + swish(W u + A W′u + Aᵀ W″u + b), with a scaled adjacency A; of a
 * condition `[batch, n, n, 4]` of edges, the start's row, edges and the goal's row.
 *
 * @returns The scaled adjacency `[batch, n, n]`, and descriptions `[batch, n, width]`
 */
export function embedNodes(
  params: Params,
  x: Tensor,
  rounds: number,
): { readonly adjacency: Tensor3D; readonly nodes: Tensor3D } {
  const adjacency = tf.mul(channel(x, 0), SCALE) as Tensor3D;
  const features = tf.stack([
    tf.mean(channel(x, 1), 2),
    tf.mean(channel(x, 3), 2),
    tf.mul(tf.sum(adjacency, 2), SCALE),
    tf.mul(tf.sum(adjacency, 1), SCALE),
  ], 2);
  let nodes = swish(dense(params, "nodes", features)) as Tensor3D;
  for (const name of roundNames(rounds)) {
    const [own, ahead, back] = tf.split(dense(params, name, nodes), 3, 2);
    const messages = tf.add(
      tf.matMul(adjacency, ahead as Tensor3D),
      tf.matMul(adjacency, back as Tensor3D, true),
    );
    nodes = tf.add(nodes, swish(tf.add(own!, messages)));
  }
  return { adjacency, nodes };
}
