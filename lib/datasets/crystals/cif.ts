/** Crystals from CIF files. */
import {
  act,
  intoCell,
  type Operation,
  parseTriplet,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";
import { cifTokens, FileError, type Token } from "./cif_tokens.ts";
import type { Crystal } from "./crystal.ts";
import { atomicNumber } from "./elements.ts";

export { FileError } from "./cif_tokens.ts";

/** Where a text came from, for errors. */
export interface ReadOptions {
  /** Named in errors; "the CIF" by default. */
  readonly source?: string;
  /** Number of the text's first line; 1 by default. */
  readonly firstLine?: number;
}

/** Atoms in a cell, at most, and lines of the loop of operations, at most. */
const MOST_ATOMS = 5000, MOST_OPERATIONS = 192;

/** A table of a CIF: columns by name in lower case, all of one length. */
interface Block {
  readonly values: Map<string, Token>;
  readonly loops: { readonly tags: string[]; readonly rows: Token[][]; readonly line: number }[];
}

/** The first data block; more of them are left unread. */
function firstBlock(tokens: readonly Token[], source: string, firstLine: number): Block {
  const block: Block = { values: new Map(), loops: [] };
  const wrong = (line: number, reason: string) => new FileError(source, line, reason);
  let i = tokens.findIndex(({ kind }) => kind === "data") + 1;
  if (i === 0) throw wrong(firstLine, "there is no data block, a line that begins with data_");
  while (i < tokens.length && tokens[i]!.kind !== "data") {
    const { kind, text, line } = tokens[i]!;
    if (kind === "tag") {
      const value = tokens[i + 1];
      if (value?.kind !== "value") throw wrong(line, `${text} has no value`);
      block.values.set(text.toLowerCase(), value);
      i += 2;
    } else if (kind === "loop") {
      const tags: string[] = [];
      while (tokens[++i]?.kind === "tag") tags.push(tokens[i]!.text.toLowerCase());
      const values: Token[] = [];
      while (tokens[i]?.kind === "value") values.push(tokens[i++]!);
      if (tags.length === 0) throw wrong(line, "a loop without names");
      if (values.length % tags.length !== 0) {
        const last = values.at(-1)!.line;
        throw wrong(last, `a loop of ${tags.length} columns ends after ${values.length} values`);
      }
      const rows = Array.from(
        { length: values.length / tags.length },
        (_, row) => values.slice(row * tags.length, (row + 1) * tags.length),
      );
      block.loops.push({ tags, rows, line });
    } else {
      throw wrong(line, `"${text.slice(0, 40)}" stands alone: expected a name that begins with _`);
    }
  }
  return block;
}

/** A number, with its uncertainty in brackets dropped. */
function numberOf(token: Token | undefined, name: string, source: string, line: number): number {
  if (!token) throw new FileError(source, line, `${name} is missing`);
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?:\(\d*\))?$/.exec(token.text);
  const value = match ? Number(match[1]) : NaN;
  if (!Number.isFinite(value)) {
    throw new FileError(source, token.line, `${name} is "${token.text.slice(0, 40)}", no number`);
  }
  return value;
}

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

const OPERATION_NAMES = ["_symmetry_equiv_pos_as_xyz", "_space_group_symop_operation_xyz"];

const GROUP_NAMES = ["_symmetry_space_group_name_h-m", "_space_group_name_h-m_alt"];
const GROUP_NUMBERS = ["_symmetry_int_tables_number", "_space_group_it_number"];

/** Without its operations, a group's atoms would be taken for all that there are. */
function assertPrimitive({ values }: Block, source: string): void {
  for (const tag of [...GROUP_NUMBERS, ...GROUP_NAMES]) {
    const token = values.get(tag);
    if (!token || ["?", ".", "1", "P1"].includes(token.text.replaceAll(/\s/g, ""))) continue;
    throw new FileError(
      source,
      token.line,
      `the space group is "${token.text.slice(0, 40)}", but its operations are not listed`,
    );
  }
}

function operationsIn(block: Block, source: string): Operation[] {
  for (const { tags, rows, line } of block.loops) {
    const at = tags.findIndex((tag) => OPERATION_NAMES.includes(tag));
    if (at < 0) continue;
    if (rows.length > MOST_OPERATIONS) {
      throw new FileError(source, line, `${rows.length} operations, at most ${MOST_OPERATIONS}`);
    }
    return rows.map((row) => {
      try {
        return parseTriplet(row[at]!.text);
      } catch (error) {
        throw new FileError(source, row[at]!.line, (error as Error).message);
      }
    });
  }
  const single = OPERATION_NAMES.map((name) => block.values.get(name)).find(Boolean);
  if (!single) {
    assertPrimitive(block, source);
    return [parseTriplet("x,y,z")];
  }
  try {
    return [parseTriplet(single.text)];
  } catch (error) {
    throw new FileError(source, single.line, (error as Error).message);
  }
}

/** The element of an atom: "Fe", "Fe3+" or a label such as "Fe12". */
function elementOf(token: Token, source: string): number {
  const letters = /^([A-Za-z]{1,2})/.exec(token.text)?.[1] ?? "";
  const number = atomicNumber(letters) ?? atomicNumber(letters.slice(0, 1));
  if (!number) {
    throw new FileError(source, token.line, `"${token.text.slice(0, 40)}" names no element`);
  }
  return number;
}

/** Images of a point under the operations, each once; closer than this share of a cell is one. */
const SAME = 1e-3;

function imagesOf(x: Triple, operations: readonly Operation[]): Triple[] {
  const found: Triple[] = [];
  for (const operation of operations) {
    const image = act(operation, x).map(intoCell) as unknown as Triple;
    const known = found.some((one) =>
      one.every((value, i) => {
        const apart = Math.abs(value - image[i]!);
        return Math.min(apart, 1 - apart) < SAME;
      })
    );
    if (!known) found.push(image);
  }
  return found;
}

/**
 * Reads the first data block of a CIF: its cell, and its atoms with all images under the operations
 * that it lists (none listed: only the atoms themselves).
 *
 * @throws {FileError} If something is missing, such as the operations of a group that is named,
 * malformed, disordered (an occupancy below 1), or far beyond what a cell holds; it says the line and
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
  const operations = operationsIn(block, source);
  const loop = block.loops.find(({ tags }) => tags.includes("_atom_site_fract_x"));
  if (!loop) throw new FileError(source, firstLine, "there is no loop with _atom_site_fract_x");
  const column = (name: string) => loop.tags.indexOf(`_atom_site_${name}`);
  const type = [column("type_symbol"), column("label")].find((at) => at >= 0);
  if (type === undefined) {
    throw new FileError(source, loop.line, "atoms have neither _atom_site_type_symbol nor _label");
  }
  const places = ["x", "y", "z"].map((axis) => column(`fract_${axis}`));
  const occupancy = column("occupancy");
  const positions: Triple[] = [], numbers: number[] = [];
  for (const row of loop.rows) {
    const { line } = row[0]!;
    const element = elementOf(row[type]!, source);
    const x = places.map((at, axis) =>
      numberOf(row[at], `_atom_site_fract_${"xyz"[axis]}`, source, line)
    ) as unknown as Triple;
    if (x.some((value) => Math.abs(value) > 1000)) {
      throw new FileError(source, line, `[${x}] is far outside the cell`);
    }
    if (occupancy >= 0 && numberOf(row[occupancy], "the occupancy", source, line) < 0.99) {
      throw new FileError(source, line, "disordered: accepted are atoms with an occupancy of 1");
    }
    const images = imagesOf(x, operations);
    if (numbers.length + images.length > MOST_ATOMS) {
      throw new FileError(source, line, `more than ${MOST_ATOMS} atoms in the cell`);
    }
    images.forEach((image) => {
      positions.push(image);
      numbers.push(element);
    });
  }
  if (numbers.length === 0) throw new FileError(source, loop.line, "there are no atoms");
  return { lattice, positions, numbers };
}
