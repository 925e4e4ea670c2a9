/** Crystals: as atoms in a cell, and as a group with one atom of each orbit. */
import {
  cellOf,
  type CellParameters,
  latticeOf,
  metricOfRows,
  orbit,
  spaceGroup,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";
import { MASSES } from "./elements.ts";

/** Atoms in a cell that is repeated without end. */
export interface Crystal {
  /** The cell's vectors in Å, three rows of three. */
  readonly lattice: readonly number[];
  /** Fractional coordinates. */
  readonly positions: readonly Triple[];
  /** Atomic numbers. */
  readonly numbers: readonly number[];
}

/** One atom of an orbit: the group makes the others. */
export interface OrbitSite {
  /** Atomic number. */
  readonly element: number;
  /** Letter of its Wyckoff position. */
  readonly letter: string;
  /** Fractional coordinates, exactly on the position. */
  readonly x: Triple;
}

/** A crystal in the conventional cell of its group, by one atom of each orbit. */
export interface SymmetricCrystal {
  /** Number of its space group. */
  readonly group: number;
  /** The six numbers of its lattice, as `latticeOf` reads them. */
  readonly k: readonly number[];
  readonly sites: readonly OrbitSite[];
}

/** All atoms of the conventional cell: the orbit of every site. */
export function expand({ group, k, sites }: SymmetricCrystal): Crystal {
  const atoms = sites.flatMap(({ element, x }) =>
    orbit(spaceGroup(group), x).map((position) => ({ position, element }))
  );
  return {
    lattice: latticeOf(k),
    positions: atoms.map(({ position }) => position),
    numbers: atoms.map(({ element }) => element),
  };
}

/** Space group and letters of a crystal's sites, in order: what SymmCD calls a template. */
export const templateOf = ({ group, sites }: Pick<SymmetricCrystal, "group" | "sites">): string =>
  `${group}:${sites.map(({ letter }) => letter).sort().join("")}`;

/** Lengths in Å and angles in degrees of a crystal's cell. */
export const cellParameters = ({ lattice }: Crystal): CellParameters =>
  cellOf(metricOfRows(lattice));

/** The volume of a cell whose rows are its vectors, Å³. */
export function cellVolume(lattice: readonly number[]): number {
  const [a, b, c, d, e, f, g, h, i] = lattice as number[];
  return Math.abs(
    a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!),
  );
}

/** Grams per cubic centimetre. */
export function densityOf({ lattice, numbers }: Crystal): number {
  const mass = numbers.reduce((sum, number) => sum + MASSES[number]!, 0);
  return mass * 1.66053906892 / cellVolume(lattice);
}
