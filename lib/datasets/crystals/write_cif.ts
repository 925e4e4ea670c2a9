/** Crystals as CIF files. */
import {
  cellOf,
  type CellParameters,
  formatTriplet,
  identity,
  latticeOf,
  metricOfRows,
  type Operation,
  spaceGroup,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";
import { hillFormula, reducedFormula } from "./formulas.ts";
import { type Crystal, expand, type SymmetricCrystal } from "./crystal.ts";
import { SYMBOLS } from "./elements.ts";

interface Written {
  /** Atomic numbers of all atoms of the cell. */
  readonly whole: readonly number[];
  readonly cell: CellParameters;
  readonly symbol: string;
  readonly number: number;
  readonly operations: readonly Operation[];
  readonly atoms: readonly { readonly element: number; readonly x: Triple }[];
}

/**
 * A Hermann-Mauguin symbol as CIF writes it, a space between its parts and screw axes without a
 * lower line: "P 21/c" for "P2_1/c".
 */
export const spacedSymbol = (symbol: string): string =>
  symbol.match(/[A-Z]|-?\d(_\d)?(\/[a-z])?|[a-z]/g)!.join(" ").replaceAll("_", "");

/** Twelve decimals, without zeros at the end. */
const write = (value: number) => String(Number(value.toFixed(12)));

function cifOf({ whole, cell, symbol, number, operations, atoms }: Written): string {
  const counts = new Map<number, number>();
  const rows = atoms.map(({ element, x }) => {
    counts.set(element, (counts.get(element) ?? 0) + 1);
    const label = `${SYMBOLS[element]}${counts.get(element)}`;
    return `${SYMBOLS[element]} ${label} ${x.map(write).join(" ")} 1`;
  });
  const { a, b, c, alpha, beta, gamma } = cell;
  return [
    `data_${reducedFormula(whole)}`,
    `_chemical_formula_sum '${hillFormula(whole.map((number) => SYMBOLS[number]!), " ")}'`,
    ...Object.entries({ a, b, c }).map(([axis, value]) => `_cell_length_${axis} ${write(value)}`),
    ...Object.entries({ alpha, beta, gamma }).map(([axis, value]) =>
      `_cell_angle_${axis} ${write(value)}`
    ),
    `_symmetry_space_group_name_H-M '${spacedSymbol(symbol)}'`,
    `_symmetry_Int_Tables_number ${number}`,
    "loop_",
    "_symmetry_equiv_pos_as_xyz",
    ...operations.map((operation) => `'${formatTriplet(operation)}'`),
    "loop_",
    ...["type_symbol", "label", "fract_x", "fract_y", "fract_z", "occupancy"]
      .map((column) => `_atom_site_${column}`),
    ...rows,
    "",
  ].join("\n");
}

/** A CIF with the group's operations and one atom of each orbit. */
export function writeSymmetricCif(crystal: SymmetricCrystal): string {
  const { number, symbol, operations } = spaceGroup(crystal.group);
  return cifOf({
    whole: expand(crystal).numbers,
    cell: cellOf(metricOfRows(latticeOf(crystal.k))),
    symbol,
    number,
    operations,
    atoms: crystal.sites,
  });
}

/** A CIF with all atoms and no symmetry (P1). */
export function writeCif({ lattice, positions, numbers }: Crystal): string {
  return cifOf({
    whole: numbers,
    cell: cellOf(metricOfRows(lattice)),
    symbol: "P1",
    number: 1,
    operations: [identity],
    atoms: positions.map((x, i) => ({ element: numbers[i]!, x })),
  });
}
