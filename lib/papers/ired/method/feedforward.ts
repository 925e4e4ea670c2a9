/** The feedforward baseline: the network's read-out is the answer, in one pass. */
import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { BaselineLoss } from "./baseline_loss.ts";
import { readoutLike } from "./readout.ts";

/**
 * o_θ(x, 0, 0): the trunk of the energy network on the answer zero at level 0. The paper's rows
 * "Feedforward" are perceptrons of their own, on x alone; this one has the same parameters as the
 * energy, so that only the method differs.
 *
 * @param shape Shape of the answers
 */
export function feedforwardAnswer(
  network: EnergyNetwork,
  params: Params,
  condition: Condition,
  shape: readonly number[],
): Tensor {
  const zero = tf.zeros(shape as number[]);
  const t = tf.tensor1d([0], "int32") as Tensor1D;
  return readoutLike(network, params, network.encode(params, condition), zero, t);
}

/** L = mean of w·(o_θ(x, 0, 0) - y*)² over batch and entries. */
export const feedforwardLoss: BaselineLoss = ({ network, problem, weight }) => (params) => {
  const { condition, answer } = problem;
  const error = tf.squaredDifference(
    feedforwardAnswer(network, params, condition, answer.shape),
    answer,
  );
  return tf.mean(weight ? tf.mul(weight, error) : error);
};
