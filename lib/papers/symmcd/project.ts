/** From what a network made to crystals: onto allowed symmetries and Wyckoff positions. */
import type { Crystal, OrbitSite, SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import { canonicalSite } from "../../datasets/crystals/place.ts";
import {
  latticeOf,
  maskLattice,
  metricOfRows,
  nearestCode,
  project,
  siteCodes,
  spaceGroup,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";

/** A crystal as a network made it: numbers on the host. */
export interface RawCrystal {
  readonly group: number;
  /** Six lattice numbers, unscaled. */
  readonly k: readonly number[];
  readonly x: readonly Triple[];
  /** Atomic numbers. */
  readonly elements: readonly number[];
  /** Symbols on the 15 axes, by node. */
  readonly codes: readonly (readonly number[])[];
}

/** How {@linkcode toSymmetric} projects. */
export interface ProjectionOptions {
  /**
   * "any" (the paper's) takes the nearest position with the predicted symmetry; "free" does not
   * put a second atom on a position without freedom, and takes the next symmetry instead.
   */
  readonly places?: "any" | "free";
}

/** A projected crystal, and what the projection did. */
export interface ProjectedCrystal {
  readonly crystal: SymmetricCrystal;
  /** How far each representative moved, Å. */
  readonly moved: readonly number[];
  /** On how many of the 15 axes the predicted symbols were wrong, by node. */
  readonly axes: readonly number[];
}

/**
 * The paper's projection (section 3.4): predicted site symmetries to the nearest that the group
 * has, points to the nearest Wyckoff position with that symmetry.
 */
export function toSymmetric(
  raw: RawCrystal,
  { places = "any" }: ProjectionOptions = {},
): ProjectedCrystal {
  const group = spaceGroup(raw.group);
  const k = maskLattice(raw.k, group.family);
  const metric = metricOfRows(latticeOf(k));
  const taken = new Set<string>();
  const moved: number[] = [], axes: number[] = [];
  const allowed = (position: { letter: string; dimension: number }) =>
    places === "any" || position.dimension > 0 || !taken.has(position.letter);
  const sites = raw.x.map((x, i): OrbitSite => {
    const predicted = raw.codes[i]!;
    const usable = new Set(
      siteCodes(group).filter((code) => project(group, x, { metric, code, allowed })).map(String),
    );
    const code = nearestCode(group, predicted, (one) => usable.has(String(one)))!;
    const { x: placed, position, distance } = project(group, x, { metric, code, allowed })!;
    taken.add(position.letter);
    moved.push(distance);
    axes.push(code.reduce((sum, symbol, axis) => sum + (symbol === predicted[axis] ? 0 : 1), 0));
    return canonicalSite(group, { element: raw.elements[i]!, letter: position.letter, x: placed });
  });
  return { crystal: { group: raw.group, k, sites }, moved, axes };
}

/** Atoms in their cell, with nothing done to them; for networks whose nodes are all atoms. */
export const toAtoms = ({ k, x, elements }: RawCrystal): Crystal => (
  { lattice: latticeOf(k), positions: x, numbers: elements }
);
