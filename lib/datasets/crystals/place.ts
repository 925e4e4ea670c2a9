/** Points on Wyckoff positions, by their free parameters; one point to stand for an orbit. */
import {
  intoCell,
  orbit,
  type Site,
  type SpaceGroup,
  spanOf,
  times,
  type Triple,
  UNITS,
  wyckoffPositions,
} from "../../symmetry/space_groups/mod.ts";
import type { OrbitSite } from "./crystal.ts";

/** The point of a site's flat with those free parameters, as many as its dimension. */
export function placeOn({ flat }: Site, free: readonly number[]): Triple {
  const span = spanOf(flat);
  const at = (i: number) =>
    intoCell(span.reduce((sum, d, n) => sum + free[n]! * d[i]!, flat.point[i]! / UNITS));
  return [at(0), at(1), at(2)];
}

/** How far a point is from what a site's operations keep, in fractional coordinates. */
function offFlat(site: Site, x: Triple): number {
  // The point may lie on any lattice translate of the flat: compare its images modulo the lattice.
  return Math.max(
    0,
    ...site.keepers.map(({ rotation, translation }) => {
      const image = times(rotation, x).map((value, i) => value + translation[i]! / UNITS - x[i]!);
      return Math.max(...image.map((value) => Math.abs(value - Math.round(value))));
    }),
  );
}

/** The point of a flat, or of a lattice translate, that is nearest to `x` on it; x if it is there. */
function settled(site: Site, x: Triple): Triple {
  const moved = site.keepers.map(({ rotation, translation }) => {
    const image = times(rotation, x).map((value, i) => value + translation[i]! / UNITS);
    return image.map((value, i) => value - Math.round(value - x[i]!));
  });
  const mean = (i: number) => intoCell(moved.reduce((s, one) => s + one[i]!, 0) / moved.length);
  return [mean(0), mean(1), mean(2)];
}

/**
 * The same orbit by the one of its points that all orbits of its kind are given by: on the
 * representative flat of the Wyckoff position, and of those there the first in the order of x + y +
 * z, then z, then y.
 */
export function canonicalSite(group: SpaceGroup, { element, letter, x }: OrbitSite): OrbitSite {
  const position = wyckoffPositions(group).find((one) => one.letter === letter);
  if (!position) throw new RangeError(`Cannot find position ${letter} in ${group.symbol}`);
  const site = position.sites[0]!;
  const order = (p: Triple) => [p[0] + p[1] + p[2], p[2], p[1]].map((v) => Math.round(v * 1e6));
  const there = orbit(group, x).filter((one) => offFlat(site, one) < 1e-6).sort((a, b) => {
    const [p, q] = [order(a), order(b)];
    return p[0]! - q[0]! || p[1]! - q[1]! || p[2]! - q[2]!;
  });
  if (there.length === 0) {
    throw new RangeError(
      `Cannot place [${x}] on ${position.multiplicity}${letter} of ${group.symbol}`,
    );
  }
  return { element, letter, x: settled(site, there[0]!) };
}
