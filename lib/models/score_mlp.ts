/** A residual network for vectors in few dimensions; it has no symmetry. */
import { assertFinite } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor2D, tf } from "../tensor/mod.ts";
import { dense, gelu } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import type { VectorNetwork } from "../nn/vector_network.ts";
import { assertVectors } from "./vector_shapes.ts";

/** Sizes of {@link scoreMlp}. */
export interface ScoreMlpConfig {
  /** Coordinates of x. */
  readonly dimensions?: number;
  /** Numbers that the vector is conditioned on. */
  readonly conditions?: number;
  readonly width?: number;
  /** Residual blocks. */
  readonly layers?: number;
  /** Sinusoids of each coordinate and condition, an even number of at least 4. */
  readonly embedding?: number;
  /** Coordinates are multiplied by it before their sinusoids are taken. */
  readonly scale?: number;
  /** The same for conditions; 1, as iDEM has it, hardly tells times in [0, 1] apart. */
  readonly conditionScale?: number;
}

/** Sinusoids of one number each, x `[batch]` → `[batch, features]`, frequencies 1 … 10⁻⁴. */
function embed(x: Tensor, features: number, scale: number): Tensor {
  const half = features / 2;
  const frequencies = Array.from({ length: half }, (_, k) => scale * 1e4 ** (-k / (half - 1)));
  const angles = tf.mul(tf.expandDims(x, 1), tf.tensor2d([frequencies]));
  return tf.concat([tf.sin(angles), tf.cos(angles)], 1);
}

/**
 * The network of iDEM for GMM-40: sinusoids of every coordinate and of the time, a dense layer and
 * GELU, `layers` blocks z + GELU(W·z + b), and a linear read-out.
 *
 * @throws {RangeError} If a size or a scale is impossible, or its name is mistyped; `apply`, if vectors or
 * conditions have other sizes
 */
export function scoreMlp(config: ScoreMlpConfig = {}): VectorNetwork {
  const defaults = { dimensions: 2, conditions: 1, width: 128, layers: 3, embedding: 128 };
  const scales = { scale: 25, conditionScale: 1 };
  assertOptionNames(config, Object.keys({ ...defaults, ...scales }), true);
  const c = { ...defaults, ...scales, ...config };
  const { scale, conditionScale, ...sizes } = c;
  checkSizes(sizes);
  assertFinite("scale", scale, "above 0");
  assertFinite("conditionScale", conditionScale, "above 0");
  if (c.embedding < 4 || c.embedding % 2) {
    throw new RangeError(
      `embedding must be an even integer of at least 4: current value is ${c.embedding}`,
    );
  }
  const accepted = { name: "score_mlp", shape: [c.dimensions], conditions: c.conditions };
  const blocks = Array.from({ length: c.layers }, (_, l) => `block${l + 1}`);
  const inputs = (c.dimensions + c.conditions) * c.embedding;
  const parameters: ParameterSpecs = {
    ...denseSpec("input", inputs, c.width),
    ...Object.assign({}, ...blocks.map((block) => denseSpec(block, c.width, c.width))),
    ...denseSpec("readout", c.width, c.dimensions),
  };
  return {
    name: "score_mlp",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, x, conditions) {
      assertVectors(accepted, x, conditions);
      const batch = x.shape[0]!;
      const spread = conditions.shape[0] === batch
        ? conditions
        : tf.tile(conditions, [batch, 1]) as Tensor2D;
      const features = [
        ...tf.unstack(spread, 1).map((one) => embed(one, c.embedding, conditionScale)),
        ...tf.unstack(x, 1).map((one) => embed(one, c.embedding, scale)),
      ];
      const first = gelu(dense(params, "input", tf.concat(features, 1)));
      const last = blocks.reduce((z, block) => tf.add(z, gelu(dense(params, block, z))), first);
      return dense(params, "readout", last);
    },
  };
}
