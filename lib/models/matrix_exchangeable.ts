/** An energy over matrix entries with the symmetry of the problem. */
import { assertOptionNames } from "../checks/spelling.ts";
import {
  swish,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from "../tensor/mod.ts";
import { type Encoded, type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, filmAt, filmFactors, filmTables, linear, rowsAt } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  kernelOnly,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
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

/**
 * E(x, y, t) = Σ o² over entries and outputs, for matrices of any size.
 *
 * Each entry (i, j) has a vector of channels, z₁ = swish(FiLM_t(W·features)) at first (see
 * {@link matrixFeatures}). Each further layer adds swish(FiLM_t(u)), where u mixes the entry with
 * the means of its row, of its column and of the whole, and, for problems symmetric under
 * conjugation, with products of channel matrices. The read-out o = W·z + b adds a linear map of the
 * features themselves, scaled by gains that depend on t.
 *
 * So permuting rows and columns (both alike for conjugation) of x and y leaves E as it is.
 *
 * Condition as in `lib/datasets/matrix.ts`; answer `[batch, n, n]`.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function matrixExchangeable(config: MatrixExchangeableConfig): EnergyNetwork {
  if (!Object.hasOwn(matrixFeatures, config.problem)) {
    throw new RangeError(
      `problem must be one of ${
        Object.keys(matrixFeatures).join(", ")
      }: current value is ${config.problem}`,
    );
  }
  const features = matrixFeatures[config.problem];
  const conjugation = features.symmetry === "conjugation";
  const defaults = {
    width: 16,
    layers: 2,
    products: conjugation ? 4 : 0,
    outputs: 4,
    timeFeatures: 64,
    levels: LANDSCAPES,
  };
  assertOptionNames(config, ["problem", ...Object.keys(defaults)], true);
  const c = { ...defaults, ...config };
  const { problem: _, products: pairs, ...sizes } = c;
  checkSizes(sizes);
  if (!Number.isInteger(pairs) || pairs < 0 || (pairs > 0 && !conjugation)) {
    const accepted = conjugation ? "an integer of at least 0" : `0 for ${c.problem}`;
    throw new RangeError(`products must be ${accepted}: current value is ${pairs}`);
  }
  const count = features.fixed + features.moving;
  // One product makes what a layer needs of an entry: its own part, and channels to be multiplied.
  const own = c.width + 2 * c.products;
  const layerNames = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);

  const filmSpec = (layer: string) => denseSpec(`${layer}/film`, c.timeFeatures, 2 * c.width);
  const mixSpec = (layer: string): ParameterSpecs => ({
    ...denseSpec(`${layer}/entry`, c.width, own),
    ...denseSpec(`${layer}/row`, c.width, c.width),
    ...denseSpec(`${layer}/column`, c.width, c.width),
    ...denseSpec(`${layer}/whole`, c.width, c.width),
    ...(c.products ? denseSpec(`${layer}/product`, c.products, c.width) : {}),
  });
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input/fixed", features.fixed, c.width, count),
    ...kernelOnly(denseSpec("input/moving", features.moving, c.width, count)),
    ...Object.assign({}, ...layerNames.map(filmSpec)),
    // The first layer meets the features themselves, through `input`; FiLM's shift is its bias.
    ...Object.assign({}, ...layerNames.slice(1).map((name) => kernelOnly(mixSpec(name)))),
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

  /**
   * FiLM_t(u), where u mixes an entry with its surroundings: applied to the parts of u, since those
   * of the means are small.
   */
  function mix(params: Params, encoded: Encoded, layer: string, z: Tensor, t: Tensor1D): Tensor {
    const rows = tf.mean(z, 2, true), columns = tf.mean(z, 1, true);
    const ofWhole = linear(params, `${layer}/whole`, tf.mean(rows, 1, true));
    const ofRows = filmAt(encoded, layer, tf.add(linear(params, `${layer}/row`, rows), ofWhole), t);
    const factors = filmFactors(encoded, layer, z.rank, t);
    const ofColumns = tf.mul(linear(params, `${layer}/column`, columns), factors);
    let entries = linear(params, `${layer}/entry`, z);
    if (c.products) {
      const [stay, pairs] = tf.split(entries, [c.width, 2 * c.products], 3);
      entries = tf.add(stay!, products(params, layer, pairs!));
    }
    return tf.add(tf.add(tf.mul(entries, factors), ofRows), ofColumns);
  }

  function readout(params: Params, encoded: Encoded, y: Tensor, t: Tensor1D): Tensor {
    const { unit } = encoded;
    const moving = features.answer(encoded, (unit ? tf.div(y, unit) : y) as Tensor3D);
    let z = tf.add(encoded.input!, linear(params, "input/moving", moving));
    layerNames.forEach((layer, l) => {
      z = l === 0
        ? swish(filmAt(encoded, layer, z, t))
        : tf.add(z, swish(mix(params, encoded, layer, z, t)));
    });
    // Fixed and moving features apart: to join them would cost more than the product.
    const split = <T extends Tensor>(x: T, axis: number) =>
      tf.split(x, [features.fixed, features.moving], axis);
    const kernels = split(parameter(params, "skip/kernel"), 0);
    const gains = split(rowsAt(encoded.gains as Tensor2D, t), 1);
    const skips = [encoded.fixed!, moving].map((x, i) => {
      const scaled = tf.mul(x, tf.reshape(gains[i]!, [t.shape[0], 1, 1, -1]));
      return linear({ "skip/kernel": kernels[i]! }, "skip", scaled);
    });
    const o = tf.add(tf.add(dense(params, "readout", z), skips[0]!), skips[1]!);
    return unit ? tf.mul(o, tf.expandDims(unit, 3)) : o;
  }

  return readoutEnergy({
    name: "matrix_exchangeable",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      const encoded = features.encode(condition);
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      return {
        ...encoded,
        ...Object.assign({}, ...layerNames.map((layer) => filmTables(params, layer, time))),
        gains: dense(params, "skip/film", time),
        input: dense(params, "input/fixed", encoded.fixed),
      };
    },
    readout,
  });
}
