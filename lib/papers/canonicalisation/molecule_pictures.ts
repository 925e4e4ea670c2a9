/** Molecules as a picture shows them, and the counts of the data. */
import {
  bondsOf,
  type Molecule,
  type MoleculeSplit,
  readMolecules,
  stableAtoms,
} from "../../datasets/molecules/mod.ts";
import { hillFormula } from "../../datasets/crystals/formulas.ts";
import type { MoleculeRow } from "../../plots/molecule_maps.ts";

/** A molecule with the bonds that its distances make; atoms whose bonds do not add up are marked. */
export function moleculeRow(
  molecule: Molecule,
  title = hillFormula(molecule.elements),
): MoleculeRow {
  const { elements, positions } = molecule, stable = stableAtoms(elements, positions);
  const wrong = stable.filter((one) => !one).length;
  return {
    title,
    note: wrong === 0 ? "stable" : `${wrong} of ${elements.length} atoms not stable`,
    atoms: elements.map((element, i) => ({
      element,
      x: positions[3 * i]!,
      y: positions[3 * i + 1]!,
      z: positions[3 * i + 2]!,
      marked: !stable[i],
    })),
    bonds: bondsOf(elements, positions),
  };
}

/** How many molecules and conformers there are. */
export const moleculeCounts = () =>
  (["train", "validation", "test"] as const satisfies readonly MoleculeSplit[]).map((split) => {
    const own = readMolecules(split);
    const stable = own.filter(({ elements, positions }) =>
      stableAtoms(elements, positions).every(Boolean)
    );
    return {
      split,
      molecules: new Set(own.map(({ notes }) => notes.smiles)).size,
      formulas: new Set(own.map(({ elements }) => hillFormula(elements))).size,
      conformers: own.length,
      stable: `${(100 * stable.length / own.length).toFixed(1)} %`,
    };
  });
