/**
 * Small molecules: all graphs of a size, conformers as XYZ, bonds by distance.
 *
 * @module
 */
export * from "./bonds.ts";
export * from "./enumerate.ts";
export * from "./read.ts";
export * from "./xyz.ts";
