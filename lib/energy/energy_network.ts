import type { Tensor, Tensor1D } from "../tensor/mod.ts";
import type { Network } from "../nn/network.ts";
import type { Params } from "../nn/parameters.ts";

/** Landscapes of networks and methods that do not say how many (IRED, appendix A). */
export const LANDSCAPES = 10;

/** What is given: tensors by name, the first axis of each being the batch. */
export type Condition = Readonly<Record<string, Tensor>>;

/**
 * What a network makes of a condition alone, `[batch, …]`, and of its parameters, such as tables of
 * all noise levels.
 */
export type Encoded = Readonly<Record<string, Tensor>>;

/** A scalar energy per example, E(x, y, t), lower for better answers. */
export interface EnergyNetwork extends Network {
  /** Everything that depends on neither y nor t: computed once, reused by every step. */
  encode(params: Params, condition: Condition): Encoded;
  /**
   * Energies `[batch]` of answers `y` `[batch, …]` at noise levels `t`, `[batch]` or `[1]` for one
   * level shared by all.
   */
  energy(params: Params, encoded: Encoded, y: Tensor, t: Tensor1D): Tensor1D;
  /**
   * The outputs that the energy adds up, squared or as they are: like `y`, or with `k` outputs for
   * each of its entries, `[batch, …, k]`. Networks that have it can be trained as a diffusion model
   * or feedforward too.
   */
  readout?(params: Params, encoded: Encoded, y: Tensor, t: Tensor1D): Tensor;
}
