/** The feedforward baseline: the network's read-out is the answer, in one pass. */
import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { type Method, onePart } from "./method.ts";
import { checkSamplerOptions } from "./options.ts";
import { readoutLike } from "./readout.ts";
import { compiledPiece, perNetwork, type SamplerMode } from "./solver.ts";

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
  return readoutLike(network, params, encodeCondition(network, params, condition), zero, t);
}

type Inputs = {
  readonly params: Params;
  readonly condition: Condition;
  /** Zero, in the shape of the answers. */
  readonly y: Tensor;
};

const pieces = perNetwork((network, mode: SamplerMode) =>
  compiledPiece(
    network,
    "feedforward",
    ({ params, condition, y }: Inputs) => ({
      answer: feedforwardAnswer(network, params, condition, y.shape),
    }),
    mode,
  ), (mode) => mode);

/**
 * L = mean of w·(o_θ(x, 0, 0) - y*)² over batch and entries; solving is one step, which gives the
 * answer, and for which no option counts.
 */
export const feedforward: Method = {
  name: "feedforward",
  title: "feedforward",
  hasEnergy: false,
  reads: [],
  lossAndGradients({ network, hooks }, params, { condition, answer }, _key) {
    const weight = hooks.weight?.(answer);
    return onePart((p) => {
      const found = feedforwardAnswer(network, p, condition, answer.shape);
      const error = tf.squaredDifference(found, answer);
      return tf.mean(weight ? tf.mul(weight, error) : error);
    }, params);
  },
  limits: () => ({
    innerSteps: 0,
    restarts: 1,
    cycles: 0,
    landscapes: 1,
    sampler: { innerSteps: 0, posteriorNoise: "off" },
  }),
  solver({ network, options, mode = network.mode ?? "xla" }) {
    checkSamplerOptions(options);
    const answerTo = pieces(network, mode);
    return {
      steps: 1,
      gradients: 0,
      // The condition is kept as it is; clones, as what is encoded belongs to the caller.
      encode: (params, condition) => ({
        params,
        encoded: Object.fromEntries(
          Object.entries(condition).map(([name, x]) => [name, tf.clone(x)]),
        ),
      }),
      init: (_key, _solving, shape) => ({ y: tf.zeros(shape as number[]) }),
      step(_key, { params, encoded: condition }, { y }) {
        const { answer } = answerTo({ params, condition, y });
        return [{ y: tf.clone(answer) }, { answer }];
      },
      result: ({ y }) => tf.clone(y),
    };
  },
};
