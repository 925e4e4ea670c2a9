/**
 * Samplers: the contract and its loop.
 *
 * @module
 */
export { run, type Sampler, type SamplingOptions } from "./sampler.ts";
