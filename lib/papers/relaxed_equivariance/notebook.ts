/**
 * Relaxed equivariance, as notebook 14 uses it.
 *
 * @module
 */
export * from "./experiments.ts";
export * from "./orbit_energy.ts";
export * from "./report.ts";
export * from "./square.ts";
export * from "./theorem_cases.ts";
export { findings } from "./verdict.ts";
