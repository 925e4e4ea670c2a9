/**
 * Vectors on particles, equivariant to rotations, reflections and permutations, unchanged by
 * translations: E(n)-equivariant graph network (Satorras et al. 2021), as iDEM and PITA use it.
 */
import { assertFinite, assertSteps } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, tf } from "../tensor/mod.ts";
import { dense, linear, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import type { VectorNetwork } from "../nn/vector_network.ts";
import { centredWhere, presence } from "./particle_kinds.ts";
import { assertVectors } from "./vector_shapes.ts";

/** Sizes of {@link egnn}. */
export interface EgnnConfig {
  /** Particles. */
  readonly particles?: number;
  /** Coordinates of each. */
  readonly dimensions?: number;
  /** Numbers that the vectors are conditioned on: features that all particles share. */
  readonly conditions?: number;
  /** How many of the conditions, the last ones, say of what kind each particle is, if any do. */
  readonly kinds?: number;
  readonly width?: number;
  readonly layers?: number;
  /** Most that one particle can push another, added up over the layers. */
  readonly reach?: number;
  /**
   * Bumps exp(-(d - c_k)²/2w²) of each distance beside its square, centres in equal steps w from 0 to
   * `bumpRange` (ours); default 0: none, as published. With them pushes that change sign within a short
   * stretch are learned sooner.
   */
  readonly bumps?: number;
  /** Default 8. */
  readonly bumpRange?: number;
  /** Sines and cosines of each condition, frequencies 1 to 32 (ours); default 0: the condition itself. */
  readonly waves?: number;
}

/** Bumps of distances, given as squares `[…, 1]` → `[…, count]`. */
function bumpsOf(square: Tensor, count: number, range: number): Tensor {
  const width = range / (count - 1);
  const centres = tf.tensor1d(Array.from({ length: count }, (_, k) => k * width));
  const apart = tf.div(tf.sub(tf.sqrt(tf.add(square, 1e-8)), centres), width);
  return tf.exp(tf.mul(-0.5, tf.square(apart)));
}

/** Waves of conditions `[batch, c]` → `[batch, c·count]`. */
function wavesOf(conditions: Tensor, count: number): Tensor {
  const half = count / 2;
  const frequencies = Array.from({ length: half }, (_, k) => 32 ** (k / Math.max(1, half - 1)));
  const angles = tf.mul(tf.expandDims(conditions, 2), tf.tensor3d([[frequencies]]));
  const flat = tf.reshape(angles, [conditions.shape[0]!, -1]);
  return tf.concat([tf.sin(flat), tf.cos(flat)], 1);
}

const withoutBias = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

/**
 * Every pair of particles exchanges messages. Features start as a linear map of the conditions.
 * With ρ_ij = |x_i - x_j|², and a_ij the same before the first layer, a layer takes
 * m_ij = MLP(h_i, h_j, ρ_ij, a_ij), times a gate σ(w·m_ij);
 * x_i ← x_i + Σ_j (x_i - x_j)/(√ρ_ij + 1)·tanh(MLP(m_ij))·reach/layers;
 * h_i ← h_i + MLP(h_i, Σ_j m_ij).
 * The output is x after the last layer minus x, its mean over particles taken away.
 *
 * All pairs are computed, the diagonal masked: no gather, no scatter. With `kinds` the conditions are
 * `[batch, n, c]`, one-hot in their last columns, and all 0 there where there is no particle.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped; `apply`, if particles or conditions
 * are others than it was built for
 */
export function egnn(config: EgnnConfig = {}): VectorNetwork {
  const defaults = { particles: 4, dimensions: 2, conditions: 1, width: 32, layers: 3 };
  const own = { reach: 15, bumps: 0, bumpRange: 8, waves: 0 };
  assertOptionNames(config, [...Object.keys({ ...defaults, ...own }), "kinds"], true);
  const c = { ...defaults, ...own, ...config };
  const { reach, bumps, bumpRange, waves, ...sizes } = c;
  checkSizes(sizes);
  assertSteps("bumps", bumps);
  assertSteps("waves", waves);
  assertFinite("reach", reach, "above 0");
  assertFinite("bumpRange", bumpRange, "above 0");
  if (waves % 2 || bumps === 1 || (waves && c.kinds)) {
    throw new RangeError(
      `Cannot build an EGNN of ${bumps} bumps and ${waves} waves: accepted are 0, 2, 3, … and 0, 2, 4, …, waves only without kinds`,
    );
  }
  const h = c.width, n = c.particles;
  const accepted = {
    ...{ name: "egnn", shape: [n, c.dimensions], conditions: c.conditions },
    each: Boolean(c.kinds),
  };
  const names = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const layerSpec = (layer: string, l: number): ParameterSpecs => {
    const distances = 2 + 2 * bumps, inputs = 2 * h + distances;
    return {
      // Rows of one kernel, so that features of i and j are multiplied once each, not once a pair.
      ...withoutBias(denseSpec(`${layer}/edge/own`, h, h, inputs)),
      ...withoutBias(denseSpec(`${layer}/edge/other`, h, h, inputs)),
      ...denseSpec(`${layer}/edge/distances`, distances, h, inputs),
      ...denseSpec(`${layer}/edge/second`, h, h),
      ...denseSpec(`${layer}/gate`, h, 1),
      ...denseSpec(`${layer}/push/first`, h, h),
      // Xavier's bound with a gain of 0.001: at first nothing moves.
      [`${layer}/push/second/kernel`]: { shape: [h, 1], bound: 0.001 * Math.sqrt(6 / (h + 1)) },
      // Features after the last layer would move nothing.
      ...(l === c.layers - 1 ? {} : {
        ...denseSpec(`${layer}/node/first`, 2 * h, h),
        ...denseSpec(`${layer}/node/second`, h, h),
      }),
    };
  };
  const parameters: ParameterSpecs = {
    ...denseSpec("input", c.conditions * Math.max(1, waves), h),
    ...Object.assign({}, ...names.map(layerSpec)),
  };
  /** x_i - x_j, `[batch, n, n, d]`, and its square, `[batch, n, n, 1]`. */
  function pairs(x: Tensor) {
    const difference = tf.sub(tf.expandDims(x, 2), tf.expandDims(x, 1));
    return { difference, square: tf.sum(tf.square(difference), 3, true) };
  }

  function message(
    params: Params,
    layer: string,
    features: Tensor,
    distances: Tensor,
    others: Tensor,
  ): Tensor {
    const own = tf.expandDims(linear(params, `${layer}/edge/own`, features), 2);
    const other = tf.expandDims(linear(params, `${layer}/edge/other`, features), 1);
    const first = tf.add(tf.add(own, other), dense(params, `${layer}/edge/distances`, distances));
    const m = swish(dense(params, `${layer}/edge/second`, swish(first)));
    return tf.mul(tf.mul(m, tf.sigmoid(dense(params, `${layer}/gate`, m))), others);
  }

  return {
    name: "egnn",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, x, conditions) {
      assertVectors(accepted, x, conditions);
      const batch = x.shape[0]!;
      const known = (square: Tensor) =>
        bumps ? [square, bumpsOf(square, bumps, bumpRange)] : [square];
      const start = tf.concat(known(pairs(x).square), 3);
      const shared = dense(params, "input", waves ? wavesOf(conditions, waves) : conditions);
      const { own, pairs: others } = presence(n, conditions, c.kinds);
      let features = c.kinds ? shared : tf.mul(tf.expandDims(shared, 1), tf.ones([batch, n, 1]));
      let moved = x;
      names.forEach((layer, l) => {
        const { difference, square } = pairs(moved);
        const m = message(params, layer, features, tf.concat([...known(square), start], 3), others);
        const hidden = swish(dense(params, `${layer}/push/first`, m));
        const push = tf.tanh(linear(params, `${layer}/push/second`, hidden));
        const length = tf.add(tf.sqrt(tf.add(square, 1e-8)), 1);
        const steps = tf.mul(tf.div(difference, length), tf.mul(push, reach / c.layers));
        moved = tf.add(moved, tf.sum(c.kinds ? tf.mul(steps, others) : steps, 2));
        if (l === c.layers - 1) return;
        const both = tf.concat([features, tf.sum(m, 2)], 2);
        const update = swish(dense(params, `${layer}/node/first`, both));
        features = tf.add(features, dense(params, `${layer}/node/second`, update));
      });
      const vectors = tf.sub(moved, x);
      return c.kinds ? centredWhere(vectors, own) : tf.sub(vectors, tf.mean(vectors, 1, true));
    },
  };
}
