/** Energies that are known, to sample from and to measure against. */
import type { Key, Tensor, Tensor1D } from "../tensor/mod.ts";

/** A density p(x) ∝ exp(-E(x)) whose energy is known. */
export interface Target {
  /** Shape of one x, such as `[2]`, or `[4, 2]` for four particles in a plane. */
  readonly shape: readonly number[];
  /** Energies `[batch]` of x `[batch, …shape]`. */
  energy(x: Tensor): Tensor1D;
  /** `count` exact and independent samples, `[count, …shape]`, where there is a way. */
  sample?(key: Key, count: number): Tensor;
}
