/**
 * Makes `data/samples/molecules.xyz`: conformers of all small molecules, energies minimised by
 * MMFF94 (Halgren 1996) as OpenChemLib has it. A package that nothing else needs, so that it is
 * fetched only here, where no configuration is read:
 * `deno run -A --no-config --no-lock lib/datasets/molecules/make_molecules.ts`.
 */
import { runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { atomCount, ELEMENTS, enumerateMolecules, type HeavyGraph } from "./enumerate.ts";
import { type Molecule, writeXyz } from "./xyz.ts";

const PACKAGE = { name: "openchemlib", version: "9.25.0" } as const;

/** Sizes of the molecules: heavy atoms, and all atoms. */
const SIZES = { least: 3, most: 5, atoms: 10 } as const;

/** Most conformers of a molecule, and kcal/mol by which two differ. */
const CONFORMERS = 4, DIFFERENT = 0.05;

const NUMBERS = [1, 6, 7, 8, 9];

/** What is used of the package. */
interface Chemistry {
  readonly Resources: { registerFromNodejs(): void };
  readonly Molecule: new (atoms: number, bonds: number) => Structure;
  readonly ConformerGenerator: new (seed: number) => {
    initializeConformers(structure: Structure): boolean;
    getNextConformerAsMolecule(): Structure | null;
  };
  readonly ForceFieldMMFF94: new (structure: Structure, table: "MMFF94") => {
    minimise(): number;
    getTotalEnergy(): number;
  };
}

interface Structure {
  addAtom(atomicNumber: number): number;
  addBond(from: number, to: number): number;
  setBondOrder(bond: number, order: number): void;
  getAllAtoms(): number;
  getAtomicNo(atom: number): number;
  getAtomX(atom: number): number;
  getAtomY(atom: number): number;
  getAtomZ(atom: number): number;
  toIsomericSmiles(): string;
}

/** A graph as the package knows it. */
function structureOf({ elements, orders }: HeavyGraph, chemistry: Chemistry): Structure {
  const structure = new chemistry.Molecule(16, 16);
  elements.forEach((element) => structure.addAtom(NUMBERS[ELEMENTS.indexOf(element)]!));
  orders.forEach((row, i) =>
    row.forEach((order, j) => {
      if (j < i && order > 0) structure.setBondOrder(structure.addBond(i, j), order);
    })
  );
  return structure;
}

/** Up to {@link CONFORMERS} minima of a molecule, lowest first. */
function conformersOf(graph: HeavyGraph, seed: number, chemistry: Chemistry): Molecule[] {
  const smiles = structureOf(graph, chemistry).toIsomericSmiles();
  const generator = new chemistry.ConformerGenerator(seed), found: [number, Molecule][] = [];
  if (!generator.initializeConformers(structureOf(graph, chemistry))) return [];
  // Torsions differ each time: what falls into known minima again and again has no others.
  for (let again = 0; again < 3 && found.length < CONFORMERS;) {
    const made = generator.getNextConformerAsMolecule();
    if (!made) break;
    const field = new chemistry.ForceFieldMMFF94(made, "MMFF94");
    const ended = field.minimise(), energy = field.getTotalEnergy();
    if (ended !== 0 || found.some(([other]) => Math.abs(other - energy) < DIFFERENT)) {
      again++;
      continue;
    }
    const atoms = Array.from({ length: made.getAllAtoms() }, (_, i) => i);
    if (atoms.length !== atomCount(graph)) throw new Error(`${smiles} lost atoms`);
    const elements = atoms.map((i) => ELEMENTS[NUMBERS.indexOf(made.getAtomicNo(i))]!);
    const places = atoms.map((i) => [made.getAtomX(i), made.getAtomY(i), made.getAtomZ(i)]);
    const centre = [0, 1, 2].map((k) =>
      places.reduce((sum, place) => sum + place[k]!, 0) / atoms.length
    );
    const positions = Float64Array.from(places.flatMap((at) => at.map((x, k) => x - centre[k]!)));
    const notes = { smiles, energy: energy.toFixed(2) };
    found.push([energy, { elements, positions, notes }]);
  }
  return found.sort(([a], [b]) => a - b).map(([, molecule]) => molecule);
}

await runScript(import.meta, async (args) => {
  scriptArguments(args, {});
  const { name, version } = PACKAGE;
  const chemistry: Chemistry = await import(`npm:${name}@${version}`);
  chemistry.Resources.registerFromNodejs();
  const graphs = enumerateMolecules(SIZES), missing: string[] = [];
  // Every tenth molecule is for choices, every tenth for reports, spread over all sizes.
  const splitOf = (i: number) => i % 10 === 3 ? "validation" : i % 10 === 7 ? "test" : "train";
  const all = graphs.flatMap((graph, i) => {
    try {
      return conformersOf(graph, i, chemistry).map(({ notes, ...molecule }) => ({
        ...molecule,
        notes: { split: splitOf(i), ...notes },
      }));
    } catch (error) {
      missing.push(`${structureOf(graph, chemistry).toIsomericSmiles()}: ${error}`);
      return [];
    }
  });
  const path = new URL("../../../data/samples/molecules.xyz", import.meta.url);
  writeWhole(path, writeXyz(all));
  console.log(`${graphs.length} molecules, ${all.length} conformers; without: ${missing.length}`);
  missing.forEach((one) => console.log(one));
});
