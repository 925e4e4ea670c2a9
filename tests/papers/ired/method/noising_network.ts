/** Networks for the methods that IRED is compared with, whose behaviour is known in closed form. */
import { type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { schedule, sumPerExample } from "./ideal.ts";

/** Its read-out is the noise in y, (y - √ᾱ_t·y*)/σ_t; the condition `answer` is y*. */
export const idealNoise: EnergyNetwork = {
  name: "ideal_noise",
  config: {},
  parameters: {},
  init: () => ({}),
  encode: (_, { answer }) => ({ answer: tf.clone(answer!) }),
  energy(params, encoded, y, t) {
    return sumPerExample(tf.square(idealNoise.readout!(params, encoded, y, t)));
  },
  readout(_, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, y.rank);
    return tf.div(tf.sub(y, tf.mul(scale, answer!)), sigma);
  },
};

/** E(x, y) = w·‖y - a·x‖²/2, with two parameters: each step of descent is linear in y. */
export const bowl: EnergyNetwork = {
  name: "bowl",
  config: {},
  parameters: { w: { shape: [], bound: 1 }, a: { shape: [], bound: 1 } },
  init: () => ({ w: tf.scalar(0.3), a: tf.scalar(0.8) }),
  encode: ({ a }, { x }) => ({ target: tf.mul(a!, x!) }),
  energy({ w }, { target }, y) {
    const squares = sumPerExample(tf.square(tf.sub(y, target!) as Tensor));
    return tf.mul(tf.div(w!, 2), squares) as Tensor1D;
  },
};
