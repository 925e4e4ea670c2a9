/** Small CIFs to test the reader with. */
import { assert } from "@std/assert";
import { FileError, readCif } from "lib/datasets/crystals/cif.ts";
import type { Crystal } from "lib/datasets/crystals/crystal.ts";

/** What {@linkcode cifText} writes beside the atoms. */
interface Parts {
  /** Lengths and angles; a cube of 4 Å by default. */
  readonly cell?: readonly number[];
  /** What names or lists the symmetry. */
  readonly symmetry?: string;
  /** Columns beside the label and the coordinates, in front of them. */
  readonly columns?: readonly string[];
}

/** A CIF with those atoms, each a line "label x y z". */
export function cifText(
  atoms: readonly string[],
  { cell = [4, 4, 4, 90, 90, 90], symmetry = "", columns = [] }: Parts = {},
): string {
  const names = ["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"];
  return [
    ...["data_x", ...names.map((name, i) => `_cell_${name} ${cell[i]}`), symmetry, "loop_"],
    ...[...columns, "label", "fract_x", "fract_y", "fract_z"].map((name) => `_atom_site_${name}`),
    ...[...atoms, ""],
  ].join("\n");
}

/** A loop of operations. */
export const operationsLoop = (...triplets: readonly string[]): string =>
  ["loop_", "_space_group_symop_operation_xyz", ...triplets.map((one) => `'${one}'`)].join("\n");

/** Reads such a CIF. */
export const readAtoms = (...parts: Parameters<typeof cifText>): Crystal =>
  readCif(cifText(...parts));

/** The reason with which such a CIF is refused. */
export function refusal(...parts: Parameters<typeof cifText>): string {
  try {
    readCif(cifText(...parts));
  } catch (error) {
    assert(error instanceof FileError, String(error));
    return error.reason;
  }
  throw new Error("nothing was refused");
}
