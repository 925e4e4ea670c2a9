/** Solving as IREM does: the descent of its training, on the only landscape there is. */
import { random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { compiledPiece, perNetwork } from "./compiled.ts";
import { encoder } from "./encode.ts";
import { iremClamp, iremLevel, type IremOptions, iremStart, iremStep } from "./irem.ts";
import type { SamplerMode } from "./landscape_steps.ts";
import { checkSamplerOptions, type SamplerOptions } from "./options.ts";
import type { Sampler } from "./annealed_descent.ts";

type Inputs = { readonly params: Params; readonly encoded: Encoded; readonly y: Tensor };

const pieces = perNetwork((network, irem: IremOptions, mode: SamplerMode) => {
  const landscapeOf = ({ params, encoded }: Inputs) => (y: Tensor) =>
    network.energy(params, encoded, y, iremLevel());
  return {
    step: compiledPiece(
      network,
      "irem_step",
      (inputs: Inputs): { y: Tensor; energy: Tensor1D } => {
        const { y, energy } = iremStep(landscapeOf(inputs), inputs.y, irem.stepSize);
        return { y: iremClamp(y, irem), energy };
      },
      mode,
    ),
    energy: compiledPiece(
      network,
      "irem_energy",
      (inputs: Inputs) => ({ energy: landscapeOf(inputs)(inputs.y) }),
      mode,
    ),
  };
}, ({ stepSize, clamp }, mode) => `${stepSize} ${clamp} ${mode}`);

/**
 * A sampler with one landscape, t = 0, on which it takes `options.innerSteps` steps, limited by the
 * clamp of `irem` alone. No energy test holds it, and clues are not held; of the other options none
 * counts.
 */
export function createIremSampler(
  network: EnergyNetwork,
  options: SamplerOptions,
  irem: IremOptions,
  mode: SamplerMode = network.mode ?? "xla",
): Sampler {
  checkSamplerOptions(options);
  const compiled = pieces(network, irem, mode);
  return {
    options,
    encode: encoder(network, mode),
    init: (key, shape) => ({ t: 0, y: iremStart(key, shape, irem), key: random.fold(key, 1) }),
    step({ params, encoded }, state) {
      const [next, info] = tf.tidy(() => {
        let y = state.y;
        const energies: Tensor[] = [];
        for (let k = 0; k < options.innerSteps; k++) {
          const moved = compiled.step({ params, encoded, y });
          energies.push(moved.energy);
          y = moved.y;
        }
        energies.push(compiled.energy({ params, encoded, y }).energy);
        return [
          { y: tf.clone(y), key: tf.clone(state.key) },
          {
            answer: tf.clone(y),
            energies: tf.stack(energies),
            accepted: tf.ones([options.innerSteps, y.shape[0]!], "bool"),
          },
        ] as unknown as tf.TensorContainer;
      }) as unknown as [
        { y: Tensor; key: typeof state.key },
        { answer: Tensor; energies: Tensor; accepted: Tensor },
      ];
      return [{ ...next, t: -1 }, { ...info, t: 0 }];
    },
    answer: ({ y }) => tf.clone(y),
  };
}
