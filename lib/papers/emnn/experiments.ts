/** The experiments: what is trained on what, with which seed, and what is measured. */
import { random, tf } from "../../tensor/mod.ts";
import { rng } from "../../datasets/rng.ts";
import { type LabelledMesh, mapPositions, type Mesh } from "../../datasets/mesh/mod.ts";
import { moved, potatoes, renamed, shapes } from "./data.ts";
import { descendMeshes, jitter, smooth, trainMeshEnergy, vertexError } from "./denoise.ts";
import { accuracy, outputsFor, type TrainedMesh, trainOnMeshes, type Variant } from "./train.ts";

/** One measured number. */
export interface MeshRow {
  readonly task: "kinds" | "few examples" | "signed volume" | "denoising";
  readonly method: string;
  readonly seed: number;
  /** What was measured, as "accuracy, turned". */
  readonly metric: string;
  readonly value: number;
}

/** Which part of the data a measurement is made on; all choices were made on "validation". */
export type Split = "validation" | "test";

/** Steps of training, by task. */
export const STEPS = { kinds: 200, volume: 200, denoising: 100 } as const;

const kinds = 10;

/** Trains on `each` shapes of each kind. */
export function trainKinds(
  variant: Variant,
  seed: number,
  each: number,
  steps: number,
  observe?: (step: number, loss: number) => void,
): TrainedMesh {
  const set = shapes("train", each);
  const targets = set.map(({ label }) => Array.from({ length: kinds }, (_, i) => +(i === label)));
  return trainOnMeshes(set.map(({ mesh }) => mesh), targets, "kinds", {
    variant,
    seed,
    steps,
    ...(observe && { observe }),
  });
}

/** Accuracies on fresh shapes: as they are, moved, renamed, and triangulated anew. */
export function kindsTests(trained: TrainedMesh, split: Split, each: number) {
  const set = shapes(split, each), again = shapes(split, each, "anew");
  const of = (list: readonly LabelledMesh[], change = (meshes: Mesh[]) => meshes) =>
    accuracy(trained, change(list.map(({ mesh }) => mesh)), list.map(({ label }) => label));
  return {
    "accuracy, upright": of(set),
    "accuracy, turned, moved and scaled": of(set, (meshes) => moved(meshes, rng(5))),
    "accuracy, vertices renamed": of(set, (meshes) => renamed(meshes, rng(6))),
    "accuracy, triangulated anew": of(again),
  };
}

/** A potato as it is and its mirror image with the same faces, which so are inside out. */
function bothSides(split: string, count: number) {
  return potatoes(split, count).flatMap(({ mesh, volume, area }) => [
    { mesh, signed: volume, area },
    { mesh: mapPositions(mesh, ([x, y, z]) => [x, y, -z]), signed: -volume, area },
  ]);
}

/** Signed volume and area, in units of their spread over the training set. */
function volumeScale(set: readonly { readonly signed: number; readonly area: number }[]) {
  const mean = set.reduce((sum, { area }) => sum + area / set.length, 0);
  const deviation = Math.sqrt(
    set.reduce((sum, { area }) => sum + (area - mean) ** 2 / set.length, 0),
  );
  const size = Math.sqrt(set.reduce((sum, { signed }) => sum + signed ** 2 / set.length, 0));
  return (one: { readonly signed: number; readonly area: number }) => [
    one.signed / size,
    (one.area - mean) / deviation,
  ];
}

/**
 * Squared errors of signed volume and of area. A network that sees edges only gives a mesh and its
 * mirror image the same answer, and errs in the volume by the mean square of it: the floor.
 */
export function volumeErrors(variant: Variant, seed: number, steps: number, split: Split) {
  const train = bothSides("train", 120), test = bothSides(split, 40);
  const scale = volumeScale(train);
  const trained = trainOnMeshes(
    train.map(({ mesh }) => mesh),
    train.map(scale),
    "numbers",
    { variant, seed, steps },
  );
  const outputs = outputsFor(trained, test.map(({ mesh }) => mesh));
  tf.dispose(Object.values(trained.params));
  const error = (k: number) =>
    test.reduce((sum, one, i) => sum + (outputs[i]![k]! - scale(one)[k]!) ** 2, 0) / test.length;
  const floor = test.reduce((sum, one) => sum + scale(one)[0]! ** 2, 0) / test.length;
  return { "error of signed volume": error(0), "error of area": error(1), "floor": floor };
}

/** Noise, steps and rate of denoising, chosen on validation meshes. */
export const DENOISING = { sigma: 0.04, steps: 5, rate: 0.7 } as const;

/** Clean shapes and the same with noise. */
export function noisyPairs(split: Split, each: number) {
  const clean = shapes(split, each).map(({ mesh }) => mesh);
  const noisy = clean.map((mesh, i) => {
    const key = random.key(900 + i);
    const made = jitter(mesh, key, DENOISING.sigma);
    key.dispose();
    return made;
  });
  return { clean, noisy };
}

const meanError = (meshes: readonly Mesh[], clean: readonly Mesh[]) =>
  meshes.reduce((sum, mesh, i) => sum + vertexError(mesh, clean[i]!) / meshes.length, 0);

/** Errors before, and after descent on an energy trained with or without faces. */
export function denoisingErrors(
  faces: "summed" | "none",
  seed: number,
  steps: number,
  split: Split,
  each: number,
) {
  const train = shapes("train", 16).map(({ mesh }) => mesh);
  const energy = trainMeshEnergy(train, { faces, seed, steps });
  const { clean, noisy } = noisyPairs(split, each);
  const states = descendMeshes(energy, noisy, DENOISING);
  const [{ energies: cleanEnergies } = { energies: [] }] = descendMeshes(energy, clean, {
    ...DENOISING,
    steps: 0,
  });
  tf.dispose(Object.values(energy.params));
  return {
    states,
    clean,
    cleanEnergies,
    before: meanError(noisy, clean),
    after: meanError(states.at(-1)!.meshes, clean),
  };
}

/** Laplace's smoothing at the times and share that are best on validation meshes. */
export function laplaceError(split: Split, each: number): number {
  const choice = [1, 2, 3, 4].flatMap((times) =>
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((share) => ({ times, share }))
  );
  const error = (of: Split, { times, share }: { times: number; share: number }) => {
    const { clean, noisy } = noisyPairs(of, each);
    return meanError(noisy.map((mesh) => smooth(mesh, times, share)), clean);
  };
  const errors = choice.map((one) => error("validation", one));
  return error(split, choice[errors.indexOf(Math.min(...errors))]!);
}
