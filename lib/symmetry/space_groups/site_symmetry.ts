/** The symmetry of a site: which operations keep it, and how they are written down. */
import { AXES, axisOf, type Kind, kindOf } from "./axes.ts";
import type { SpaceGroup } from "./group.ts";
import { type Operation, times, type Triple, UNITS } from "./operations.ts";

/** Symbols that an axis of a site may carry, in the order of the paper. */
export const SITE_SYMBOLS = [
  "1",
  "-1",
  "2",
  "m",
  "3",
  "4",
  "-4",
  "2/m",
  "-3",
  "6",
  "-6",
  "4/m",
  "6/m",
] as const;

/** The kinds of operations that each symbol stands for. */
const SWITCHED: readonly (readonly Kind[])[] = [
  ["1"],
  ["1", "-1"],
  ["1", "2"],
  ["1", "m"],
  ["1", "3"],
  ["1", "2", "4"],
  ["1", "2", "-4"],
  ["1", "-1", "2", "m"],
  ["1", "-1", "3"],
  ["1", "2", "3"],
  ["1", "m", "3"],
  ["1", "-1", "2", "m", "4", "-4"],
  ["1", "-1", "2", "m", "3"],
];

const signature = (kinds: readonly Kind[]) => [...new Set(kinds)].sort().join();
const symbolOf = new Map(SWITCHED.map((kinds, i) => [signature(kinds), i]));

/** Base kinds that one operation switches on, on its own axis; its powers are other operations. */
const BASE: Readonly<Record<Kind, readonly Kind[]>> = {
  "1": [],
  "-1": [],
  "2": ["2"],
  "m": ["m"],
  "3": ["3"],
  "4": ["4"],
  "6": [],
  "-3": [],
  "-4": ["-4"],
  "-6": [],
};

/** A symmetry of a site: for each of the 15 {@linkcode AXES} the index of its symbol. */
export type SiteCode = readonly number[];

/**
 * The code of a site that `keepers` keep: for each axis, the symbol of the operations about it.
 * Inversion counts on every axis. Operations of order 6 are there as their powers.
 */
export function siteCode(keepers: readonly Operation[]): SiteCode {
  const kinds: Kind[][] = AXES.map(() => ["1"]);
  for (const { rotation } of keepers) {
    const kind = kindOf(rotation);
    if (kind === "-1") kinds.forEach((one) => one.push("-1"));
    const axis = axisOf(rotation);
    if (!axis) continue;
    const at = AXES.findIndex((one) => one.every((value, i) => value === axis[i]));
    kinds[at]!.push(...BASE[kind]);
  }
  return kinds.map((one) => {
    const index = symbolOf.get(signature(one));
    if (index === undefined) throw new RangeError(`Cannot name a site with ${one} about one axis`);
    return index;
  });
}

/** The code as a matrix of ones and zeros, 15 rows of 13, one after the other. */
export function siteMatrix(code: SiteCode): Float32Array {
  const matrix = new Float32Array(AXES.length * SITE_SYMBOLS.length);
  code.forEach((symbol, axis) => matrix[axis * SITE_SYMBOLS.length + symbol] = 1);
  return matrix;
}

/**
 * The operations, with whole translations, that keep the point `x` (fractional coordinates).
 *
 * @param tolerance In fractional coordinates
 */
export function stabiliser(
  { operations }: SpaceGroup,
  x: readonly number[],
  tolerance = 1e-5,
): Operation[] {
  return operations.flatMap(({ rotation, translation }) => {
    const moved = times(rotation, x).map((value, i) => x[i]! - value - translation[i]! / UNITS);
    const whole = moved.map(Math.round);
    if (moved.some((value, i) => Math.abs(value - whole[i]!) > tolerance)) return [];
    return [{ rotation, translation: translation.map((value, i) => value + UNITS * whole[i]!) }];
  });
}

/** Directions by which oriented symbols are written, in their order. */
const SLOTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  monoclinic: [["0,1,0"]],
  orthorhombic: [["1,0,0"], ["0,1,0"], ["0,0,1"]],
  tetragonal: [["0,0,1"], ["1,0,0", "0,1,0"], ["1,1,0", "1,-1,0"]],
  hexagonal: [["0,0,1"], ["1,0,0", "0,1,0", "1,1,0"], ["1,-1,0", "1,2,0", "2,1,0"]],
  rhombohedral: [["0,0,1"], ["1,0,0", "0,1,0", "1,1,0"]],
  cubic: [
    ["1,0,0", "0,1,0", "0,0,1"],
    ["1,1,1", "1,-1,-1", "-1,1,-1", "-1,-1,1"],
    ["1,1,0", "1,-1,0", "0,1,1", "0,1,-1", "1,0,1", "-1,0,1"],
  ],
};

const same = (a: Triple, b: readonly number[]) =>
  a.every((v, i) => v === b[i]) || a.every((v, i) => v === -b[i]!);

/** One axis of each class of axes that the site's own operations carry into one another. */
function classes(axes: readonly Triple[], keepers: readonly Operation[]): Triple[] {
  const found: Triple[] = [];
  for (const axis of axes) {
    const images = keepers.map(({ rotation }) => times(rotation, axis));
    if (!found.some((one) => images.some((image) => same(one, image)))) found.push(axis);
  }
  return found;
}

/** 4 before 2 before m; in cubic groups m before 2, as International Tables have it. */
const rank = (symbol: string, cubic: boolean) =>
  /[346]/.test(symbol) ? 0 : (symbol === "m") === cubic ? 1 : 2;

/** The site's oriented symbol as International Tables write it, such as "4m.m" or "..2/m". */
export function siteSymbol(group: SpaceGroup, keepers: readonly Operation[]): string {
  const { family, centring, number } = group;
  if (keepers.length === 1) return "1";
  const axes = keepers.map(({ rotation }) => axisOf(rotation)).filter((axis) => axis !== undefined);
  if (axes.length === 0) return "-1";
  const code = siteCode(keepers);
  const name = family === "hexagonal" && centring === "R" ? "rhombohedral" : family;
  const slots = SLOTS[name]!.map((directions) => {
    const own = AXES.filter((axis) =>
      directions.includes(axis.join()) && axes.some((a) => same(a, axis))
    );
    const symbols = classes(own, keepers)
      .map((axis) => SITE_SYMBOLS[code[AXES.indexOf(axis)]!]! as string);
    return symbols.sort((a, b) => rank(a, number >= 195) - rank(b, number >= 195));
  });
  const many = slots.flat().length > 1;
  const short = (symbol: string) => {
    if (symbol === "2/m" && many) return "m";
    return symbol === "4/m" && number >= 195 && slots[1]!.length ? "m" : symbol;
  };
  return slots.map((slot) => slot.length ? slot.map(short).join("") : ".").join("");
}
