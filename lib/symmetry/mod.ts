/**
 * Groups: act, compose, invert, sample, stabilisers, Reynolds' projector, canonical images, and how
 * far a function is from being equivariant.
 *
 * @example The square's rotations that a rectangle keeps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cyclic, planeMatrix, stabiliser } from "lib/symmetry/mod.ts";
 * import { apply } from "lib/symmetry/matrix.ts";
 *
 * const corners = [[2, 1], [-2, 1], [-2, -1], [2, -1]];
 * const act = (g: number, points: number[][]) => points.map((p) => apply(planeMatrix(4, g), p));
 * const same = (a: number[][], b: number[][]) => `${a.toSorted()}` === `${b.toSorted()}`;
 * assertEquals(stabiliser(cyclic(4), act, corners, same), [0, 2]);
 * ```
 *
 * @module
 */
export * from "./group.ts";
export * from "./cyclic.ts";
export * from "./permutation.ts";
export * from "./orthogonal.ts";
export * from "./space_groups/finite_group.ts";
export * from "./representation.ts";
export * from "./canonical.ts";
export * from "./graph.ts";
export * from "./tensors.ts";
export type { Matrix } from "./matrix.ts";
