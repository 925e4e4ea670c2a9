/** What is trained on what, and what is measured. */
import { type Digits, readDigits, turnedAtRandom } from "../../datasets/digits.ts";
import { rng } from "../../datasets/rng.ts";
import type { Params } from "../../nn/parameters.ts";
import { disposeTree, random, type Tensor, type Tensor3D, tf, tidy } from "../../tensor/mod.ts";
import { digitErrors, trainClassifier } from "./classifier.ts";
import { clusters, PARTICLES, PLANE } from "./clusters.ts";
import { denoisingLoss, type Field, type Project } from "./denoiser.ts";
import type { Arm } from "./arms.ts";
import { type DigitTraining, fourTurns, sampleDigits, trainDigits } from "./digits.ts";
import { type EnergyArm, trainClusterEnergy } from "./energies.ts";
import {
  clusterErrors,
  type ClusterTraining,
  LENGTH,
  sampleClusters,
  trainClusters,
  type TrainedClusters,
} from "./particles.ts";
import { centred } from "../../energy/targets/particles.ts";

/** Data to be compared with: choices on "validation", reports on "test". */
export type Split = "validation" | "test";

/** Steps of training and samples of the record. */
export const SIZES = {
  digits: { steps: 1500, samples: 1000 },
  clusters: { steps: 1000, samples: 2000 },
  energies: { steps: 500, samples: 2000 },
  molecules: { steps: 1000, samples: 400 },
} as const;

/** Measured numbers by name. */
export type Numbers = Readonly<Record<string, number>>;

/** Mean loss of a trained denoiser on unseen data, on its own slice. */
function unseenLoss(
  { params, field, slice }: {
    readonly params: Params;
    readonly field: Field;
    slice(params: Params, x: Tensor3D, key: ReturnType<typeof random.key>): Tensor;
  },
  data: Tensor3D,
  project: Project = (x) => x,
): number {
  const loss = tidy(() => {
    const [sliceKey, lossKey] = random.split(random.key(99));
    const clean = slice(params, data, sliceKey!);
    return denoisingLoss(field, params, clean, lossKey!, project);
  });
  const [value] = loss.dataSync();
  loss.dispose();
  return value!;
}

/** Digits of a split in its order, each turned at random. */
export async function turnedDigits(split: Split, seed = 0): Promise<Digits> {
  return turnedAtRandom(await readDigits(split), rng(seed).split(split));
}

/** The classifier of the record: one for all arms and seeds. */
export async function digitClassifier(steps = 1500): Promise<Params> {
  return trainClassifier(await readDigits("train"), { seed: 1, steps });
}

/** The distance of unseen digits to others of their kind: the floor of the Fréchet distance. */
export async function digitFloor(classifier: Params, split: Split, count: number) {
  const other = await turnedDigits(split === "test" ? "validation" : "test");
  const known = await turnedDigits(split), pixels = other.images.length / other.count;
  // All digits in turn: the file holds all zeros first.
  const rows = Array.from(
    { length: Math.min(count, other.count) },
    (_, i) => (i * 37) % other.count,
  );
  const images = new Float32Array(rows.length * pixels);
  rows.forEach((row, i) =>
    images.set(other.images.subarray(row * pixels, (row + 1) * pixels), i * pixels)
  );
  return digitErrors(
    classifier,
    { images, labels: new Int32Array(rows.length), count: rows.length },
    known,
  );
}

/** Trains an arm on digits, samples, and compares with unseen digits. */
export async function digitExperiment(
  arm: Arm,
  { samples, split, classifier, ...training }: DigitTraining & {
    readonly samples: number;
    readonly split: Split;
    readonly classifier: Params;
  },
) {
  const turns = fourTurns(await readDigits("train"));
  const trained = trainDigits(arm, turns, training);
  turns.dispose();
  const made = sampleDigits(trained, samples, training.seed);
  const known = await turnedDigits(split), unseen = fourTurns(await readDigits(split));
  const numbers: Numbers = {
    ...digitErrors(classifier, made.digits, known),
    "loss on unseen digits": unseenLoss(trained, unseen),
    "seconds of training": trained.seconds,
  };
  unseen.dispose();
  return { trained, digits: made.digits, numbers };
}

/** Clusters that were made, which takes some seconds, by split and count. */
const made = new Map<string, Float32Array>();

/** Clusters of a split; made once, not to be changed. */
export function clustersOf(split: "train" | Split | "again", count: number): Float32Array {
  const name = `${split} ${count}`;
  const known = made.get(name) ?? clusters(count, rng(20).split(split));
  made.set(name, known);
  return known;
}

/** Distances between two sets of fresh clusters: the floor. */
export const clusterFloor = (split: Split, count: number): Numbers =>
  clusterErrors(clustersOf("again", count), clustersOf(split, count));

/** How a training on clusters is made and measured. */
export interface ClusterRun extends ClusterTraining {
  readonly samples: number;
  readonly split: Split;
}

/** Samples of trained denoisers beside unseen clusters. */
function compareClusters<T extends Omit<TrainedClusters, "arm">>(
  trained: T,
  { seed, samples, split }: ClusterRun,
) {
  const made = sampleClusters(trained, samples, seed);
  const known = clustersOf(split, samples);
  const unseen = tf.tensor3d(known.map((x) => x / LENGTH), [samples, PARTICLES, PLANE]);
  const numbers: Numbers = {
    ...clusterErrors(made.clusters, known),
    "loss on unseen clusters": unseenLoss(trained, unseen, centred),
    "seconds of training": trained.seconds,
  };
  unseen.dispose();
  return { trained, clusters: made.clusters, numbers };
}

/** Trains an arm on clusters, samples, and compares with unseen clusters. */
export const clusterExperiment = (arm: Arm, run: ClusterRun) =>
  compareClusters(trainClusters(arm, clustersOf("train", 20_000), run), run);

/** The same of an energy, whose slope is the denoiser. */
export const energyExperiment = (arm: EnergyArm, run: ClusterRun) =>
  compareClusters(trainClusterEnergy(arm, clustersOf("train", 20_000), run), run);

/** Frees the parameters of what was trained, and of what was not but is used. */
export const free = (
  { params, frozen }: { readonly params: Params; readonly frozen?: Params },
): void => [params, frozen ?? {}].forEach((own) => disposeTree({ ...own }));
