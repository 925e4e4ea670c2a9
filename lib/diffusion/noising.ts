import { type Tensor, tf } from "../tensor/mod.ts";
import type { Levels } from "./levels.ts";

/** Entries of the answer that are given: `mask` is one there, `values` holds them; both like y. */
export type Observed = {
  readonly mask: Tensor;
  readonly values: Tensor;
};

/** y with its observed entries set to √ᾱ_t·value; y itself where nothing is observed. */
export function holdObserved(
  y: Tensor,
  observed: Observed | undefined,
  { scale }: Pick<Levels, "scale">,
): Tensor {
  if (!observed) return y;
  const { mask, values } = observed;
  return tf.add(tf.mul(y, tf.sub(1, mask)), tf.mul(mask, tf.mul(scale, values)));
}

/** The forward process: y_t = √ᾱ_t·y + σ_t·ε, observed entries held. */
export function addNoise(y: Tensor, noise: Tensor, levels: Levels, observed?: Observed): Tensor {
  const noisy = tf.add(tf.mul(levels.scale, y), tf.mul(levels.sigma, noise));
  return holdObserved(noisy, observed, levels);
}

/** y limited to ±`bound`, entry by entry; built so that the bound may be a tensor. */
export function clampTo(y: Tensor, bound: Tensor): Tensor {
  return tf.maximum(tf.minimum(y, bound), tf.neg(bound));
}
