/**
 * Samplers: the contract and its loop.
 *
 * @module
 */
export { type Descended, type Hopped, hopping, type HoppingOptions } from "./hopping.ts";
export { run, type Sampler, type SamplingOptions } from "./sampler.ts";
export { birthAndDeath, type Clocks, startClocks } from "./birth_death.ts";
export { langevin, type LangevinOptions, mala, type MalaOptions } from "./langevin.ts";
export { parallelTempering, type TemperingOptions } from "./parallel_tempering.ts";
export { type Likelihood, likelihood, type LikelihoodOptions } from "./likelihood.ts";
export {
  effectiveSampleSize,
  normalisedWeights,
  resample,
  type Resampling,
  systematic,
  type Weighted,
} from "./resample.ts";
export { relax, type RelaxOptions } from "./relax.ts";
export { reverseSde, type ReverseSdeOptions, type Samples, type Score } from "./reverse_sde.ts";
export {
  annealedMove,
  type AnnealedScheme,
  type WeightedMove,
  weightedSde,
  type WeightedSdeOptions,
} from "./weighted_sde.ts";
export { type BufferRows, type SampleBuffer, sampleBuffer } from "./buffer.ts";
export {
  clipNorm,
  type MonteCarloEstimate,
  type MonteCarloOptions,
  monteCarloScore,
} from "./mc_score.ts";
export { growTree, type Tree, type TreeProblem } from "./tree.ts";
export type { Selection, TreeOptions } from "./tree_options.ts";
export {
  type ChainSizes,
  temperedEnergies,
  temperedSamples,
  type TemperedSamplesOptions,
  temperedSteps,
} from "./tempered_samples.ts";
