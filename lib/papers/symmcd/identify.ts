/** The space group of given atoms, by an independent library (moyo), as the paper uses spglib. */
import { analyze_cell, initSync } from "npm:@spglib/moyo-wasm@0.15.0";
import { createRequire } from "node:module";
import type { Crystal } from "../../datasets/crystals/crystal.ts";
import { canonicalSite } from "../../datasets/crystals/place.ts";
import type { OrbitSite, SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import {
  intoCell,
  logLattice,
  maskLattice,
  metricOfRows,
  orbit,
  project,
  spaceGroup,
  stabiliser,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";

/** What was found. */
export interface Identified {
  /** Number of the space group. */
  readonly group: number;
  /** Group and letters of the orbits, such as "225:ab". */
  readonly template: string;
}

let ready = false;

function start(): void {
  if (ready) return;
  const find = createRequire(import.meta.url);
  const module = Deno.readFileSync(find.resolve("@spglib/moyo-wasm/moyo_wasm_bg.wasm"));
  initSync({ module });
  ready = true;
}

const analyse = ({ lattice, positions, numbers }: Crystal, tolerance: number) => {
  start();
  const cell = { lattice: { basis: lattice }, positions, numbers };
  return analyze_cell(JSON.stringify(cell), tolerance, "Standard");
};

/**
 * The space group of atoms in a cell, and the letters of their orbits.
 *
 * @param tolerance How far atoms may be from where symmetry wants them, Å; the paper's 0.1
 * @returns undefined where nothing was found: atoms too close, or a cell without volume
 */
export function identify(crystal: Crystal, tolerance = 0.1): Identified | undefined {
  try {
    const { number, orbits, wyckoffs } = analyse(crystal, tolerance);
    const letters = orbits.flatMap((first, i) => first === i ? [wyckoffs[i]!] : []);
    return { group: number, template: `${number}:${letters.sort().join("")}` };
  } catch {
    return undefined;
  }
}

/**
 * A crystal in the standard setting of its group, by one atom of each orbit, with atoms moved to
 * where symmetry wants them; for crystals that come as plain atoms, such as MP-20's.
 *
 * @returns undefined where no symmetric description within `tolerance` (Å) was found
 */
export function symmetrise(crystal: Crystal, tolerance = 0.01): SymmetricCrystal | undefined {
  let found: ReturnType<typeof analyse>;
  try {
    found = analyse(crystal, tolerance);
  } catch {
    return undefined;
  }
  const group = spaceGroup(found.number);
  const { lattice, positions, numbers } = found.std_cell;
  const metric = metricOfRows(lattice.basis);
  const k = maskLattice(logLattice(metric), group.family);
  const shortest = Math.sqrt(Math.min(metric[0]!, metric[4]!, metric[8]!));
  const near = 5 * tolerance / shortest;
  const left = new Set(positions.keys());
  const sites: OrbitSite[] = [];
  for (const i of left) {
    const x = positions[i]!.map(intoCell) as unknown as Triple;
    const order = stabiliser(group, x, near).length;
    const allowed = ({ multiplicity }: { multiplicity: number }) =>
      multiplicity * order === group.operations.length;
    const placed = project(group, x, { metric, allowed });
    if (!placed || placed.distance > 5 * tolerance) return undefined;
    for (const image of orbit(group, placed.x)) {
      const at = [...left].find((j) =>
        numbers[j] === numbers[i] && positions[j]!.every((value, axis) => {
          const apart = value - image[axis]!;
          return Math.abs(apart - Math.round(apart)) < near;
        })
      );
      if (at === undefined) return undefined;
      left.delete(at);
    }
    const { letter } = placed.position;
    sites.push(canonicalSite(group, { element: numbers[i]!, letter, x: placed.x }));
  }
  return { group: found.number, k, sites };
}
