/** Solving in one pass, in the shape of a sampler. */
import { random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { compiledPiece, perNetwork } from "./compiled.ts";
import { feedforwardAnswer } from "./feedforward.ts";
import type { SamplerMode } from "./landscape_steps.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import type { Sampler } from "./annealed_descent.ts";

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
 * A sampler with one step, which gives the answer. There is no energy: `energies` is NaN. No option
 * counts.
 */
export function createFeedforwardSampler(
  network: EnergyNetwork,
  options: SamplerOptions,
  mode: SamplerMode = network.mode ?? "xla",
): Sampler {
  checkSamplerOptions(options);
  const answerTo = pieces(network, mode);
  return {
    options,
    // The condition is kept as it is; clones, as what is encoded belongs to the caller.
    encode: (params, condition) => ({
      params,
      encoded: Object.fromEntries(
        Object.entries(condition).map(([name, x]) => [name, tf.clone(x)]),
      ),
    }),
    init: (key, shape) => ({ t: 0, y: tf.zeros(shape as number[]), key: random.fold(key, 1) }),
    step({ params, encoded: condition }, { y, key }) {
      const batch = y.shape[0]!;
      const { answer } = answerTo({ params, condition, y });
      const info = {
        t: 0,
        answer,
        energies: tf.fill([1, batch], NaN),
        accepted: tf.zeros([0, batch], "bool"),
      };
      return [{ t: -1, y: tf.clone(answer), key: tf.clone(key) }, info];
    },
    answer: ({ y }) => tf.clone(y),
  };
}
