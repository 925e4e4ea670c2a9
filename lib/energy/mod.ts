/**
 * What an energy is, its gradient, and energies that are known.
 *
 * @module
 */
export { energyAndGradient, type Landscape } from "./energy_gradient.ts";
export { checkCondition, type Form } from "./check_condition.ts";
export { encodeCondition } from "./encode_condition.ts";
export { type Condition, type Encoded, type EnergyNetwork, LANDSCAPES } from "./energy_network.ts";
export { readoutEnergy, type ReadoutNetwork, sumOfSquares } from "./readout_energy.ts";
export type { Target } from "./target.ts";
export { type Checkerboard, checkerboard } from "./targets/checkerboard.ts";
export { gmm40, gmm40Deviations, gmm40Means } from "./targets/gmm40.ts";
export { gaussianMixture, type Mixture, type MixtureOptions } from "./targets/mixture.ts";
export {
  centred,
  doubleWell,
  lennardJones,
  type LennardJonesOptions,
  type ParticleTarget,
  squaredDistances,
} from "./targets/particles.ts";
export { ring } from "./targets/ring.ts";
export { tempered, temperedMixture } from "./targets/tempered.ts";
