/**
 * Samplers: the contract and its loop.
 *
 * @module
 */
export { run, type RunOptions, type Sampler } from "./sampler.ts";
