/** Energies that are known, to sample from and to measure against. */
import type { Key, Tensor, Tensor1D } from "../tensor/mod.ts";

/**
 * Points of another size would be measured as if they were those of the target.
 *
 * @param name Of what is measured, such as "a mixture"
 * @throws {RangeError} If x is not `[batch, …shape]`
 */
export function assertPoints(name: string, x: Tensor, shape: readonly number[]): void {
  if (`${x.shape.slice(1)}` === `${shape}` && x.rank === shape.length + 1) return;
  throw new RangeError(
    `Cannot measure ${name} at points of shape [${x.shape}]: accepted are [batch, ${
      shape.join(", ")
    }]`,
  );
}

/** A density p(x) ∝ exp(-E(x)) whose energy is known. */
export interface Target {
  /** Shape of one x, such as `[2]`, or `[4, 2]` for four particles in a plane. */
  readonly shape: readonly number[];
  /** Energies `[batch]` of x `[batch, …shape]`. */
  energy(x: Tensor): Tensor1D;
  /** `count` exact and independent samples, `[count, …shape]`, where there is a way. */
  sample?(key: Key, count: number): Tensor;
}
