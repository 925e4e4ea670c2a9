/**
 * Meshes: readers, procedural shapes, and what can be read off one.
 *
 * @module
 */
export * from "./mesh.ts";
export * from "./read.ts";
export * from "./rotation.ts";
export * from "./shapes.ts";
export { icosphere } from "./sphere.ts";
