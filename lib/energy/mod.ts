/**
 * What an energy is, its gradient, and energies that are known.
 *
 * @module
 */
export { energyAndGradient, type Landscape } from "./energy_gradient.ts";
export type { Condition, Encoded, EnergyNetwork } from "./energy_network.ts";
export { readoutEnergy, type ReadoutNetwork, sumOfSquares } from "./readout_energy.ts";
export type { Target } from "./target.ts";
