import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/** Energies `[batch]` of answers y, everything else being fixed. */
export type Landscape = (y: Tensor) => Tensor1D;

/** Energies `[batch]` and the gradient of each with respect to its own answer, in one pass. */
export function energyAndGradient(
  landscape: Landscape,
  y: Tensor,
): { readonly energy: Tensor1D; readonly gradient: Tensor } {
  // The sum over the batch has each example's own gradient, as no energy depends on another's y.
  const both = tf.valueAndGrad(landscape as (y: Tensor) => Tensor);
  const { value, grad } = both(y, tf.ones([y.shape[0]!]));
  return { energy: value as Tensor1D, gradient: grad };
}
