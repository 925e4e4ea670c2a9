/** An energy for problems of linear algebra: a residual, weighed by learned matrices. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, linear, rowsAt, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { DIAGONAL } from "./matrix_features.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link matrixProducts}. */
export interface MatrixProductsConfig {
  /** Channels per entry. */
  readonly width?: number;
  readonly layers?: number;
  /** Pairs of channel matrices that each layer multiplies. */
  readonly products?: number;
  /** Matrices that weigh the residual from the left; as many weigh it from the right. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

/** Where {@link MatrixProductsConfig} has gaps. */
const DEFAULTS = {
  width: 16,
  layers: 5,
  products: 4,
  outputs: 2,
  timeFeatures: 64,
  levels: LANDSCAPES,
};

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

/**
 * E(x, y, t) = Σ_k ‖B_k (A Y - s_t I)‖² + ‖(Y A - s_t I) C_k‖², where layers make the matrices B_k
 * and C_k of A alone, weighed by gains of t, and s_t is learned.
 *
 * The inverse is where A Y = I, so the minimum is right whatever the B_k are; they decide how steep
 * the landscape is in each direction, and a descent on the one that the denoising loss asks for has
 * B_k A near the identity. Where A is worse conditioned than in training, the B_k fall short and the
 * landscape is flat along the small eigenvalues: descent needs more steps, and still gets there.
 *
 * An entry (i, j) of A has a vector z of channels. A layer computes from it, linearly, u, which
 * mixes the entry with its mirror image and the means of its row, its column and the whole, and
 * pairs of matrices L, R; then z ← z + swish(u) + W·(L R). Products carry a matrix along all paths
 * of length two, and layers of them reach polynomials of degree 2^layers. Permuting rows and columns
 * of A and Y alike keeps the energy.
 *
 * Condition `x` `[batch, 1, n, n]`, answer `[batch, n, n]`, of any n.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function matrixProducts(config: MatrixProductsConfig = {}): EnergyNetwork {
  const c = { ...DEFAULTS, ...config };
  assertOptionNames(config, Object.keys(DEFAULTS), true);
  checkSizes(c);
  const { width } = c;
  const count = width + 2;
  // One product makes all that a layer needs of an entry: its own part, what its mirror image takes
  // from it, and channels to be multiplied.
  const own = 2 * width + 2 * c.products;
  const layers = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);

  const layerSpec = (layer: string): ParameterSpecs => {
    const { [`${layer}/entry/bias`]: bias } = denseSpec(`${layer}/entry`, width, width);
    return {
      ...kernelOnly({
        ...denseSpec(`${layer}/entry`, width, own),
        ...denseSpec(`${layer}/row`, width, width),
        ...denseSpec(`${layer}/column`, width, width),
        ...denseSpec(`${layer}/whole`, width, width),
        // Small, so that a product of products starts out small too.
        ...denseSpec(`${layer}/product`, c.products, width, 16 * c.products),
      }),
      [`${layer}/bias`]: bias!,
    };
  };
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input", 2, width),
    ...Object.assign({}, ...layers.map(layerSpec)),
    ...denseSpec("weights/film", c.timeFeatures, count),
    ...kernelOnly(denseSpec("weights", count, 2 * c.outputs)),
    ...denseSpec("scale", c.timeFeatures, 1),
  };

  /** W·(L R), with L and R the first and second halves of the channels of `factors`. */
  function multiply(params: Params, layer: string, factors: Tensor): Tensor {
    const channels = tf.transpose(factors, [0, 3, 1, 2]);
    // Small channels stay as they are; large ones are brought down to size, or products of products
    // would explode.
    const size = tf.sqrt(tf.add(1, tf.mean(tf.square(channels), [2, 3], true)));
    const [left, right] = tf.split(tf.div(channels, size), 2, 1);
    const product = tf.transpose(tf.matMul(left!, right!), [0, 2, 3, 1]);
    return linear(params, `${layer}/product`, product);
  }

  function advance(params: Params, layer: string, z: Tensor): Tensor {
    const entries = linear(params, `${layer}/entry`, z);
    const [mine, mirrored, factors] = tf.split(entries, [width, width, 2 * c.products], 3);
    const rows = tf.mean(z, 2, true), columns = tf.mean(z, 1, true);
    const means = tf.add(
      tf.add(linear(params, `${layer}/row`, rows), linear(params, `${layer}/column`, columns)),
      linear(params, `${layer}/whole`, tf.mean(rows, 1, true)),
    );
    const u = tf.add(tf.add(mine!, tf.transpose(mirrored!, [0, 2, 1, 3])), means);
    const nonlinear = swish(tf.add(u, params[`${layer}/bias`]!));
    return tf.add(tf.add(z, nonlinear), multiply(params, layer, factors!));
  }

  return {
    name: "matrix_products",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("matrix_products", condition, { x: [1, "rows", "rows"] });
      const { x } = condition;
      const [batch, , n] = x!.shape as [number, number, number, number];
      const a = tf.div(tf.reshape(x!, [batch, n, n]), DIAGONAL);
      const identity = tf.tile(tf.expandDims(tf.eye(n), 0), [batch, 1, 1]);
      const given = tf.stack([a, identity], 3);
      const z = layers.reduce(
        (found, layer) => advance(params, layer, found),
        dense(params, "input", given),
      );
      return { a, identity, channels: tf.concat([given, z], 3) };
    },
    energy(params, { a, identity, channels }, y, t) {
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const levels = t.shape[0];
      const gains = tf.reshape(tf.add(atLevel("weights/film"), 1), [levels, 1, 1, count]);
      const weights = linear(params, "weights", tf.mul(channels!, gains));
      const [left, right] = tf.split(tf.transpose(weights, [0, 3, 1, 2]), 2, 1);
      const scale = tf.reshape(tf.add(atLevel("scale"), 1), [levels, 1, 1]);
      const wanted = tf.mul(scale, tf.div(identity!, DIAGONAL));
      const before = tf.expandDims(tf.sub(tf.matMul(a as Tensor3D, y as Tensor3D), wanted), 1);
      const after = tf.expandDims(tf.sub(tf.matMul(y as Tensor3D, a as Tensor3D), wanted), 1);
      const repeated = (residual: Tensor) => tf.tile(residual, [1, c.outputs, 1, 1]);
      const o = tf.add(
        tf.sum(tf.square(tf.matMul(left!, repeated(before))), [1, 2, 3]),
        tf.sum(tf.square(tf.matMul(repeated(after), right!)), [1, 2, 3]),
      );
      return o as Tensor1D;
    },
  };
}
