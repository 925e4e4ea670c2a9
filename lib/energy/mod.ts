/**
 * What an energy is, its gradient, and energies that are known.
 *
 * @module
 */
export { energyAndGradient, type Landscape } from "./energy_gradient.ts";
export type { Target } from "./target.ts";
