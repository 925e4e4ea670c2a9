/**
 * Space groups: operations, sites and their symmetry, Wyckoff positions, lattices.
 *
 * @example
 * ```ts
 * import { spaceGroup, wyckoffPositions } from "./mod.ts";
 * const [a] = wyckoffPositions(spaceGroup(225));
 * console.assert(a!.multiplicity === 4 && a!.symbol === "m-3m" && a!.triplet === "0,0,0");
 * ```
 *
 * @module
 */
export * from "./axes.ts";
export * from "./find.ts";
export * from "./finite_group.ts";
export * from "./group.ts";
export { GROUP_CODE_LENGTH, GROUP_SYMBOLS, groupCode } from "./group_code.ts";
export { closure, operationsOfHall } from "./hall.ts";
export * from "./lattice.ts";
export { isNearlyOrthogonal, nearestTranslate, type Step, voronoiSteps } from "./nearest.ts";
export * from "./operations.ts";
export { type Site, spanOf, type WyckoffPosition, wyckoffPositions } from "./positions.ts";
export * from "./projection.ts";
export * from "./site_symmetry.ts";
export type { Flat } from "./wyckoff.ts";
