/** Distances between the atoms of a crystal. */
import { metricOfRows } from "../../symmetry/space_groups/mod.ts";

/** Two atoms that meet. */
export interface Contact {
  /** Index of the first atom. */
  readonly i: number;
  /** Index of the second atom, which may be the first one's own image. */
  readonly j: number;
  /** Å. */
  readonly distance: number;
}

const RANGE = [-1, 0, 1] as const;

/**
 * The least distance between each pair of atoms over all neighbouring cells, of an atom and its own
 * images too.
 *
 * @param first Only pairs whose first atom is one of these; default: all atoms
 */
export function contacts(
  { lattice, positions }: {
    readonly lattice: readonly number[];
    readonly positions: readonly (readonly number[])[];
  },
  first: readonly number[] = positions.map((_, i) => i),
): Contact[] {
  const m = metricOfRows(lattice);
  const found: Contact[] = [];
  for (const i of first) {
    for (let j = 0; j < positions.length; j++) {
      const d = [0, 1, 2].map((axis) => {
        const apart = positions[j]![axis]! - positions[i]![axis]!;
        return apart - Math.round(apart);
      });
      let least = Infinity;
      for (const a of RANGE) {
        for (const b of RANGE) {
          for (const c of RANGE) {
            if (i === j && a === 0 && b === 0 && c === 0) continue;
            const x = d[0]! + a, y = d[1]! + b, z = d[2]! + c;
            const size = m[0]! * x * x + m[4]! * y * y + m[8]! * z * z +
              2 * (m[1]! * x * y + m[2]! * x * z + m[5]! * y * z);
            if (size < least) least = size;
          }
        }
      }
      found.push({ i, j, distance: Math.sqrt(Math.max(0, least)) });
    }
  }
  return found;
}

/** The shortest distance between two atoms, or between an atom and its image, Å. */
export const shortestDistance = (crystal: Parameters<typeof contacts>[0]): number =>
  contacts(crystal).reduce((least, { distance }) => Math.min(least, distance), Infinity);
