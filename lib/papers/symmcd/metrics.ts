/** What is measured of made crystals: the paper's tables, as far as no relaxation is needed. */
import { cellVolume, type Crystal, densityOf } from "../../datasets/crystals/crystal.ts";
import { contacts, shortestDistance } from "../../datasets/crystals/distances.ts";
import { leastDistance } from "../../datasets/crystals.ts";
import { IONS } from "../../datasets/crystals/elements.ts";
import { cellOf, metricOfRows } from "../../symmetry/space_groups/mod.ts";
import { type Identified, identify } from "./identify.ts";

/** A made crystal, with the group that was asked for. */
export interface MadeCrystal {
  readonly crystal: Crystal;
  readonly asked: number;
}

/** A crystal that was looked at. */
export interface Examined {
  readonly asked: number;
  readonly crystal: Crystal;
  readonly found: Identified | undefined;
  readonly valid: boolean;
  readonly neutral: boolean;
  /** Grams per cm³. */
  readonly density: number;
  /** The closest contact as a share of what two ions keep; undefined for elements without radii. */
  readonly contact: number | undefined;
}

/** The paper's test: no two atoms closer than 0.5 Å, at least 0.1 Å³, no edge above 40 Å. */
export function isValid(crystal: Crystal): boolean {
  const { a, b, c } = cellOf(metricOfRows(crystal.lattice));
  const sound = [a, b, c].every((edge) => Number.isFinite(edge) && edge <= 40);
  return sound && cellVolume(crystal.lattice) >= 0.1 && shortestDistance(crystal) >= 0.5;
}

/** Whether charges add up to none, with the generator's one charge for each element. */
export function isNeutral({ numbers }: Pick<Crystal, "numbers">): boolean {
  const charges = numbers.map((number) => IONS.get(number)?.charge);
  return charges.every((charge) => charge !== undefined) &&
    charges.reduce((sum: number, charge) => sum + charge!, 0) === 0;
}

/** The closest contact of two ions, as a share of the distance that the generator lets them keep. */
export function closestContact(crystal: Crystal): number | undefined {
  if (!crystal.numbers.every((number) => IONS.has(number))) return undefined;
  return contacts(crystal).reduce(
    (least, { i, j, distance }) =>
      Math.min(least, distance / leastDistance(crystal.numbers[i]!, crystal.numbers[j]!)),
    Infinity,
  );
}

/** Looks at a crystal. */
export function examine({ crystal, asked }: MadeCrystal): Examined {
  const valid = isValid(crystal);
  return {
    asked,
    crystal,
    found: valid ? identify(crystal) : undefined,
    valid,
    neutral: isNeutral(crystal),
    density: densityOf(crystal),
    contact: closestContact(crystal),
  };
}

/** Shares by name. */
export type Histogram = ReadonlyMap<string | number, number>;

/** Shares of values. */
export function histogramOf(values: readonly (string | number)[]): Histogram {
  const counts = new Map<string | number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1 / values.length);
  return counts;
}

/** The distance of Jensen and Shannon, with logarithms to base 2: 0 for equal ones, at most 1. */
export function jensenShannon(p: Histogram, q: Histogram): number {
  let sum = 0;
  for (const name of new Set([...p.keys(), ...q.keys()])) {
    const [a, b] = [p.get(name) ?? 0, q.get(name) ?? 0];
    const mean = (a + b) / 2;
    if (a > 0) sum += a * Math.log2(a / mean) / 2;
    if (b > 0) sum += b * Math.log2(b / mean) / 2;
  }
  return Math.sqrt(Math.max(0, sum));
}

/** The distance of Wasserstein between two samples of numbers: the area between their shares. */
export function wasserstein(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)];
  const all = [...p, ...q].sort((x, y) => x - y);
  let [i, j, area] = [0, 0, 0];
  for (let n = 0; n + 1 < all.length; n++) {
    while (i < p.length && p[i]! <= all[n]!) i++;
    while (j < q.length && q[j]! <= all[n]!) j++;
    area += Math.abs(i / p.length - j / q.length) * (all[n + 1]! - all[n]!);
  }
  return area;
}

/** What crystals are compared with. */
export interface Reference {
  /** Templates of the training crystals. */
  readonly templates: ReadonlySet<string>;
  /** Groups and densities of test crystals, and how many different elements each has. */
  readonly groups: Histogram;
  readonly densities: readonly number[];
  readonly elementCounts: readonly number[];
}

/** One line of the results. */
export interface CrystalScores {
  readonly count: number;
  /** Crystals whose group, found by moyo within 0.1 Å, is the one asked for; valid ones only are looked at. */
  readonly asAsked: number;
  readonly valid: number;
  readonly neutral: number;
  /** Different templates; how many of them are in the training crystals, and how many are not. */
  readonly templates: number;
  readonly known: number;
  readonly fresh: number;
  /** Share of crystals found in P1. */
  readonly inP1: number;
  readonly groupDistance: number;
  readonly densityDistance: number;
  readonly elementDistance: number;
  /** Median of the closest contact; 1 for the generator's own. */
  readonly contact: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)]! : NaN;
};

/** Scores of crystals. Distances are over valid ones, as in the paper; shares are of all. */
export function scoresOf(all: readonly Examined[], reference: Reference): CrystalScores {
  const valid = all.filter((one) => one.valid);
  const found = valid.flatMap((one) => one.found ? [one.found] : []);
  const templates = new Set(found.map(({ template }) => template));
  const known = [...templates].filter((one) => reference.templates.has(one)).length;
  const elementCounts = valid.map(({ crystal }) => new Set(crystal.numbers).size);
  return {
    count: all.length,
    asAsked: all.filter(({ asked, found }) => found?.group === asked).length,
    valid: valid.length,
    neutral: all.filter(({ neutral }) => neutral).length,
    templates: templates.size,
    known,
    fresh: templates.size - known,
    inP1: found.filter(({ group }) => group === 1).length / all.length,
    groupDistance: jensenShannon(histogramOf(found.map(({ group }) => group)), reference.groups),
    densityDistance: wasserstein(valid.map(({ density }) => density), reference.densities),
    elementDistance: wasserstein(elementCounts, reference.elementCounts),
    contact: median(valid.flatMap(({ contact }) => contact === undefined ? [] : [contact])),
  };
}

/** The templates of crystals, as moyo sees them. */
export const templatesOf = (crystals: readonly Crystal[]): Set<string> =>
  new Set(crystals.flatMap((one) => identify(one)?.template ?? []));

/** What to compare with: templates of the training crystals, and test crystals. */
export const referenceOf = (templates: Iterable<string>, test: readonly Crystal[]): Reference => ({
  templates: new Set(templates),
  groups: histogramOf(test.flatMap((one) => identify(one)?.group ?? [])),
  densities: test.map(densityOf),
  elementCounts: test.map(({ numbers }) => new Set(numbers).size),
});
