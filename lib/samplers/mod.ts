/**
 * Samplers: the contract and its loop.
 *
 * @module
 */
export { type Descended, type Hopped, hopping, type HoppingOptions } from "./hopping.ts";
export { run, type Sampler, type SamplingOptions } from "./sampler.ts";
