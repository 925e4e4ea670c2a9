/** An energy over pairs of nodes with the symmetry of undirected graphs. */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { diagonal, swapNodes } from "./node_tensors.ts";

/** Sizes of {@link graphRelational}. */
export interface GraphRelationalConfig {
  /** Channels per pair of nodes. */
  readonly width?: number;
  /** The first sees edges and answer, each further one joins paths. */
  readonly layers?: number;
  /** Pairs of relations that each further layer composes. */
  readonly relations?: number;
  /** Outputs per pair whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

/** Features of a pair that do not depend on the answer: edge, and whether both nodes are one. */
const FIXED = 2;

/** Relations start out sparse: twelve nodes that all relate would leave 1 - e^-s without a slope. */
const SPARSE = 2;

/**
 * E(x, y, t) = Σ o² over pairs of nodes and outputs, for undirected graphs of any number of nodes N.
 *
 * Each pair has a vector of channels, z = swish(FiLM_t(W·[x_ij, i = j, (y_ij + y_ji)/2])) at first.
 * A further layer adds swish(FiLM_t(W·z + V·r)), where r composes relations: from z come pairs of
 * relations a, b in (0, 1), and r_ij = 1 - exp(-s_ij - s_ji), s = a·b a matrix product over nodes, is
 * the probability that some node k is related to both, if each k were by chance s_ij = a_ik·b_kj.
 * So a chain of L such layers can join paths of up to 2^L edges, whatever N is. The read-out
 * o = W·z + b adds a linear map of x_ij, i = j and y_ij, scaled by gains that depend on t.
 *
 * Numbering the nodes in another way in x and y leaves E as it is, and so does transposing y.
 *
 * Condition: `x` `[batch, N, N, 1]`, symmetric, ±1 for edge or none. Answer `[batch, N, N]`.
 *
 * @throws {RangeError} If a size is impossible
 */
export function graphRelational(config: GraphRelationalConfig = {}): EnergyNetwork {
  const c = {
    width: 32,
    layers: 5,
    relations: 8,
    outputs: 4,
    timeFeatures: 64,
    levels: 10,
    ...config,
  };
  checkSizes(c);
  const names = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
    Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...kernelOnly(denseSpec("input/fixed", FIXED, c.width, FIXED + 1)),
    ...denseSpec("input/answer", 1, c.width, FIXED + 1),
    ...Object.assign(
      {},
      ...names.map((name) => denseSpec(`${name}/film`, c.timeFeatures, 2 * c.width)),
    ),
    ...Object.assign(
      {},
      ...names.slice(1).map((name) => ({
        // FiLM's shift is the bias of the channels, but relations need their own.
        ...kernelOnly(denseSpec(`${name}/pair`, c.width, c.width)),
        ...denseSpec(`${name}/relations`, c.width, 2 * c.relations),
        ...kernelOnly(denseSpec(`${name}/composed`, c.relations, c.width)),
      })),
    ),
    ...denseSpec("skip/film", c.timeFeatures, FIXED + 1),
    ...kernelOnly(denseSpec("skip", FIXED + 1, c.outputs)),
    ...denseSpec("readout", c.width, c.outputs),
  };

  /** r of `relations` pairs of relations, `[batch, N, N, relations]`. */
  function compose(params: Params, layer: string, z: Tensor): Tensor {
    const related = tf.sigmoid(tf.sub(dense(params, `${layer}/relations`, z), SPARSE));
    const [a, b] = tf.split(tf.transpose(related, [0, 3, 1, 2]), 2, 1);
    const joined = tf.matMul(a!, b!);
    // a and b are symmetric, so that the transpose is the product the other way round.
    const both = tf.add(joined, tf.transpose(joined, [0, 1, 3, 2]));
    return tf.transpose(tf.sub(1, tf.exp(tf.neg(both))), [0, 2, 3, 1]);
  }

  return {
    name: "graph_relational",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, { x }) {
      const [batch, n] = x!.shape as [number, number];
      const same = tf.tile(diagonal(n), [batch, 1, 1, 1]);
      const fixed = tf.concat([tf.reshape(x!, [batch, n, n, 1]), same], 3);
      return { fixed, input: linear(params, "input/fixed", fixed) };
    },
    energy(params, encoded, y, t) {
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const mean = tf.mul(tf.add(y, swapNodes(y as Tensor3D)), 0.5);
      let z = tf.add(encoded.input!, dense(params, "input/answer", tf.expandDims(mean, 3)));
      names.forEach((layer, l) => {
        const [gain, shift] = tf.split(atLevel(`${layer}/film`), 2, 1);
        const u = l === 0 ? z : tf.add(
          linear(params, `${layer}/pair`, z),
          linear(params, `${layer}/composed`, compose(params, layer, z)),
        );
        const added = swish(film(u, gain as Tensor2D, shift as Tensor2D));
        z = l === 0 ? added : tf.add(z, added);
      });
      const gains = tf.reshape(atLevel("skip/film"), [t.shape[0], 1, 1, FIXED + 1]);
      const all = tf.mul(tf.concat([encoded.fixed!, tf.expandDims(y, 3)], 3), gains);
      const o = tf.add(dense(params, "readout", z), linear(params, "skip", all));
      return tf.sum(tf.square(o), [1, 2, 3]) as Tensor1D;
    },
  };
}
