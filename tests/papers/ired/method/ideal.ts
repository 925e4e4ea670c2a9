/** Networks whose energies are known in closed form, as oracles. */
import { type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";

export const schedule = cosineSchedule(10);

/** Sums over all axes but the first. */
export const sumPerExample = (x: Tensor): Tensor1D =>
  tf.sum(tf.reshape(x, [x.shape[0]!, -1]), 1) as Tensor1D;

/**
 * E(x, y, t) = ‖y - √ᾱ_t·y*‖²/(2σ_t), what training would find; the condition `answer` is y*, like
 * y.
 */
export const ideal: EnergyNetwork = {
  name: "ideal",
  config: {},
  parameters: {},
  init: () => ({}),
  encode: (_, { answer }) => ({ answer: tf.clone(answer!) }),
  energy(_, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, y.rank);
    const difference = tf.sub(y, tf.mul(scale, answer!));
    return sumPerExample(tf.div(tf.square(difference), tf.mul(2, sigma)));
  },
};

/** How often a network was asked. */
export interface Counts {
  encodings: number;
  energies: number;
  gradients: number;
}

/** `network`, with its calls and those of its gradient by the answer counted. */
export function counting(network: EnergyNetwork): { network: EnergyNetwork; counts: Counts } {
  const counts = { encodings: 0, energies: 0, gradients: 0 };
  return {
    counts,
    network: {
      ...network,
      encode(params, condition) {
        counts.encodings++;
        return network.encode(params, condition);
      },
      energy(params, encoded, y, t) {
        counts.energies++;
        const watched = tf.customGrad((answer, save) => {
          const input = answer as Tensor;
          (save as tf.GradSaveFunc)([input]);
          return {
            value: input,
            gradFunc: (dy: Tensor) => {
              counts.gradients++;
              return tf.clone(dy);
            },
          };
        });
        return network.energy(params, encoded, watched(y), t);
      },
    },
  };
}

/** Largest |a - b|. */
export function distance(a: Tensor, b: Tensor): number {
  if (`${a.shape}` !== `${b.shape}`) throw new Error(`Shapes differ: [${a.shape}], [${b.shape}]`);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}
