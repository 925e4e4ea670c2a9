/** A residual network for vectors of numbers of like size, such as pixels; it has no symmetry. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, tf } from "../tensor/mod.ts";
import { dense, linear, swish } from "../nn/layers.ts";
import { denseSpec, initialize, kernelOnly, type ParameterSpecs } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import type { VectorNetwork } from "../nn/vector_network.ts";

/** Sizes of {@link vectorMlp}. */
export interface VectorMlpConfig {
  /** Numbers of a vector. */
  readonly dimensions: number;
  /** Numbers that it is conditioned on. */
  readonly conditions?: number;
  readonly width?: number;
  /** Residual blocks. */
  readonly layers?: number;
  /** Sinusoids of each condition, an even number. */
  readonly embedding?: number;
}

/**
 * z = W·x + V·φ(c), `layers` times z ← z + B·swish(A·swish(z) + C·φ(c)), and a linear read-out of
 * swish(z); φ are sines and cosines of the conditions, of frequencies 1 to 64. Vectors may have any
 * shape of `dimensions` entries.
 *
 * @throws {RangeError} If a size is impossible or missing, or its name is mistyped; `apply`, if vectors
 * have other sizes
 */
export function vectorMlp(config: VectorMlpConfig): VectorNetwork {
  const defaults = { conditions: 1, width: 256, layers: 2, embedding: 16 };
  assertOptionNames(config, ["dimensions", ...Object.keys(defaults)], true);
  const c = { ...defaults, ...config };
  checkSizes({ dimensions: config.dimensions }); // if missing, too
  checkSizes(c);
  if (c.embedding % 2) {
    throw new RangeError(`embedding must be an even integer: current value is ${c.embedding}`);
  }
  const blocks = Array.from({ length: c.layers }, (_, l) => `block${l + 1}`);
  const known = c.conditions * c.embedding;
  const parameters: ParameterSpecs = {
    ...denseSpec("input", c.dimensions, c.width),
    ...kernelOnly(denseSpec("input/condition", known, c.width)),
    ...Object.assign(
      {},
      ...blocks.map((block) => ({
        ...denseSpec(`${block}/first`, c.width, c.width),
        ...kernelOnly(denseSpec(`${block}/condition`, known, c.width)),
        ...denseSpec(`${block}/second`, c.width, c.width),
      })),
    ),
    ...denseSpec("readout", c.width, c.dimensions),
  };
  const half = c.embedding / 2;
  const frequencies = Array.from({ length: half }, (_, k) => 64 ** (k / Math.max(1, half - 1)));
  return {
    name: "vector_mlp",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, x, conditions) {
      // A batch of longer vectors would pass for more of them.
      if (x.shape.slice(1).reduce((a, b) => a * b, 1) !== c.dimensions) {
        throw new RangeError(
          `Cannot take vectors of shape [${x.shape}]: accepted are ${c.dimensions} numbers for each of the batch`,
        );
      }
      const angles = tf.reshape(
        tf.mul(tf.expandDims(conditions, 2), tf.tensor3d([[frequencies]])),
        [conditions.shape[0], c.conditions * half],
      );
      const features = tf.concat([tf.sin(angles), tf.cos(angles)], 1);
      const flat = tf.reshape(x, [-1, c.dimensions]);
      const start = tf.add(
        dense(params, "input", flat),
        linear(params, "input/condition", features),
      );
      const last = blocks.reduce((z: Tensor, block) => {
        const inner = tf.add(
          dense(params, `${block}/first`, swish(z)),
          linear(params, `${block}/condition`, features),
        );
        return tf.add(z, dense(params, `${block}/second`, swish(inner)));
      }, start);
      return tf.reshape(dense(params, "readout", swish(last)), x.shape);
    },
  };
}
