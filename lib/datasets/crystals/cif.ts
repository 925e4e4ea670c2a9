/** Crystals from CIF files. */
import { metricOfRows, type Triple } from "../../symmetry/space_groups/mod.ts";
import { type Block, firstBlock, isUnknown, numberOf } from "./cif_block.ts";
import { elementOfLabel, elementOfSymbol } from "./cif_elements.ts";
import { operationsIn } from "./cif_operations.ts";
import { cifTokens, FileError, type Token } from "./cif_tokens.ts";
import type { Crystal } from "./crystal.ts";
import { SYMBOLS } from "./elements.ts";
import { areTogether, imagesOf } from "./images.ts";

export { FileError } from "./cif_tokens.ts";

/** Where a text came from, for errors. */
export interface ReadOptions {
  /** Named in errors; "the CIF" by default. */
  readonly source?: string;
  /** Number of the text's first line; 1 by default. */
  readonly firstLine?: number;
}

/** Atoms in a cell, at most. */
const MOST_ATOMS = 5000;

/** The cell's vectors: a along x, b in the plane of x and y. */
function latticeOfCell(block: Block, source: string, line: number): number[] {
  const read = (name: string, least: number, most: number) => {
    const token = block.values.get(`_cell_${name}`);
    const value = numberOf(token, `_cell_${name}`, source, line);
    if (!(value > least && value < most)) {
      throw new FileError(
        source,
        token!.line,
        `_cell_${name} is ${value}, beyond ${least} to ${most}`,
      );
    }
    return value;
  };
  const [a, b, c] = ["a", "b", "c"].map((name) => read(`length_${name}`, 0, 1000));
  const [cosA, cosB, cosC] = ["alpha", "beta", "gamma"].map((name) => {
    const angle = read(`angle_${name}`, 0, 180);
    return angle === 90 ? 0 : angle === 120 ? -0.5 : Math.cos(angle * Math.PI / 180);
  });
  const sinC = Math.sqrt(1 - cosC! * cosC!);
  const x = cosB!, y = (cosA! - cosB! * cosC!) / sinC;
  const rest = 1 - x * x - y * y;
  if (!(rest > 1e-6)) {
    const at = block.values.get("_cell_angle_alpha")!.line;
    throw new FileError(source, at, "three angles that no cell can have");
  }
  return [a!, 0, 0, b! * cosC!, b! * sinC, 0, c! * x, c! * y, c! * Math.sqrt(rest)];
}

/** Unless all of its place is one atom's; unstated, an occupancy is 1 by the dictionary. */
function assertWhole(occupancy: Token | undefined, source: string): void {
  if (!occupancy || isUnknown(occupancy)) return;
  const { line } = occupancy;
  const value = numberOf(occupancy, "the occupancy", source, line);
  if (value < 0.99) {
    throw new FileError(source, line, "disordered: accepted are atoms with an occupancy of 1");
  }
  if (value > 1.01) throw new FileError(source, line, `the occupancy is ${value}, above 1`);
}

/**
 * Reads the first data block of a CIF: its cell, and its atoms with all images under the operations
 * that it lists, else of its Hall symbol (without either: only the atoms themselves). An atom near a
 * special position, as rounded coordinates put it, is put on it. An atom that is listed twice, or
 * beside its image, is one.
 *
 * @throws {FileError} If something is missing, such as the operations of a group that is named,
 * malformed, disordered (an occupancy other than 1, or
 * two elements in one place), or far beyond what a cell holds; it says the line and
 * the reason
 * @example
 * ```ts
 * import { readCif } from "./cif.ts";
 * const { numbers } = readCif(`data_Po
 * _cell_length_a 3.35
 * _cell_length_b 3.35
 * _cell_length_c 3.35
 * _cell_angle_alpha 90
 * _cell_angle_beta 90
 * _cell_angle_gamma 90
 * loop_
 * _atom_site_label
 * _atom_site_fract_x
 * _atom_site_fract_y
 * _atom_site_fract_z
 * Po1 0 0 0`);
 * console.assert(numbers[0] === 84);
 * ```
 */
export function readCif(text: string, options: ReadOptions = {}): Crystal {
  const { source = "the CIF", firstLine = 1 } = options;
  const block = firstBlock(cifTokens(text, source, firstLine), source, firstLine);
  const lattice = latticeOfCell(block, source, firstLine);
  const metric = metricOfRows(lattice);
  const operations = operationsIn(block, source);
  const loop = block.loops.find(({ tags }) => tags.includes("_atom_site_fract_x"));
  if (!loop) throw new FileError(source, firstLine, "there is no loop with _atom_site_fract_x");
  const column = (name: string) => loop.tags.indexOf(`_atom_site_${name}`);
  const [type, label] = [column("type_symbol"), column("label")];
  if (type < 0 && label < 0) {
    throw new FileError(source, loop.line, "atoms have neither _atom_site_type_symbol nor _label");
  }
  const places = ["x", "y", "z"].map((axis) => column(`fract_${axis}`));
  const occupancy = column("occupancy");
  const positions: Triple[] = [], numbers: number[] = [];
  let read = 0;
  for (const row of loop.rows) {
    const { line } = row[0]!;
    const element = type >= 0
      ? elementOfSymbol(row[type]!, source)
      : elementOfLabel(row[label]!, source, block.values.get("_chemical_formula_sum")?.text);
    const x = places.map((at, axis) =>
      numberOf(row[at], `_atom_site_fract_${"xyz"[axis]}`, source, line)
    ) as unknown as Triple;
    if (x.some((value) => Math.abs(value) > 1000)) {
      throw new FileError(source, line, `[${x}] is far outside the cell`);
    }
    assertWhole(row[occupancy], source);
    const images = imagesOf(x, operations, metric);
    if ((read += images.length) > MOST_ATOMS) {
      throw new FileError(source, line, `more than ${MOST_ATOMS} atoms in the cell`);
    }
    const before = numbers.length;
    for (const image of images) {
      const same = positions.findIndex((one, i) => i < before && areTogether(one, image, metric));
      if (same < 0) {
        positions.push(image);
        numbers.push(element);
      } else if (numbers[same] !== element) {
        const there = SYMBOLS[numbers[same]!];
        const reason = `an atom is where one of ${there} is already, and both are whole`;
        throw new FileError(source, line, reason);
      }
    }
  }
  if (numbers.length === 0) throw new FileError(source, loop.line, "there are no atoms");
  return { lattice, positions, numbers };
}
