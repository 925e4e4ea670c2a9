/** Points onto Wyckoff positions, and their orbits. */
import type { SpaceGroup } from "./group.ts";
import { nearestTranslate, type Step, voronoiSteps } from "./nearest.ts";
import {
  act,
  compose,
  identity,
  keyOf,
  modulo,
  multiply,
  type Operation,
  times,
  type Triple,
  UNITS,
} from "./operations.ts";
import { type Site, type WyckoffPosition, wyckoffPositions } from "./positions.ts";
import type { SiteCode } from "./site_symmetry.ts";

/** x ↦ Px + p, the mean of the operations of a finite group: the projection onto what it keeps. */
export interface Projector {
  readonly matrix: readonly number[];
  readonly shift: Triple;
}

/**
 * The Reynolds projector of the operations that keep a point: the mean of a point's images. It is
 * orthogonal in every metric that the operations preserve, so that the image is the nearest point.
 */
export function reynolds(keepers: readonly Operation[]): Projector {
  const matrix = new Array<number>(9).fill(0), shift = [0, 0, 0];
  for (const { rotation, translation } of keepers) {
    rotation.forEach((value, i) => matrix[i]! += value);
    translation.forEach((value, i) => shift[i]! += value);
  }
  const n = keepers.length;
  return {
    matrix: matrix.map((value) => value / n),
    shift: shift.map((value) => value / (n * UNITS)) as unknown as Triple,
  };
}

const projectors = new WeakMap<Site, Projector>();

function projectorOf(site: Site): Projector {
  let known = projectors.get(site);
  if (!known) projectors.set(site, known = reynolds(site.keepers));
  return known;
}

/** Where a point went. */
export interface Projected {
  /** Fractional coordinates in [0, 1). */
  readonly x: Triple;
  readonly position: WyckoffPosition;
  readonly site: Site;
  /** How far the point was moved, Å. */
  readonly distance: number;
}

/** A number in [0, 1), with what rounds to 1 at 0. */
export const intoCell = (value: number): number => {
  const rest = modulo(value, 1);
  return rest > 1 - 1e-12 ? 0 : rest;
};

const length2 = (d: readonly number[], metric: readonly number[]): number =>
  metric[0]! * d[0]! * d[0]! + metric[4]! * d[1]! * d[1]! + metric[8]! * d[2]! * d[2]! +
  2 * (metric[1]! * d[0]! * d[1]! + metric[2]! * d[0]! * d[2]! + metric[5]! * d[1]! * d[2]!);

const SHIFTS: readonly Triple[] = [0, -1, 1].flatMap((a) =>
  [0, -1, 1].flatMap((b) => [0, -1, 1].map((c): Triple => [a, b, c]))
);

const stepsBySite = new WeakMap<readonly number[], Map<Site, readonly Step[]>>();

/**
 * Steps to the nearest lattice translate of a site's flat: those of the lattice as seen along the
 * flat, whose metric is QᵀGQ with Q = 1 - P. Kept for each metric, which all atoms of a cell share.
 */
function stepsAcross(site: Site, metric: readonly number[]): readonly Step[] {
  let bySite = stepsBySite.get(metric);
  if (!bySite) stepsBySite.set(metric, bySite = new Map());
  let steps = bySite.get(site);
  if (!steps) {
    const { matrix } = projectorOf(site);
    const q = matrix.map((value, i) => identity.rotation[i]! - value);
    const turned = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => q[i]!);
    bySite.set(site, steps = voronoiSteps(multiply(turned, multiply(metric, q))));
  }
  return steps;
}

/** The nearest point of a site's flat or of its lattice translates to `x`, and the distance². */
function projectOnto(site: Site, x: Triple, metric: readonly number[]): [Triple, number] {
  if (site.flat.dimension === 3) return [x, 0];
  const { matrix, shift } = projectorOf(site);
  let best: Triple = x, chosen: Triple = x, least = Infinity;
  const take = (from: Triple) => {
    const kept = times(matrix, from).map((value, i) => value + shift[i]!);
    const distance = length2(kept.map((value, i) => value - from[i]!), metric);
    if (distance < least) [best, chosen, least] = [kept as unknown as Triple, from, distance];
  };
  for (const n of SHIFTS) take(x.map((value, i) => value + n[i]!) as unknown as Triple);
  // In skewed cells the nearest one can be farther away than the next cells.
  const apart = shift.map((value, i) => value - chosen[i]!) as unknown as Triple;
  const nearest = nearestTranslate(apart, stepsAcross(site, metric));
  if (nearest !== apart) {
    const moved = (i: number) => chosen[i]! - Math.round(nearest[i]! - apart[i]!);
    take([moved(0), moved(1), moved(2)]);
  }
  return [best, least];
}

/** What {@linkcode project} is told beside the point. */
export interface ProjectOptions {
  /** The metric tensor of the cell, Å². */
  readonly metric: readonly number[];
  /** Only sites with this code; default: all. */
  readonly code?: SiteCode;
  /** Which positions may be chosen; default: all. */
  readonly allowed?: (position: WyckoffPosition) => boolean;
}

const sameCode = (a: SiteCode, b: SiteCode) => a.every((symbol, i) => symbol === b[i]);

/**
 * The nearest point to `x` on any Wyckoff position whose site symmetry has the given code, over all
 * images of the position and all lattice translations.
 *
 * @returns undefined if no allowed position has such sites
 */
export function project(
  group: SpaceGroup,
  x: readonly number[],
  { metric, code, allowed = () => true }: ProjectOptions,
): Projected | undefined {
  const inside = x.map(intoCell) as unknown as Triple;
  let best: Projected | undefined, least = Infinity;
  for (const position of wyckoffPositions(group)) {
    if (!allowed(position)) continue;
    for (const site of position.sites) {
      if (code && !sameCode(site.code, code)) continue;
      const [kept, distance] = projectOnto(site, inside, metric);
      // Of equally near ones the more special, which come first.
      if (distance >= least - 1e-12) continue;
      least = distance;
      const moved = kept.map(intoCell) as unknown as Triple;
      best = { x: moved, position, site, distance: Math.sqrt(distance) };
    }
  }
  return best;
}

/** The different codes of a group's sites. */
export function siteCodes(group: SpaceGroup): SiteCode[] {
  const all = wyckoffPositions(group).flatMap(({ sites }) => sites.map(({ code }) => code));
  return [...new Map(all.map((code) => [code.join(), code])).values()];
}

/**
 * The code of a group's site that is nearest to a predicted one: the distance of Frobenius between
 * the matrices of ones and zeros counts the axes that differ.
 *
 * @param allowed Which codes may be chosen; default: all
 */
export function nearestCode(
  group: SpaceGroup,
  code: SiteCode,
  allowed: (code: SiteCode) => boolean = () => true,
): SiteCode | undefined {
  let best: SiteCode | undefined, least = Infinity;
  for (const one of siteCodes(group)) {
    const wrong = one.reduce((sum, symbol, axis) => sum + (symbol === code[axis] ? 0 : 1), 0);
    if (wrong < least && allowed(one)) [best, least] = [one, wrong];
  }
  return best;
}

/**
 * All different images of a point under the group, in the cell; those closer than `tolerance` (in
 * fractional coordinates) count as one.
 */
export function orbit(
  { operations }: SpaceGroup,
  x: readonly number[],
  tolerance = 1e-4,
): Triple[] {
  const found: Triple[] = [];
  for (const operation of operations) {
    const moved = act(operation, x).map(intoCell) as unknown as Triple;
    const near = (one: Triple) =>
      one.every((value, i) => {
        const apart = Math.abs(value - moved[i]!);
        return Math.min(apart, 1 - apart) < tolerance;
      });
    if (!found.some(near)) found.push(moved);
  }
  return found;
}

const representatives = new WeakMap<WyckoffPosition, readonly Operation[]>();

/**
 * One operation for each point of a position's orbits: representatives of the cosets of the site
 * symmetry in the group, modulo lattice translations. They make the whole orbit of any point on the
 * position's first site.
 */
export function cosets(group: SpaceGroup, position: WyckoffPosition): readonly Operation[] {
  const known = representatives.get(position);
  if (known) return known;
  const stabiliser = position.sites[0]!.keepers;
  const seen = new Set<string>();
  const chosen = group.operations.filter((operation) => {
    if (seen.has(keyOf(operation))) return false;
    stabiliser.forEach((one) => seen.add(keyOf(compose(operation, one))));
    return true;
  });
  representatives.set(position, chosen);
  return chosen;
}
