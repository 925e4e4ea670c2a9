/** The Wyckoff positions of a group with their letters, symbols and all their flats. */
import type { SpaceGroup } from "./group.ts";
import { LETTERS } from "./letters.ts";
import { modulo, type Operation, type Triple, UNITS } from "./operations.ts";
import { type SiteCode, siteCode, siteSymbol } from "./site_symmetry.ts";
import { type Flat, flatsOf, image, keepersOf, rowsOf } from "./wyckoff.ts";

/** One flat of a Wyckoff position, and what keeps it. */
export interface Site {
  readonly flat: Flat;
  /** The site symmetry group, with whole translations. */
  readonly keepers: readonly Operation[];
  readonly code: SiteCode;
}

/** A Wyckoff position. */
export interface WyckoffPosition {
  readonly letter: string;
  /** Points of one orbit in the conventional cell. */
  readonly multiplicity: number;
  /** Oriented symbol of the site symmetry. */
  readonly symbol: string;
  /** Free parameters, 0 to 3. */
  readonly dimension: number;
  /** A representative, such as "x,x,1/4". */
  readonly triplet: string;
  /** All images, modulo lattice translations; the first is the representative. */
  readonly sites: readonly Site[];
}

/** Orbits of flats in a fixed order: the highest symmetry first, then by text. */
export function flatOrbits(group: SpaceGroup): Flat[][] {
  const all = flatsOf(group);
  const known = new Map(all.map((one) => [one.key, one]));
  const seen = new Set<string>();
  const orbits = all.flatMap((one) => {
    if (seen.has(one.key)) return [];
    const keys = new Set(group.operations.map((operation) => image(one, operation).key));
    keys.forEach((key) => seen.add(key));
    const flats = [...keys].map((key) => {
      const found = known.get(key);
      if (!found) {
        throw new Error(`Cannot find the image ${key} among the flats of ${group.symbol}`);
      }
      return found;
    });
    return [simplestFirst(flats)];
  });
  const rank = (flats: Flat[]) => -keepersOf(flats[0]!, group.operations).length;
  return orbits.sort((a, b) =>
    rank(a) - rank(b) || a[0]!.dimension - b[0]!.dimension || (a[0]!.key < b[0]!.key ? -1 : 1)
  );
}

/** Flats by how simple their triplets are: small constants, x before z, few signs. */
function simplestFirst(flats: readonly Flat[]): Flat[] {
  const weighed = flats.map((one) => {
    const text = tripletOf(one);
    const constants = [...text.matchAll(/(\d+)\/(\d+)/g)].reduce((s, [, p, q]) => s + +p! / +q!, 0);
    const late = spanOf(one).reduce((sum, d) => sum + leading(d), 0);
    return { one, weight: [constants + 0.1 * late + 0.01 * text.length, text] as const };
  });
  return weighed.sort(({ weight: [p, k] }, { weight: [q, l] }) => p - q || (k < l ? -1 : 1))
    .map(({ one }) => one);
}

const NAMES = ["x", "y", "z"] as const;

/** Directions that span a flat, each with a coordinate of its own as far as that is possible. */
export function spanOf(flat: Flat): readonly Triple[] {
  let known = spans.get(flat);
  if (!known) spans.set(flat, known = findSpan(flat));
  return known;
}

const spans = new WeakMap<Flat, readonly Triple[]>();

function findSpan(flat: Flat): readonly Triple[] {
  if (flat.dimension === 3) return [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  if (flat.dimension === 1) return [flat.direction];
  if (flat.dimension === 0) return [];
  const [a, b] = rowsOf({ dimension: 1, direction: flat.direction }) as readonly [Triple, Triple];
  const candidates: Triple[] = [];
  for (let s = -2; s <= 2; s++) {
    for (let t = -2; t <= 2; t++) {
      candidates.push([0, 1, 2].map((i) => s * a[i]! + t * b[i]! + 0) as unknown as Triple);
    }
  }
  // The span has a basis (1, 0, ·), (0, 1, ·), or (1, 2, 0)-like directions beside an axis.
  const simple = candidates.filter((d) => d.some((value) => value !== 0)).sort((p, q) =>
    cost(p) - cost(q)
  );
  const first = simple[0]!;
  const second = simple.find((d) => !parallel(d, first))!;
  return [first, second].sort((p, q) => leading(p) - leading(q));
}

const cost = (d: Triple) =>
  d.reduce((sum, value) => sum + Math.abs(value) + (value < 0 ? 0.4 : 0), 0) + leading(d) / 100 +
  (d.find((value) => value !== 0)! < 0 ? 0.05 : 0);
const leading = (d: Triple) => d.findIndex((value) => value !== 0);
const parallel = (p: Triple, q: Triple) =>
  [[0, 1], [1, 2], [0, 2]].every(([i, j]) => p[i!]! * q[j!]! === p[j!]! * q[i!]!);

function tripletOf(flat: Flat): string {
  const span = spanOf(flat);
  const point = flat.point.map((value) => value);
  const names = span.map((d) => NAMES[leading(d)]!);
  // Where a coordinate is free alone, the constant beside it is not needed.
  span.forEach((d) => {
    const at = leading(d);
    const factor = point[at]! / d[at]!;
    d.forEach((value, i) => point[i]! -= factor * value);
  });
  return [0, 1, 2].map((i) => {
    const terms = span.flatMap((d, k) => {
      if (d[i] === 0) return [];
      const size = Math.abs(d[i]!) === 1 ? "" : Math.abs(d[i]!);
      return [`${d[i]! < 0 ? "-" : "+"}${size}${names[k]}`];
    });
    const shift = modulo(point[i]!, UNITS);
    if (shift !== 0) terms.push(`+${fraction(shift)}`);
    return terms.length ? terms.join("").replace(/^\+/, "") : "0";
  }).join(",");
}

function fraction(units: number): string {
  const denominator = [2, 3, 4, 6, 8, 12, 24].find((n) => (units * n) % UNITS === 0);
  return `${units * denominator! / UNITS}/${denominator}`;
}

const known = new Map<number, readonly WyckoffPosition[]>();

/** The Wyckoff positions of a group, "a" first, the general position last. */
export function wyckoffPositions(group: SpaceGroup): readonly WyckoffPosition[] {
  const already = known.get(group.number);
  if (already) return already;
  const letters = LETTERS[group.number - 1]!;
  const positions = flatOrbits(group).map((flats, i): WyckoffPosition => {
    const sites = flats.map((flat): Site => {
      const keepers = keepersOf(flat, group.operations);
      return { flat, keepers, code: siteCode(keepers) };
    });
    return {
      letter: letters[i]!,
      multiplicity: group.operations.length / sites[0]!.keepers.length,
      symbol: siteSymbol(group, sites[0]!.keepers),
      dimension: flats[0]!.dimension,
      triplet: tripletOf(flats[0]!),
      sites,
    };
  });
  const order = (letter: string) => letter === "A" ? 27 : letter.charCodeAt(0) - 96;
  positions.sort((a, b) => order(a.letter) - order(b.letter));
  known.set(group.number, positions);
  return positions;
}
