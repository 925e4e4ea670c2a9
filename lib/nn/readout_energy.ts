import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "./energy_network.ts";

/** Σ o² of each example, `[batch]`. */
export function sumOfSquares(outputs: Tensor): Tensor1D {
  const axes = outputs.shape.map((_, i) => i).slice(1);
  return tf.sum(tf.square(outputs), axes) as Tensor1D;
}

/** A network but for its energy, with the read-out that its energy adds up. */
export type ReadoutNetwork =
  & Omit<EnergyNetwork, "energy" | "readout">
  & Required<Pick<EnergyNetwork, "readout">>;

/** The network whose energy is `energyOf` its read-out, the sum of squares by default. */
export function readoutEnergy(
  network: ReadoutNetwork,
  energyOf: (outputs: Tensor) => Tensor1D = sumOfSquares,
): EnergyNetwork {
  const { readout } = network;
  return {
    ...network,
    energy: (params, encoded, y, t) => energyOf(readout(params, encoded, y, t)),
  };
}
