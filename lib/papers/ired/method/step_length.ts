/** How long the steps of a descent are, next to λ_t, problem by problem. */
import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import { perExample } from "./descent.ts";

/** What {@link SamplerOptions.stepLength} may be. */
export const stepLengths = ["fixed", "adaptive"] as const;

/** See {@link SamplerOptions.stepLength}. */
export type StepLength = (typeof stepLengths)[number];

/** Factors on the length after a step that was taken, and after one that was refused. */
const TAKEN = 2, REFUSED = 0.25;

/** A length of zero could never grow again, one beyond all bounds never shrink. */
const SHORTEST = 2 ** -30, LONGEST = 2 ** 10;

/** Ones, `[batch, 1, …]` of the rank of `y`: the lengths of the first steps on a landscape. */
export const firstLengths = (y: Tensor): Tensor => perExample(tf.ones([y.shape[0]!]), y);

/**
 * The lengths of the next steps, as those before them were taken or not: the "bold driver" (Vogl et
 * al., Biological Cybernetics 59, 1988) with factors of ours.
 *
 * @param lengths `[batch, 1, …]`
 * @param accepted Bool `[batch]`
 */
export function nextLengths(lengths: Tensor, accepted: Tensor1D): Tensor {
  const factors = tf.where(accepted, tf.scalar(TAKEN), tf.scalar(REFUSED));
  return tf.clipByValue(tf.mul(lengths, tf.reshape(factors, lengths.shape)), SHORTEST, LONGEST);
}
