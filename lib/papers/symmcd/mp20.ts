/** What the method's parts make of real crystals, MP-20's, without training: counts, orbits, the projection. */
import { expand, type SymmetricCrystal, templateOf } from "../../datasets/crystals/crystal.ts";
import { type Mp20Row, readMp20 } from "../../datasets/crystals/mp20.ts";
import { normals } from "../../datasets/normal.ts";
import { rng } from "../../datasets/rng.ts";
import { meanOf } from "../../records/statistics.ts";
import {
  latticeOf,
  metricOfRows,
  orbit,
  spaceGroup,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";
import { identify, symmetrise } from "./identify.ts";
import { toSymmetric } from "./project.ts";
import { readFormat } from "./record.ts";
import { toArrays } from "./representation.ts";

/** Where the record lies, from the root. */
export const MP20_RECORD = "data/papers/symmcd/mp20.json";

/** Tolerances in Å: of the groups (the paper's), of the symmetric description, and of the noise. */
export const TOLERANCES = { group: 0.1, symmetrise: 0.01, noise: 0.1 } as const;

/** What was measured of one table. */
export interface Mp20Numbers {
  readonly table: string;
  readonly crystals: number;
  /** Crystals in which moyo finds the group that the table states. */
  readonly statedGroup: number;
  /** Crystals that were brought into the form that the networks learn from; the rest are of these. */
  readonly symmetric: number;
  readonly groups: number;
  readonly templates: number;
  /** Different templates that are not among those of the first table. */
  readonly newTemplates: number;
  /** Means: atoms that stand for their orbits, and atoms of the conventional cell. */
  readonly representatives: number;
  readonly atoms: number;
  readonly projection: ProjectionNumbers;
}

/** Representatives with noise, of true symbols, that were projected. */
export interface ProjectionNumbers {
  readonly representatives: number;
  /** Of these, on the Wyckoff position that they came from. */
  readonly rightPosition: number;
  /** Root mean square distance to the true place, or the nearest of its images, Å. */
  readonly before: number;
  readonly after: number;
}

/** The record: numbers only, as the tables are not shipped. */
export interface Mp20Record {
  readonly format: "symmcd-mp20-1";
  readonly source: string;
  readonly machine: string;
  readonly commit: string;
  readonly tables: readonly Mp20Numbers[];
}

/** The distance from x to the nearest of `images`, Å; right where that is much nearer than a cell is wide. */
function nearest(x: Triple, images: readonly Triple[], metric: readonly number[]): number {
  const squares = images.map((image) => {
    const d = x.map((value, i) => {
      const apart = value - image[i]!;
      return apart - Math.round(apart);
    });
    return d.reduce(
      (sum, a, i) => sum + d.reduce((inner, b, j) => inner + a * b * metric[3 * i + j]!, 0),
      0,
    );
  });
  return Math.sqrt(Math.max(0, Math.min(...squares)));
}

/** Moves each representative by normal noise of root mean square {@link TOLERANCES}.noise Å, and projects. */
export function projectNoisy(
  crystals: readonly SymmetricCrystal[],
  seed: number,
): ProjectionNumbers {
  const source = rng(seed), before: number[] = [], after: number[] = [];
  let right = 0;
  for (const crystal of crystals) {
    const group = spaceGroup(crystal.group), lattice = latticeOf(crystal.k);
    const metric = metricOfRows(lattice), { s } = toArrays(crystal, "orbits");
    const x = crystal.sites.map((site): Triple => {
      const moved = [...normals(source, 3)].map((z) => TOLERANCES.noise / Math.sqrt(3) * z);
      const shift = fractional(moved, lattice);
      return site.x.map((value, i) => value + shift[i]!) as unknown as Triple;
    });
    const made = toSymmetric({
      ...{ group: crystal.group, k: crystal.k, x },
      elements: crystal.sites.map(({ element }) => element),
      codes: crystal.sites.map((_, n) => [...s.slice(15 * n, 15 * n + 15)]),
    });
    crystal.sites.forEach((site, n) => {
      const images = orbit(group, site.x), placed = made.crystal.sites[n]!;
      before.push(nearest(x[n]!, images, metric) ** 2);
      after.push(nearest(placed.x, images, metric) ** 2);
      if (placed.letter === site.letter) right++;
    });
  }
  const root = (squares: readonly number[]) => Math.sqrt(meanOf(squares).mean);
  return {
    representatives: before.length,
    rightPosition: right,
    before: root(before),
    after: root(after),
  };
}

/** Fractional coordinates of a vector in Å, by the rows of a lattice (Cramer's rule). */
function fractional(v: readonly number[], rows: readonly number[]): number[] {
  const row = (i: number) => rows.slice(3 * i, 3 * i + 3);
  const cross = (a: readonly number[], b: readonly number[]) => [
    a[1]! * b[2]! - a[2]! * b[1]!,
    a[2]! * b[0]! - a[0]! * b[2]!,
    a[0]! * b[1]! - a[1]! * b[0]!,
  ];
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const volume = dot(row(0), cross(row(1), row(2)));
  return [0, 1, 2].map((i) => dot(v, cross(row((i + 1) % 3), row((i + 2) % 3))) / volume);
}

/** Measures tables of MP-20, given as text by name; the first is the training table. */
export function measureMp20(
  texts: Readonly<Record<string, string>>,
  { seed, limit }: { readonly seed: number; readonly limit?: number },
): Mp20Numbers[] {
  let known: ReadonlySet<string> | undefined;
  return Object.entries(texts).map(([table, text]) => {
    const rows = readMp20(text, { source: table, ...(limit && { limit }) });
    const symmetric = rows.flatMap(({ crystal }) =>
      symmetrise(crystal, TOLERANCES.symmetrise) ?? []
    );
    const templates = new Set(symmetric.map(templateOf));
    known ??= templates;
    const stated = ({ group, crystal }: Mp20Row) =>
      identify(crystal, TOLERANCES.group)?.group === group;
    return {
      table,
      crystals: rows.length,
      statedGroup: rows.filter(stated).length,
      symmetric: symmetric.length,
      groups: new Set(symmetric.map(({ group }) => group)).size,
      templates: templates.size,
      newTemplates: [...templates].filter((template) => !known!.has(template)).length,
      representatives: meanOf(symmetric.map(({ sites }) => sites.length)).mean,
      atoms: meanOf(symmetric.map((one) => expand(one).numbers.length)).mean,
      projection: projectNoisy(symmetric, seed),
    };
  });
}

/**
 * Reads the record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export const readMp20Record = (path: string = MP20_RECORD): Mp20Record =>
  readFormat<Mp20Record>(path, "symmcd-mp20-1");

/** The record's numbers, a column for each table. */
export function mp20Rows({ tables }: Mp20Record): Record<string, string>[] {
  const share = (part: number, all: number) =>
    `${part.toLocaleString("en")} (${(100 * part / all).toFixed(1)} %)`;
  const lines: readonly (readonly [string, (one: Mp20Numbers) => string])[] = [
    ["crystals", ({ crystals }) => crystals.toLocaleString("en")],
    ["moyo finds the stated group", (one) => share(one.statedGroup, one.crystals)],
    ["brought into symmetric form", (one) => share(one.symmetric, one.crystals)],
    ["groups", ({ groups }) => String(groups)],
    ["representatives a crystal", ({ representatives }) => representatives.toFixed(1)],
    ["atoms a conventional cell", ({ atoms }) => atoms.toFixed(1)],
    ["different templates", (one) => String(one.templates)],
    ["of these not in the first table", (one) => String(one.newTemplates)],
    [
      `right position, after noise of ${TOLERANCES.noise} Å`,
      ({ projection: p }) => share(p.rightPosition, p.representatives),
    ],
    ["from the true place, noisy", ({ projection }) => `${projection.before.toFixed(3)} Å`],
    ["from the true place, projected", ({ projection }) => `${projection.after.toFixed(3)} Å`],
  ];
  return lines.map(([what, write]) => ({
    what,
    ...Object.fromEntries(tables.map((one) => [one.table, write(one)])),
  }));
}
