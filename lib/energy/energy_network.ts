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

/**
 * A scalar energy per example, E(x, y, t), lower for better answers.
 *
 * @example A network of one's own: ‖W₂ swish(W₁ [x; y; t])‖², t as ten ones and zeros
 * ```ts
 * import { checkCondition, denseSpec, type EnergyNetwork, initialize } from "lib/mod.ts";
 * import { LANDSCAPES, layers, random, tf } from "lib/mod.ts";
 *
 * function twoLayers(width = 32): EnergyNetwork {
 *   const parameters = {
 *     ...denseSpec("hidden", 2 + 2 + LANDSCAPES, width),
 *     ...denseSpec("out", width, 2),
 *   };
 *   return {
 *     name: "two_layers",
 *     config: { width },
 *     parameters,
 *     init: (key) => initialize(key, parameters),
 *     encode(_params, condition) {
 *       checkCondition("two_layers", condition, { x: [2] });
 *       return { x: tf.clone(condition.x!) };
 *     },
 *     energy(params, { x }, y, t) {
 *       // t is [batch], or [1] for all.
 *       const time = tf.tile(layers.oneHot(t, LANDSCAPES), [y.shape[0]! / t.shape[0], 1]);
 *       const hidden = layers.swish(layers.dense(params, "hidden", tf.concat([x!, y, time], 1)));
 *       return tf.sum(tf.square(layers.dense(params, "out", hidden)), 1);
 *     },
 *   };
 * }
 *
 * const key = random.key(1), network = twoLayers(), x = tf.ones([3, 2]);
 * const energy = network.energy(network.init(key), { x }, x, tf.tensor1d([9], "int32"));
 * console.assert(energy.shape[0] === 3);
 * ```
 */
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
