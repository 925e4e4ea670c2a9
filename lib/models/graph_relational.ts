/** An energy over pairs of nodes with the symmetry of undirected graphs. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  kernelOnly,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { diagonal, swapNodes } from "./node_tensors.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link graphRelational}. */
export interface GraphRelationalConfig {
  /** Channels per pair of nodes. */
  readonly width?: number;
  /** How often paths of the graph are joined; each time doubles the length of those that are seen. */
  readonly layers?: number;
  /** Layers that spread the answer along what was found in the graph. */
  readonly answerLayers?: number;
  /** Relations that each layer composes. */
  readonly relations?: number;
  /** Outputs per pair whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

/** Where {@link GraphRelationalConfig} has gaps. */
const DEFAULTS = {
  width: 32,
  layers: 5,
  answerLayers: 1,
  relations: 8,
  outputs: 4,
  timeFeatures: 64,
  levels: LANDSCAPES,
};

/** Features of a pair that do not depend on the answer: edge, and whether both nodes are one. */
const FIXED = 2;

/** Keeps the weights of a mean finite for a node that is related to none. */
const NONE = 0.1;

const named = (name: string, count: number) =>
  Array.from({ length: count }, (_, l) => `${name}${l + 1}`);

/**
 * E(x, y, t) = Σ o² over pairs of nodes and outputs, for undirected graphs of any number of nodes N.
 *
 * Each pair has a vector of channels. Of the graph alone, z = swish(W·[x_ij, i = j] + b) at first. Then
 * one layer, applied again and again, adds swish(W·z + V·r + b), where r composes relations: from z
 * come relations a, b in (0, 1), and r_ij is the largest of a_ik·b_kj and b_ik·a_kj over the nodes k,
 * so that it does not depend on how many there are. After L layers paths of up to 2^L edges can be
 * seen.
 *
 * The answer enters as h = swish(FiLM_t(W·z + w·(y_ij + y_ji)/2)). Each answer layer adds
 * swish(FiLM_t(W·h + V·m)), where m is the mean of channels of (k, j) over the nodes k that z relates
 * to i, and the same with i and j exchanged. The read-out o = W·h + b adds a linear map of x_ij,
 * i = j and y_ij, scaled by gains that depend on t.
 *
 * Numbering the nodes in another way in x and y leaves E as it is, and so does transposing y.
 *
 * Condition: `x` `[batch, N, N, 1]`, symmetric, ±1 for edge or none. Answer `[batch, N, N]`.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function graphRelational(config: GraphRelationalConfig = {}): EnergyNetwork {
  const c = { ...DEFAULTS, ...config };
  assertOptionNames(config, Object.keys(DEFAULTS), true);
  checkSizes(c);
  const answerLayers = named("answer", c.answerLayers);
  const filmSpec = (name: string) => denseSpec(`${name}/film`, c.timeFeatures, 2 * c.width);
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input", FIXED, c.width),
    ...denseSpec("graph/pair", c.width, c.width),
    ...denseSpec("graph/relations", c.width, 2 * c.relations),
    ...kernelOnly(denseSpec("graph/composed", c.relations, c.width)),
    // FiLM's shift is the bias of what it is applied to.
    ...kernelOnly(denseSpec("answer/graph", c.width, c.width)),
    ...kernelOnly(denseSpec("answer/input", 1, c.width)),
    ...filmSpec("answer"),
    ...Object.assign(
      {},
      ...answerLayers.map((name) => ({
        ...kernelOnly(denseSpec(`${name}/pair`, c.width, c.width + c.relations)),
        ...denseSpec(`${name}/relations`, c.width, c.relations),
        ...kernelOnly(denseSpec(`${name}/mean`, c.relations, c.width)),
        ...filmSpec(name),
      })),
    ),
    ...denseSpec("skip/film", c.timeFeatures, FIXED + 1),
    ...kernelOnly(denseSpec("skip", FIXED + 1, c.outputs)),
    ...denseSpec("readout", c.width, c.outputs),
  };

  const channelsFirst = (z: Tensor) => tf.transpose(z, [0, 3, 1, 2]);

  /** Relations in (0, 1), symmetric, `[batch, N, N, relations]` or twice as many. */
  const relate = (params: Params, layer: string, z: Tensor) =>
    tf.sigmoid(dense(params, `${layer}/relations`, z));

  /** r, `[batch, N, N, relations]`. */
  function compose(params: Params, z: Tensor): Tensor {
    const [a, b] = tf.split(relate(params, "graph", z), 2, 3);
    const joined = tf.max(tf.mul(tf.expandDims(a!, 2), tf.expandDims(b!, 1)), 3);
    return tf.maximum(joined, swapNodes(joined));
  }

  /** The weights of the means of an answer layer, `[batch, relations, N, N]`; rows add up to nearly 1. */
  function weights(params: Params, layer: string, z: Tensor): Tensor {
    const related = channelsFirst(relate(params, layer, z));
    return tf.div(related, tf.add(tf.sum(related, 3, true), NONE));
  }

  return readoutEnergy({
    name: "graph_relational",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("graph_relational", condition, { x: ["nodes", "nodes", 1] });
      const { x } = condition;
      const [batch, n] = x!.shape as [number, number];
      const same = tf.tile(diagonal(n), [batch, 1, 1, 1]);
      const fixed = tf.concat([tf.reshape(x!, [batch, n, n, 1]), same], 3);
      let z = swish(dense(params, "input", fixed));
      for (let l = 0; l < c.layers; l++) {
        const composed = linear(params, "graph/composed", compose(params, z));
        z = tf.add(z, swish(tf.add(dense(params, "graph/pair", z), composed)));
      }
      const spread = answerLayers.map((layer) => [`weights/${layer}`, weights(params, layer, z)]);
      return {
        fixed,
        graph: linear(params, "answer/graph", z),
        ...(Object.fromEntries(spread) as Record<string, Tensor>),
      };
    },
    readout(params, encoded, y, t) {
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const filmed = (layer: string, z: Tensor) => {
        const [gain, shift] = tf.split(atLevel(`${layer}/film`), 2, 1);
        return swish(film(z, gain as Tensor2D, shift as Tensor2D));
      };
      const mean = tf.mul(tf.add(y, swapNodes(y as Tensor3D)), 0.5);
      const seen = linear(params, "answer/input", tf.expandDims(mean, 3));
      let h = filmed("answer", tf.add(encoded.graph!, seen));
      for (const layer of answerLayers) {
        const mapped = linear(params, `${layer}/pair`, h);
        const [own, sent] = tf.split(mapped, [c.width, c.relations], 3);
        const means = tf.matMul(encoded[`weights/${layer}`]!, channelsFirst(sent!));
        const from = tf.transpose(means, [0, 2, 3, 1]);
        const both = tf.add(from, swapNodes(from));
        h = tf.add(h, filmed(layer, tf.add(own!, linear(params, `${layer}/mean`, both))));
      }
      const gains = tf.reshape(atLevel("skip/film"), [t.shape[0], 1, 1, FIXED + 1]);
      const all = tf.mul(tf.concat([encoded.fixed!, tf.expandDims(y, 3)], 3), gains);
      return tf.add(dense(params, "readout", h), linear(params, "skip", all));
    },
  });
}
