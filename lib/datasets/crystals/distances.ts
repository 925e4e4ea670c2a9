/** Distances between the atoms of a crystal. */
import {
  isNearlyOrthogonal,
  metricOfRows,
  nearestTranslate,
  squaredLength,
  type Triple,
  voronoiSteps,
} from "../../symmetry/space_groups/mod.ts";

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
 * The least distance between each pair of atoms over all lattice translations, of an atom and its
 * own images too.
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
  // In skewed cells the nearest image may lie beyond the next cells: these steps find it.
  const steps = isNearlyOrthogonal(m) ? [] : voronoiSteps(m);
  const shortest = steps.reduce(
    (size, { by }) => Math.min(size, squaredLength(m, ...by)),
    Infinity,
  );
  const found: Contact[] = [];
  for (const i of first) {
    for (let j = 0; j < positions.length; j++) {
      const d = [0, 1, 2].map((axis) => {
        const apart = positions[j]![axis]! - positions[i]![axis]!;
        return apart - Math.round(apart);
      }) as unknown as Triple;
      let least = Infinity;
      for (const a of RANGE) {
        for (const b of RANGE) {
          for (const c of RANGE) {
            if (i === j && a === 0 && b === 0 && c === 0) continue;
            const size = squaredLength(m, d[0] + a, d[1] + b, d[2] + c);
            if (size < least) least = size;
          }
        }
      }
      if (steps.length > 0) {
        const other = i === j ? shortest : squaredLength(m, ...nearestTranslate(d, steps));
        if (other < least * (1 - 1e-12)) least = other;
      }
      found.push({ i, j, distance: Math.sqrt(Math.max(0, least)) });
    }
  }
  return found;
}

/** The shortest distance between two atoms, or between an atom and its image, Å. */
export const shortestDistance = (crystal: Parameters<typeof contacts>[0]): number =>
  contacts(crystal).reduce((least, { distance }) => Math.min(least, distance), Infinity);
