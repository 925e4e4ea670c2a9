/** Trained denoisers of molecules, measured. */
import {
  type Molecule,
  type MoleculeSplit,
  readMolecules,
  stableAtoms,
} from "../../datasets/molecules/mod.ts";
import { wassersteinLine } from "../../metrics/mod.ts";
import { random, tidy } from "../../tensor/mod.ts";
import type { Arm } from "./arms.ts";
import { denoisingLoss } from "./denoiser.ts";
import type { Numbers, Split } from "./experiments.ts";
import {
  centredAtoms,
  cloudsOf,
  type MoleculeTraining,
  sampleMolecules,
  type TrainedMolecules,
  trainMolecules,
} from "./molecules.ts";

/** Distances of all pairs of atoms of many molecules, Å. */
export function moleculeDistances(molecules: readonly Molecule[]): Float64Array {
  return Float64Array.from(
    molecules.flatMap(({ elements, positions }) =>
      elements.flatMap((_, j) =>
        Array.from({ length: j }, (_, i) =>
          Math.hypot(
            positions[3 * i]! - positions[3 * j]!,
            positions[3 * i + 1]! - positions[3 * j + 1]!,
            positions[3 * i + 2]! - positions[3 * j + 2]!,
          ))
      )
    ),
  );
}

/** Shares of stable atoms and molecules. */
export function stability(molecules: readonly Molecule[]) {
  const all = molecules.map(({ elements, positions }) => stableAtoms(elements, positions));
  const atoms = all.flat();
  return {
    "atoms stable": atoms.filter(Boolean).length / atoms.length,
    "molecules stable": all.filter((own) => own.every(Boolean)).length / all.length,
  };
}

/** Stability of molecules, and how far their distances are from known ones', Å. */
export const moleculeErrors = (made: readonly Molecule[], known: readonly Molecule[]): Numbers => ({
  ...stability(made),
  "distance, W₁": wassersteinLine(moleculeDistances(made), moleculeDistances(known), {
    ...{ order: 1, trim: 0 },
  }),
});

/** Conformers of a split in turn, `count` of them: whose atoms samples are asked for. */
export function askedMolecules(split: MoleculeSplit, count: number): Molecule[] {
  const all = readMolecules(split);
  return Array.from({ length: count }, (_, i) => all[(i * 7) % all.length]!);
}

/** The unseen molecules themselves: what stability can reach, and how far training ones are off. */
export function moleculeFloor(split: Split): Numbers {
  const known = readMolecules(split);
  const { "distance, W₁": distance } = moleculeErrors(readMolecules("train"), known);
  return { ...stability(known), "distance, W₁": distance! };
}

/** Mean loss on the slice of unseen molecules. */
function unseenLoss({ params, slice, field }: TrainedMolecules, split: Split): number {
  const loss = tidy(() => {
    const [sliceKey, lossKey] = random.split(random.key(99));
    const clouds = cloudsOf(readMolecules(split));
    const clean = slice(params, clouds, sliceKey!);
    return denoisingLoss(
      field(clouds.kinds),
      params,
      clean,
      lossKey!,
      centredAtoms(clouds.kinds),
    );
  });
  const [value] = loss.dataSync();
  loss.dispose();
  return value!;
}

/** Trains an arm on molecules, samples places for the atoms of unseen ones, and compares. */
export function moleculeExperiment(
  arm: Arm,
  { samples, split, ...training }: MoleculeTraining & {
    readonly samples: number;
    readonly split: Split;
  },
) {
  const trained = trainMolecules(arm, readMolecules("train"), training);
  const asked = askedMolecules(split, samples);
  const { molecules } = sampleMolecules(trained, asked, training.seed);
  const numbers: Numbers = {
    ...moleculeErrors(molecules, asked),
    "loss on unseen molecules": unseenLoss(trained, split),
    "seconds of training": trained.seconds,
  };
  return { trained, molecules, numbers };
}
