/** An energy over matrix entries with the symmetry of the problem. */
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { matrixFeatures } from "./matrix_features.ts";

/** Sizes of {@link matrixExchangeable}. */
export interface MatrixExchangeableConfig {
  readonly problem: keyof typeof matrixFeatures;
  /** Channels per entry. */
  readonly width?: number;
  readonly layers?: number;
  /** Pairs of channel matrices that each layer multiplies; only with conjugation symmetry. */
  readonly products?: number;
  /** Outputs per entry whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

/**
 * E(x, y, t) = Σ o² over entries and outputs, for matrices of any size.
 *
 * Each entry (i, j) has a vector of channels, at first a linear map of its features (see
 * {@link matrixFeatures}). A layer adds to it W·swish(FiLM_t(u)), where u mixes the entry with the
 * means of its row, of its column and of the whole, and, for problems symmetric under conjugation,
 * with its transpose and with products of channel matrices. The read-out o adds a linear map of
 * the features themselves, scaled by gains that depend on t.
 *
 * So permuting rows and columns (both alike for conjugation) of x and y leaves E as it is.
 *
 * Condition as in `lib/datasets/matrix.ts`; answer `[batch, n, n]`.
 */
export function matrixExchangeable(config: MatrixExchangeableConfig): EnergyNetwork {
  const features = matrixFeatures[config.problem];
  const conjugation = features.symmetry === "conjugation";
  const c = {
    width: 16,
    layers: 2,
    products: conjugation ? 4 : 0,
    outputs: 4,
    timeFeatures: 64,
    levels: 10,
    ...config,
  };
  const count = features.fixed + features.moving;
  // One product makes all that a layer needs of an entry: what stays, what is transposed, and the
  // channel matrices to be multiplied.
  const own = conjugation ? 2 * c.width + 2 * c.products : c.width;
  const layerNames = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);

  const layerSpec = (layer: string, l: number): ParameterSpecs => ({
    // The first layer meets the features themselves, in `input`.
    ...(l === 0 ? {} : kernelOnly(denseSpec(`${layer}/entry`, c.width, own))),
    ...(l === 0 ? {} : kernelOnly(denseSpec(`${layer}/row`, c.width, c.width))),
    ...(l === 0 ? {} : kernelOnly(denseSpec(`${layer}/column`, c.width, c.width))),
    ...(l === 0 ? {} : kernelOnly(denseSpec(`${layer}/whole`, c.width, c.width))),
    ...(l === 0 || !c.products
      ? {}
      : kernelOnly(denseSpec(`${layer}/product`, c.products, c.width))),
    ...denseSpec(`${layer}/film`, c.timeFeatures, 2 * c.width),
  });
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input/fixed", features.fixed, c.width, count),
    ...kernelOnly(denseSpec("input/moving", features.moving, c.width, count)),
    ...Object.assign({}, ...layerNames.map(layerSpec)),
    ...denseSpec("skip/film", c.timeFeatures, count),
    ...kernelOnly(denseSpec("skip", count, c.outputs)),
    ...denseSpec("readout", c.width, c.outputs),
  };

  /** W_p · (L R), with the products of `products` pairs of channel matrices of `z`. */
  function products(params: Params, layer: string, z: Tensor): Tensor {
    const [batch, n] = z.shape as [number, number];
    const channels = tf.transpose(z, [0, 3, 1, 2]);
    const [left, right] = tf.split(channels, 2, 1);
    // Divided by √n, products of independent entries keep their size.
    const product = tf.div(tf.matMul(left!, right!), Math.sqrt(n));
    const entries = tf.transpose(product, [0, 2, 3, 1]);
    return tf.reshape(linear(params, `${layer}/product`, entries), [batch, n, n, c.width]);
  }

  function mix(params: Params, layer: string, z: Tensor): Tensor {
    const rows = tf.mean(z, 2, true), columns = tf.mean(z, 1, true);
    const means = tf.add(
      tf.add(linear(params, `${layer}/row`, rows), linear(params, `${layer}/column`, columns)),
      linear(params, `${layer}/whole`, tf.mean(rows, 1, true)),
    );
    const entries = linear(params, `${layer}/entry`, z);
    if (!conjugation) return tf.add(entries, means);
    const sizes = c.products ? [c.width, c.width, 2 * c.products] : [c.width, c.width];
    const [stay, turn, factors] = tf.split(entries, sizes, 3);
    const mixed = tf.add(tf.add(stay!, tf.transpose(turn!, [0, 2, 1, 3])), means);
    return factors ? tf.add(mixed, products(params, layer, factors)) : mixed;
  }

  return {
    name: "matrix_exchangeable",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      const encoded = features.encode(condition);
      return { ...encoded, input: dense(params, "input/fixed", encoded.fixed) };
    },
    energy(params, encoded, y, t) {
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const moving = features.answer(encoded, y as Tensor3D);
      let z = tf.add(encoded.input!, linear(params, "input/moving", moving));
      layerNames.forEach((layer, l) => {
        const [gain, shift] = tf.split(atLevel(`${layer}/film`), 2, 1);
        const u = film(l === 0 ? z : mix(params, layer, z), gain as Tensor2D, shift as Tensor2D);
        z = l === 0 ? swish(u) : tf.add(z, swish(u));
      });
      const gains = tf.reshape(atLevel("skip/film"), [t.shape[0], 1, 1, count]);
      const all = tf.mul(tf.concat([encoded.fixed!, moving], 3), gains);
      const o = tf.add(dense(params, "readout", z), linear(params, "skip", all));
      return tf.sum(tf.square(o), [1, 2, 3]) as Tensor1D;
    },
  };
}
