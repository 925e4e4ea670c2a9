/**
 * A few vectors for a cloud of particles, equivariant to rotations and reflections, invariant to
 * permutations and translations: what a frame is made of.
 */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Key, type Tensor, type Tensor3D, tf } from "../tensor/mod.ts";
import { dense, linear, swish } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  kernelOnly,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import { centredWhere, presence } from "./particle_kinds.ts";

/** How the vectors of all particles become one. */
export type Pooling =
  /** Their mean, which turns as they do. */
  | "mean"
  /** The largest of each coordinate, as in the paper's released code: it does not turn with them. */
  | "max";

/** Sizes of {@link frameVectors}. */
export interface FrameVectorsConfig {
  readonly particles: number;
  readonly dimensions: number;
  /** Vectors that are wanted, 1 in a plane and 2 in space. */
  readonly vectors?: number;
  readonly width?: number;
  readonly pooling?: Pooling;
  /** Kinds of particles, if `apply` is told them. */
  readonly kinds?: number;
}

/** Names of {@link FrameVectorsConfig}. */
const CONFIG_NAMES = [
  ...["particles", "dimensions", "vectors", "width", "pooling", "kinds"],
] as const satisfies (keyof FrameVectorsConfig)[];

/** Vectors of clouds. */
export interface FrameVectors {
  readonly config: FrameVectorsConfig;
  readonly parameters: ParameterSpecs;
  /** Draws parameters. */
  init(key: Key): Params;
  /**
   * Vectors `[batch, vectors, d]` of particles x `[batch, n, d]`, whose kinds are `[batch, n, kinds]`,
   * one-hot or, where there is no particle, 0.
   */
  apply(params: Params, x: Tensor, kinds?: Tensor): Tensor3D;
}

/**
 * With x centred, ρ_ij = |x_i - x_j|² and L(z) = log(1 + z):
 * h_i = Σ_{j≠i} MLP(L(ρ_ij), L(|x_i|²), L(|x_j|²)), w_i = MLP(h_i, Σ_{j≠i} MLP(h_i, h_j, L(ρ_ij))),
 * one number for each wanted vector, and the vectors are pooled from w_i·x_i, the equivariant
 * channel of an EGNN. Kinds are told to the first MLP.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function frameVectors(config: FrameVectorsConfig): FrameVectors {
  const c = { vectors: config.dimensions - 1, width: 16, pooling: "mean" as Pooling, ...config };
  assertOptionNames(config, CONFIG_NAMES, true);
  const { pooling: _, ...sizes } = c;
  checkSizes(sizes);
  const { particles: n, width: h } = c;
  const parameters: ParameterSpecs = {
    ...denseSpec("pair/first", 3, h),
    ...(c.kinds
      ? {
        ...kernelOnly(denseSpec("kind/own", c.kinds, h)),
        ...kernelOnly(denseSpec("kind/other", c.kinds, h)),
      }
      : {}),
    ...denseSpec("pair/second", h, h),
    ...kernelOnly(denseSpec("edge/own", h, h, 2 * h + 1)),
    ...kernelOnly(denseSpec("edge/other", h, h, 2 * h + 1)),
    ...denseSpec("edge/distance", 1, h, 2 * h + 1),
    ...denseSpec("weight/first", 2 * h, h),
    ...denseSpec("weight/second", h, c.vectors),
  };
  return {
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, x, kinds) {
      const { own: there, pairs: others } = presence(n, kinds, c.kinds);
      const centred = c.kinds ? centredWhere(x, there) : tf.sub(x, tf.mean(x, 1, true));
      const difference = tf.sub(tf.expandDims(centred, 2), tf.expandDims(centred, 1));
      const distance = tf.sum(tf.square(difference), 3, true);
      const size = tf.sum(tf.square(centred), 2, true);
      const spread = (values: Tensor, axis: number) =>
        tf.mul(tf.expandDims(values, axis), tf.onesLike(distance));
      // Logarithms, so that far particles do not drown the rest.
      const invariants = tf.log(
        tf.add(1, tf.concat([distance, spread(size, 2), spread(size, 1)], 3)),
      );
      let seen = dense(params, "pair/first", invariants);
      if (c.kinds) {
        const own = tf.expandDims(linear(params, "kind/own", kinds!), 2);
        seen = tf.add(
          seen,
          tf.add(own, tf.expandDims(linear(params, "kind/other", kinds!), 1)),
        );
      }
      const first = swish(seen);
      const pair = tf.mul(swish(dense(params, "pair/second", first)), others);
      const features = tf.sum(pair, 2);
      const edges = swish(tf.add(
        tf.add(
          tf.expandDims(linear(params, "edge/own", features), 2),
          tf.expandDims(linear(params, "edge/other", features), 1),
        ),
        dense(params, "edge/distance", tf.log(tf.add(1, distance))),
      ));
      const both = tf.concat([features, tf.sum(tf.mul(edges, others), 2)], 2);
      const weights = dense(params, "weight/second", swish(dense(params, "weight/first", both)));
      // [batch, n, vectors, 1] · [batch, n, 1, d]
      const each = tf.mul(tf.expandDims(weights, 3), tf.expandDims(centred, 2));
      // Empty places are at the centre, and add nothing to a mean.
      return (c.pooling === "mean" ? tf.mean(each, 1) : tf.max(each, 1)) as Tensor3D;
    },
  };
}

/**
 * Frames R `[batch, d, d]` of vectors `[batch, d - 1, d]` by Gram and Schmidt: the rows are
 * e₁ = v₁/|v₁|, in space e₂ = the rest of v₂ orthogonal to e₁, and last what completes a rotation.
 * x·Rᵀ are coordinates in the frame. Where vectors vanish or are parallel the frame is not
 * defined: their lengths are kept off 0, and the frame is then no rotation.
 *
 * @throws {RangeError} If d is neither 2 nor 3
 */
export function framesOf(vectors: Tensor3D): Tensor3D {
  const d = vectors.shape[2];
  if (d !== 2 && d !== 3) {
    throw new RangeError(`Cannot make frames in ${d} dimensions: accepted are 2 and 3`);
  }
  const unit = (v: Tensor) => tf.div(v, tf.sqrt(tf.add(tf.sum(tf.square(v), 1, true), 1e-20)));
  const [v1, v2] = tf.unstack(vectors, 1);
  const first = unit(v1!);
  const [a, b, c] = tf.split(first, d, 1) as [Tensor, Tensor, Tensor];
  if (d === 2) return tf.stack([first, tf.concat([tf.neg(b), a], 1)], 1) as Tensor3D;
  const rest = (v: Tensor) => unit(tf.sub(v, tf.mul(first, tf.sum(tf.mul(v, first), 1, true))));
  // Twice: what float32 leaves along e₁ of nearly parallel vectors goes the second time.
  const second = rest(rest(unit(v2!)));
  const [p, q, r] = tf.split(second, 3, 1) as [Tensor, Tensor, Tensor];
  const cross = (x: Tensor, y: Tensor, z: Tensor, w: Tensor) => tf.sub(tf.mul(x, w), tf.mul(y, z));
  const third = tf.concat([cross(b, c, q, r), cross(c, a, r, p), cross(a, b, p, q)], 1);
  return tf.stack([first, second, third], 1) as Tensor3D;
}

/** Particles `[batch, n, d]` in coordinates of frames `[batch, d, d]`. */
export const inFrame = (x: Tensor, frames: Tensor): Tensor =>
  tf.matMul(x as Tensor3D, frames as Tensor3D, false, true);
