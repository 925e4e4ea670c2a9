/**
 * A generator of symmetric crystals: ions on Wyckoff positions, neutral in sum, packed until they
 * touch. It stands in for a database of real crystals, whose rules nobody knows so exactly.
 *
 * @module
 */
import { assertSteps } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  act,
  cosets,
  type LatticeFamily,
  latticeOf,
  maskLattice,
  type SpaceGroup,
  spaceGroup,
  type WyckoffPosition,
  wyckoffPositions,
} from "../symmetry/space_groups/mod.ts";
import type { OrbitSite, SymmetricCrystal } from "./crystals/crystal.ts";
import { contacts } from "./crystals/distances.ts";
import { IONS } from "./crystals/elements.ts";
import { canonicalSite, placeOn } from "./crystals/place.ts";
import { hasNoMoreSymmetry } from "./crystals/symmetric.ts";
import { type Rng, rng } from "./rng.ts";

/** What {@linkcode generateCrystals} makes. */
export interface CrystalOptions {
  /** Space groups, and how often each occurs relative to the others. */
  readonly groups?: Readonly<Record<number, number>>;
  /** Most orbits, at least 2. */
  readonly orbits?: number;
  /** Most atoms in the conventional cell, at least 2. */
  readonly atoms?: number;
}

/** Names of {@link CrystalOptions}. */
const OPTION_NAMES = [
  ...["groups", "orbits", "atoms"],
] as const satisfies (keyof CrystalOptions)[];

/**
 * Groups of all crystal systems, each of them common among real crystals. With at most 16 atoms none of
 * group 148 is made: so few lie as the larger group 166 has them.
 */
export const COMMON_GROUPS: Readonly<Record<number, number>> = Object.fromEntries(
  ("2:2 12:3 14:2 15:1 62:4 63:3 71:2 123:4 127:2 129:4 136:1 139:5 148:2 164:3 166:5 187:2 189:2 " +
    "191:2 194:6 215:2 216:4 221:6 225:10 229:1").split(" ").map((text) =>
      text.split(":").map(Number)
    ),
);

const pick = <T>(random: Rng, items: readonly T[]): T => items[random.int(items.length)]!;

/** An index, with chances proportional to the weights. */
function pickWeighted(random: Rng, weights: readonly number[]): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return at < 0 ? weights.length - 1 : at;
}

/** Positions for 2 to `orbits` sites, points without freedom at most once each. */
function drawPositions(
  random: Rng,
  group: SpaceGroup,
  { orbits, atoms }: Required<CrystalOptions>,
): WyckoffPosition[] {
  const chosen: WyckoffPosition[] = [];
  const many = 2 + random.int(orbits - 1);
  let room = atoms;
  while (chosen.length < many) {
    const free = wyckoffPositions(group).filter((one) =>
      one.multiplicity <= room && !(one.dimension === 0 && chosen.includes(one))
    );
    if (free.length === 0) break;
    const one = pick(random, free);
    chosen.push(one);
    room -= one.multiplicity;
  }
  return chosen;
}

const anions = [...IONS].filter(([, { charge }]) => charge < 0).map(([element]) => element);
const cations = [...IONS].filter(([, { charge }]) => charge > 0).map(([element]) => element);

/** An ion for each position, of up to four elements, neutral in sum; undefined if none was found. */
function drawElements(random: Rng, positions: readonly WyckoffPosition[]): number[] | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const few = [pick(random, cations), pick(random, cations), pick(random, anions)];
    if (random.int(4) === 0) few.push(pick(random, anions));
    const elements = positions.map(() => pick(random, few));
    const charge = elements.reduce(
      (sum, element, i) => sum + IONS.get(element)!.charge * positions[i]!.multiplicity,
      0,
    );
    if (charge === 0) return elements;
  }
  return undefined;
}

/** Beside the sum of radii: how far apart two positive ions stay, Å. */
const CATIONS_APART = 1.2;

/** The least distance that two ions keep, Å. */
export function leastDistance(a: number, b: number): number {
  const [p, q] = [IONS.get(a), IONS.get(b)];
  if (!p || !q) {
    throw new RangeError(`Cannot tell how close elements ${a} and ${b} come: accepted are ${
      [
        ...IONS.keys(),
      ].join(", ")
    }`);
  }
  return p.radius + q.radius + (p.charge > 0 && q.charge > 0 ? CATIONS_APART : 0);
}

/** Shapes of cells, with a volume of 1 Å³. */
function drawShape(random: Rng, family: LatticeFamily): number[] {
  const within = (size: number) => size * (2 * random.uniform() - 1);
  const k5 = -0.25 + 0.35 * random.uniform();
  return maskLattice([within(0.12), within(0.15), within(0.12), within(0.2), k5, 0], family);
}

/** A trial: free parameters of the sites, and the shape of the cell. */
interface Trial {
  readonly free: readonly (readonly number[])[];
  readonly k: readonly number[];
}

/** The sites of a trial, and by how much its cell must grow for ions just to touch. */
function packed(
  group: SpaceGroup,
  positions: readonly WyckoffPosition[],
  elements: readonly number[],
  { free, k }: Trial,
): { readonly sites: OrbitSite[]; readonly grow: number } {
  const sites = positions.map(({ letter, sites }, i) => (
    { letter, element: elements[i]!, x: placeOn(sites[0]!, free[i]!) }
  ));
  const first: number[] = [], all: number[] = [];
  const atoms = sites.flatMap(({ x, element }, i) => {
    first.push(all.length);
    const images = cosets(group, positions[i]!);
    images.forEach(() => all.push(element));
    return images.map((operation) => act(operation, x));
  });
  let grow = 0;
  for (const { i, j, distance } of contacts({ lattice: latticeOf(k), positions: atoms }, first)) {
    grow = Math.max(grow, leastDistance(all[i]!, all[j]!) / distance);
  }
  return { sites, grow };
}

/** The densest of many trials: half of them afresh, half near the best so far. */
function pack(
  random: Rng,
  group: SpaceGroup,
  positions: readonly WyckoffPosition[],
  elements: readonly number[],
): SymmetricCrystal {
  const freedom = positions.reduce((sum, { dimension }) => sum + dimension, 0);
  const trials = 8 + 16 * Math.min(4, freedom);
  let best: Trial | undefined, result: ReturnType<typeof packed> | undefined;
  for (let trial = 0; trial < 2 * trials; trial++) {
    const step = 0.1 * (2 - trial / trials);
    const near = trial >= trials && best;
    const free = positions.map(({ dimension }, i) =>
      Array.from(
        { length: dimension },
        (_, d) => near ? near.free[i]![d]! + step * (2 * random.uniform() - 1) : random.uniform(),
      )
    );
    const shape = drawShape(random, group.family);
    const k = near ? near.k.map((value, i) => value + step * (shape[i]! - value)) : shape;
    const one = packed(group, positions, elements, { free, k });
    if (!result || one.grow < result.grow) [best, result] = [{ free, k }, one];
  }
  const k = [...best!.k];
  k[5] = k[5]! + Math.log(result!.grow);
  const sites = result!.sites.map((site) => canonicalSite(group, site));
  return { group: group.number, k, sites };
}

/** The share of space that spheres of the ions' radii fill. */
function filled({ k, sites }: SymmetricCrystal, positions: readonly WyckoffPosition[]): number {
  const volume = sites.reduce(
    (sum, { element }, i) =>
      sum + positions[i]!.multiplicity * 4 / 3 * Math.PI * IONS.get(element)!.radius ** 3,
    0,
  );
  return volume / Math.exp(3 * k[5]!);
}

/** Emptier arrangements are not kept. */
const LEAST_FILLED = 0.35;

function generateOne(random: Rng, options: Required<CrystalOptions>): SymmetricCrystal {
  const numbers = Object.keys(options.groups).map(Number);
  const weights = Object.values(options.groups);
  for (let draw = 0; draw < 1000; draw++) {
    const group = spaceGroup(numbers[pickWeighted(random, weights)]!);
    for (let attempt = 0; attempt < 50; attempt++) {
      const positions = drawPositions(random, group, options);
      if (positions.length < 2) continue;
      const elements = drawElements(random, positions);
      if (!elements) continue;
      const crystal = pack(random, group, positions, elements);
      if (filled(crystal, positions) < LEAST_FILLED) continue;
      if (hasNoMoreSymmetry(crystal)) return crystal;
    }
  }
  throw new RangeError(
    `Cannot generate crystals of groups ${numbers} with at most ${options.atoms} atoms in ` +
      `${options.orbits} orbits: allow more of them`,
  );
}

/**
 * `count` crystals. Each has exactly the symmetry of its group, no more; 2 to `orbits` orbits of
 * ions of up to four elements, neutral in sum; free coordinates and the cell's shape are those that
 * fill space best among some trials, and its size is where the first two ions touch.
 *
 * @param seed Crystal `i` depends on the seed and on `i` alone
 * @throws {RangeError} If a group is none, there is none, a weight is not above 0, a limit is too small, the
 * count is none, or an option's name is unknown
 * @example
 * ```ts
 * import { generateCrystals } from "./crystals.ts";
 * const [crystal] = generateCrystals(1, 7, { groups: { 225: 1 } });
 * console.assert(crystal!.group === 225 && crystal!.k[4] === 0);
 * ```
 */
export function generateCrystals(
  count: number,
  seed: number,
  options: CrystalOptions = {},
): SymmetricCrystal[] {
  assertSteps("count", count);
  assertOptionNames(options, OPTION_NAMES, true);
  const all = { groups: COMMON_GROUPS, orbits: 5, atoms: 16, ...options };
  for (const name of ["orbits", "atoms"] as const) {
    if (!Number.isInteger(all[name]) || all[name] < 2) {
      throw new RangeError(
        `Cannot generate crystals as ${name} must be an integer >= 2: current value is ${
          all[name]
        }`,
      );
    }
  }
  const weights = Object.entries(all.groups);
  if (weights.length === 0) {
    throw new RangeError("Cannot generate crystals of no groups: accepted are some, as { 225: 1 }");
  }
  for (const [group, weight] of weights) {
    if (Number.isFinite(weight) && weight > 0) continue;
    throw new RangeError(
      `Cannot generate crystals as the weight of group ${group} must be a finite number above 0: current value is ${weight}`,
    );
  }
  const random = rng(seed);
  return Array.from({ length: count }, (_, i) => generateOne(random.split(i), all));
}
