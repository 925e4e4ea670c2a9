/** Crystals as rows for charts. */
import {
  type Crystal,
  expand,
  type SymmetricCrystal,
  templateOf,
} from "../../datasets/crystals/crystal.ts";
import { IONS, SYMBOLS } from "../../datasets/crystals/elements.ts";
import { reducedFormula } from "../../datasets/crystals/formulas.ts";
import type { RawCrystal } from "./project.ts";
import type { CellRow } from "../../plots/unit_cells.ts";
import {
  cellOf,
  latticeOf,
  maskLattice,
  metricOfRows,
  orbit,
  spaceGroup,
} from "../../symmetry/space_groups/mod.ts";

/** a along x, b in the plane of x and y, c upright: the cell as one is used to see it. */
function upright(lattice: readonly number[]): number[] {
  const { a, b, c, alpha, beta, gamma } = cellOf(metricOfRows(lattice));
  const cos = (angle: number) => Math.cos(angle * Math.PI / 180);
  const sinC = Math.sin(gamma * Math.PI / 180);
  const x = cos(beta), y = (cos(alpha) - cos(beta) * cos(gamma)) / sinC;
  const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
  return [a, 0, 0, b * cos(gamma), b * sinC, 0, c * x, c * y, c * z];
}

/** Atoms in their cell, to be drawn. */
export function atomsRow(crystal: Crystal, title: string): CellRow {
  const atoms = crystal.positions.map(([x, y, z], i) => {
    const number = crystal.numbers[i]!;
    return { element: SYMBOLS[number]!, x, y, z, radius: IONS.get(number)?.radius ?? 1.2 };
  });
  return { title, lattice: upright(crystal.lattice), atoms };
}

/** A symmetric crystal, named by its formula and group. */
export function crystalRow(crystal: SymmetricCrystal): CellRow {
  const whole = expand(crystal);
  const letters = templateOf(crystal).split(":")[1]!;
  return atomsRow(
    whole,
    `${reducedFormula(whole.numbers)} · ${spaceGroup(crystal.group).symbol} · ${letters}`,
  );
}

/** The orbits of representatives wherever they are: a crystal on its way, not projected yet. */
export function onTheWay({ group, k, x, elements }: RawCrystal, title: string): CellRow {
  const own = spaceGroup(group);
  const atoms = x.flatMap((one, i) => orbit(own, one).map((at) => ({ at, number: elements[i]! })));
  const crystal = {
    lattice: latticeOf(maskLattice(k, own.family)),
    positions: atoms.map(({ at }) => at),
    numbers: atoms.map(({ number }) => number),
  };
  return atomsRow(crystal, title);
}
