/**
 * Vectors on particles, equivariant to permutations alone: a graph network that reads raw
 * coordinates, so that turned particles are strangers to it.
 */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, tf } from "../tensor/mod.ts";
import { dense, linear, swish } from "../nn/layers.ts";
import { denseSpec, initialize, kernelOnly, type ParameterSpecs } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import type { VectorNetwork } from "../nn/vector_network.ts";
import { centredWhere, presence } from "./particle_kinds.ts";
import { assertVectors } from "./vector_shapes.ts";

/** Sizes of {@link particleGraph}. */
export interface ParticleGraphConfig {
  /** Particles. */
  readonly particles?: number;
  /** Coordinates of each. */
  readonly dimensions?: number;
  /** Numbers that the vectors are conditioned on. */
  readonly conditions?: number;
  /** How many of the conditions, the last ones, say of what kind each particle is, if any do. */
  readonly kinds?: number;
  readonly width?: number;
  readonly layers?: number;
}

/**
 * h_i = W·(x_i, conditions); `layers` times m_ij = MLP(h_i, h_j), h_i ← h_i + MLP(h_i, Σ_{j≠i} m_ij);
 * the vectors are a linear map of h_i, their mean over particles taken away. With `kinds` the conditions
 * are `[batch, n, c]`, one-hot in their last columns, and all 0 there where there is no particle.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped; `apply`, if particles or conditions
 * are others than it was built for
 */
export function particleGraph(config: ParticleGraphConfig = {}): VectorNetwork {
  const defaults = { particles: 4, dimensions: 2, conditions: 1, width: 32, layers: 3 };
  assertOptionNames(config, [...Object.keys(defaults), "kinds"], true);
  const c = { ...defaults, ...config };
  checkSizes(c);
  const { particles: n, width: h } = c;
  const accepted = {
    ...{ name: "particle_graph", shape: [n, c.dimensions], conditions: c.conditions },
    each: Boolean(c.kinds),
  };
  const names = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const layerSpec = (layer: string): ParameterSpecs => ({
    ...kernelOnly(denseSpec(`${layer}/edge/own`, h, h, 2 * h)),
    ...denseSpec(`${layer}/edge/other`, h, h, 2 * h),
    ...denseSpec(`${layer}/edge/second`, h, h),
    ...denseSpec(`${layer}/node/first`, 2 * h, h),
    ...denseSpec(`${layer}/node/second`, h, h),
  });
  const parameters: ParameterSpecs = {
    ...denseSpec("input/position", c.dimensions, h),
    ...kernelOnly(denseSpec("input/condition", c.conditions, h)),
    ...Object.assign({}, ...names.map(layerSpec)),
    ...denseSpec("readout", h, c.dimensions),
  };
  return {
    name: "particle_graph",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, x, conditions) {
      assertVectors(accepted, x, conditions);
      const { own: there, pairs: others } = presence(n, conditions, c.kinds);
      const condition = linear(params, "input/condition", conditions);
      const shared = c.kinds ? condition : tf.expandDims(condition, 1);
      let features: Tensor = swish(tf.add(dense(params, "input/position", x), shared));
      for (const layer of names) {
        const own = tf.expandDims(linear(params, `${layer}/edge/own`, features), 2);
        const other = tf.expandDims(dense(params, `${layer}/edge/other`, features), 1);
        const first = swish(tf.add(own, other));
        const messages = tf.mul(swish(dense(params, `${layer}/edge/second`, first)), others);
        const both = tf.concat([features, tf.sum(messages, 2)], 2);
        const update = swish(dense(params, `${layer}/node/first`, both));
        features = tf.add(features, dense(params, `${layer}/node/second`, update));
      }
      const vectors = dense(params, "readout", features);
      return c.kinds ? centredWhere(vectors, there) : tf.sub(vectors, tf.mean(vectors, 1, true));
    },
  };
}
