import { kindOf } from "../checks/kinds.ts";
import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/** Energies `[batch]` of answers y, everything else being fixed. */
export type Landscape = (y: Tensor) => Tensor1D;

function assertEnergies(energy: unknown, batch: number): void {
  if (!(energy instanceof tf.Tensor)) {
    throw new TypeError(
      `Energies must be a tensor of shape [${batch}], one for each answer: they are ${
        kindOf(energy)
      }`,
    );
  }
  if (`${energy.shape}` === `${batch}`) return;
  throw new RangeError(
    `Energies must have shape [${batch}], one for each answer: they have [${energy.shape}]`,
  );
}

/**
 * Energies `[batch]` and the gradient of each with respect to its own answer, in one pass.
 *
 * @throws {RangeError} If the landscape does not give one energy for each answer
 * @throws {TypeError} If it gives no tensor
 */
export function energyAndGradient(
  landscape: Landscape,
  y: Tensor,
): { readonly energy: Tensor1D; readonly gradient: Tensor } {
  // The sum over the batch has each example's own gradient, as no energy depends on another's y.
  const both = tf.valueAndGrad((given: Tensor) => {
    const energy = landscape(given);
    assertEnergies(energy, y.shape[0]!);
    return energy as Tensor;
  });
  return tf.tidy(() => {
    const { value, grad } = both(y, tf.ones([y.shape[0]!]));
    return { energy: value as Tensor1D, gradient: grad };
  });
}
