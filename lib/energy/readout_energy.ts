import { squaredNorm, type Tensor, type Tensor1D } from "../tensor/mod.ts";
import type { EnergyNetwork } from "./energy_network.ts";

export { squaredNorm as sumOfSquares } from "../tensor/mod.ts";

/** A network but for its energy, with the read-out that its energy adds up. */
export type ReadoutNetwork =
  & Omit<EnergyNetwork, "energy" | "readout">
  & Required<Pick<EnergyNetwork, "readout">>;

/** The network whose energy is `energyOf` its read-out, the sum of squares by default. */
export function readoutEnergy(
  network: ReadoutNetwork,
  energyOf: (outputs: Tensor) => Tensor1D = squaredNorm,
): EnergyNetwork {
  const { readout } = network;
  return {
    ...network,
    energy: (params, encoded, y, t) => energyOf(readout(params, encoded, y, t)),
  };
}
