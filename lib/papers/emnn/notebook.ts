/**
 * Equivariant networks on meshes, as notebook 16 uses them.
 *
 * @module
 */
export {
  icosphere,
  makePotato,
  makeShape,
  readObj,
  readOff,
  shapeNames,
  volume,
  writeOff,
} from "../../datasets/mesh/mod.ts";
export { mapPositions, surfaceArea } from "../../datasets/mesh/mod.ts";
export { rng } from "../../datasets/rng.ts";
export * from "./data.ts";
export * from "./denoise.ts";
export * from "./exact.ts";
export * from "./experiments.ts";
export * from "./record.ts";
export * from "./report.ts";
export * from "./train.ts";
export { findings } from "./verdict.ts";
