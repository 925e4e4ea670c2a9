/**
 * Learned canonicalisation, as notebook 15 uses it.
 *
 * @module
 */
export { readDigits } from "../../datasets/digits.ts";
export { readMolecules } from "../../datasets/molecules/mod.ts";
export * from "./clusters.ts";
export * from "./digits.ts";
export * from "./energies.ts";
export * from "./experiments.ts";
export * from "./frames.ts";
export * from "./molecule_experiment.ts";
export * from "./molecule_pictures.ts";
export * from "./molecules.ts";
export * from "./particles.ts";
export { readCanonicalRecord, RECORD, valuesOf } from "./record.ts";
export * from "./report.ts";
export { agreements, liveRows, readReruns } from "./reruns.ts";
