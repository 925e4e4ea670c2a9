/** An energy for problems of linear algebra: its layers multiply matrices of channels. */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { inverseFeatures } from "./matrix_features.ts";

/** Sizes of {@link matrixProducts}. */
export interface MatrixProductsConfig {
  /** Channels per entry. */
  readonly width?: number;
  /** Layers that see the condition alone, and are run once per problem. */
  readonly conditionLayers?: number;
  /** Layers that see the answer. */
  readonly layers?: number;
  /** Pairs of channel matrices that each layer multiplies. */
  readonly products?: number;
  /** Outputs per entry whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

/**
 * E(x, y, t) = Σ o² over entries and outputs, for square matrices of any size whose rows and columns
 * are only ever permuted alike, as those of a matrix and its inverse.
 *
 * An entry (i, j) has a vector z of channels. A layer computes from it, linearly, u, which mixes the
 * entry with its mirror image and the means of its row, its column and the whole, and pairs of
 * matrices L, R; then z ← z + swish(u) + W·(L R). Products carry a matrix along all paths of length
 * two, and layers of them reach polynomials of degree 2^layers.
 *
 * The condition's own layers come first, without time. The answer's layers start from what they
 * found and from features of the answer ({@link inverseFeatures}), scaled by gains of t, with FiLM by
 * time on u and a gain by time on the products. The read-out adds a linear map of all features.
 *
 * Condition as in `lib/datasets/matrix.ts`; answer `[batch, n, n]`.
 *
 * @throws {RangeError} If a size is impossible
 */
export function matrixProducts(config: MatrixProductsConfig = {}): EnergyNetwork {
  const c = {
    width: 16,
    conditionLayers: 4,
    layers: 2,
    products: 4,
    outputs: 4,
    timeFeatures: 64,
    levels: 10,
    ...config,
  };
  checkSizes(c);
  const { fixed, moving } = inverseFeatures;
  const { width } = c;
  const count = fixed + width + moving;
  // One product makes all that a layer needs of an entry: its own part, what its mirror image takes
  // from it, and channels to be multiplied.
  const own = 2 * width + 2 * c.products;
  const conditionLayers = numbered("condition", c.conditionLayers);
  const layers = numbered("layer", c.layers);

  const mixSpec = (layer: string, inputs: number): ParameterSpecs =>
    kernelOnly({
      ...denseSpec(`${layer}/entry`, inputs, own),
      ...denseSpec(`${layer}/row`, inputs, width),
      ...denseSpec(`${layer}/column`, inputs, width),
      ...denseSpec(`${layer}/whole`, inputs, width),
      // Small, so that a product of products starts out small too.
      ...denseSpec(`${layer}/product`, c.products, width, 16 * c.products),
    });
  const layerSpec = (layer: string): ParameterSpecs => ({
    ...mixSpec(layer, width),
    // Shift and gain of u, and a gain of the products.
    ...denseSpec(`${layer}/film`, c.timeFeatures, 3 * width),
  });
  const conditionSpec = (layer: string): ParameterSpecs => {
    const specs = denseSpec(`${layer}/entry`, width, width);
    return { ...mixSpec(layer, width), [`${layer}/bias`]: specs[`${layer}/entry/bias`]! };
  };
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("condition", fixed, width),
    ...Object.assign({}, ...conditionLayers.map(conditionSpec)),
    ...denseSpec("features/film", c.timeFeatures, count),
    ...denseSpec("input", count, width),
    ...Object.assign({}, ...layers.map(layerSpec)),
    ...kernelOnly(denseSpec("skip", count, c.outputs)),
    ...denseSpec("readout", width, c.outputs),
  };

  /** Linear parts of a layer: `u`, and the products, `[batch, n, n, width]` both. */
  function mix(params: Params, layer: string, z: Tensor): { u: Tensor; product: Tensor } {
    const entries = linear(params, `${layer}/entry`, z);
    const [mine, mirrored, factors] = tf.split(entries, [width, width, 2 * c.products], 3);
    const rows = tf.mean(z, 2, true), columns = tf.mean(z, 1, true);
    const means = tf.add(
      tf.add(linear(params, `${layer}/row`, rows), linear(params, `${layer}/column`, columns)),
      linear(params, `${layer}/whole`, tf.mean(rows, 1, true)),
    );
    const u = tf.add(tf.add(mine!, tf.transpose(mirrored!, [0, 2, 1, 3])), means);
    return { u, product: multiply(params, layer, factors!) };
  }

  /** W·(L R), with L and R the first and second halves of the channels of `factors`. */
  function multiply(params: Params, layer: string, factors: Tensor): Tensor {
    const channels = tf.transpose(factors, [0, 3, 1, 2]);
    // Small channels stay as they are; large ones, as under strong noise, are brought down to size,
    // or products of products would explode.
    const size = tf.sqrt(tf.add(1, tf.mean(tf.square(channels), [2, 3], true)));
    const [left, right] = tf.split(tf.div(channels, size), 2, 1);
    const product = tf.transpose(tf.matMul(left!, right!), [0, 2, 3, 1]);
    return linear(params, `${layer}/product`, product);
  }

  return {
    name: "matrix_products",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      const { fixed: given, ...rest } = inverseFeatures.encode(condition);
      let z = dense(params, "condition", given);
      for (const layer of conditionLayers) {
        const { u, product } = mix(params, layer, z);
        z = tf.add(tf.add(z, swish(tf.add(u, params[`${layer}/bias`]!))), product);
      }
      return { ...rest, fixed: tf.concat([given, z], 3) };
    },
    energy(params, encoded, y, t) {
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const spread = (v: Tensor, size: number) => tf.reshape(v, [t.shape[0], 1, 1, size]);
      const features = inverseFeatures.answer(encoded, y as Tensor3D);
      // The answer is noisy, and smaller than that of level zero: by its gains a level weighs what
      // the condition says against it, as in the residual A·y - √ᾱ_t·I.
      const gains = tf.add(spread(atLevel("features/film"), count), 1);
      const all = tf.mul(tf.concat([encoded.fixed!, features], 3), gains);
      let z = dense(params, "input", all);
      for (const layer of layers) {
        const [gain, shift, weight] = tf.split(atLevel(`${layer}/film`), 3, 1);
        const { u, product } = mix(params, layer, z);
        const weighted = tf.mul(product, tf.add(spread(weight!, width), 1));
        z = tf.add(tf.add(z, swish(film(u, gain as Tensor2D, shift as Tensor2D))), weighted);
      }
      const o = tf.add(dense(params, "readout", z), linear(params, "skip", all));
      return tf.sum(tf.square(o), [1, 2, 3]) as Tensor1D;
    },
  };
}
