/**
 * Layers as pure functions, parameters by flat name, and what a network is to training.
 *
 * @module
 */
export * as layers from "./layers.ts";
export type { Network } from "./network.ts";
export {
  convolutionSpec,
  countParameters,
  denseSpec,
  initialize,
  parameter,
  type ParameterSpec,
  type ParameterSpecs,
  type Params,
} from "./parameters.ts";
export { timeFeatures, timeSpec } from "./time_embedding.ts";
export type { VectorNetwork } from "./vector_network.ts";
