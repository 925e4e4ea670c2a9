import { type Tensor, tf } from "../tensor/mod.ts";
import type { Levels } from "./levels.ts";

/** Entries of the answer that are given: `mask` is one there, `values` holds them; both like y. */
export interface Clues {
  readonly mask: Tensor;
  readonly values: Tensor;
}

/** A problem instance: what is given, the answer, and the clues within it, if any. */
export interface Problem {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
  readonly clues?: Clues;
}

/** y with its clue entries set to √ᾱ_t·clue; y itself without clues. */
export function holdClues(
  y: Tensor,
  clues: Clues | undefined,
  { scale }: Pick<Levels, "scale">,
): Tensor {
  if (!clues) return y;
  const { mask, values } = clues;
  return tf.add(tf.mul(y, tf.sub(1, mask)), tf.mul(mask, tf.mul(scale, values)));
}

/** The forward process: y_t = √ᾱ_t·y + σ_t·ε, clues held. */
export function addNoise(y: Tensor, noise: Tensor, levels: Levels, clues?: Clues): Tensor {
  const noisy = tf.add(tf.mul(levels.scale, y), tf.mul(levels.sigma, noise));
  return holdClues(noisy, clues, levels);
}

/** y limited to ±`bound`, entry by entry; built so that the bound may be a tensor. */
export function clampTo(y: Tensor, bound: Tensor): Tensor {
  return tf.maximum(tf.minimum(y, bound), tf.neg(bound));
}
