/** The molecules that the project ships, by split. */
import { fileURLToPath } from "node:url";
import { type Molecule, readXyz } from "./xyz.ts";

/** Where they lie, from the root. */
export const MOLECULES = "data/samples/molecules.xyz";

/** Splits are of molecules: all conformers of one are in the same. */
export type MoleculeSplit = "train" | "validation" | "test";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Conformers of the molecules of a split: minima of MMFF94's energy, in Å, centred.
 *
 * @throws {RangeError} If there is no such split
 * @throws {SyntaxError} If the file is malformed, with line and reason
 */
export function readMolecules(split: MoleculeSplit): Molecule[] {
  const own = readXyz(Deno.readTextFileSync(`${ROOT}${MOLECULES}`), MOLECULES)
    .filter(({ notes }) => notes.split === split);
  if (own.length === 0) {
    throw new RangeError(
      `Cannot read the molecules of ${split}: accepted are train, validation, test`,
    );
  }
  return own;
}
