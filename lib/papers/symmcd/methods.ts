/** The compared ways to make crystals, each by its name in tables. */
import { expand, type SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import { shuffledParts } from "./baseline.ts";
import {
  drawFrames,
  sampleCrystals,
  type SampleOptions,
  type TrainedCrystals,
} from "./generate.ts";
import type { MadeCrystal } from "./metrics.ts";
import { type ProjectedCrystal, type RawCrystal, toAtoms, toSymmetric } from "./project.ts";

/** Names in tables and charts. */
export const METHODS = {
  orbits: "orbits, projected as in the paper",
  free: "orbits, no position twice",
  atoms: "all atoms, no symmetry",
  shuffled: "trivial: shuffled parts",
  data: "the generator itself",
} as const;

const fromSymmetric = (crystals: readonly SymmetricCrystal[]): MadeCrystal[] =>
  crystals.map((crystal) => ({ crystal: expand(crystal), asked: crystal.group }));

/** Samples of the network of orbits, and both projections of them. */
export interface OrbitSamples {
  readonly raw: readonly RawCrystal[];
  readonly any: readonly ProjectedCrystal[];
  readonly free: readonly ProjectedCrystal[];
  readonly seconds: number;
}

/** Crystals of the network of orbits, with groups as frequent as in training. */
export function makeFromOrbits(
  trained: TrainedCrystals,
  count: number,
  options: SampleOptions,
): OrbitSamples {
  const started = performance.now();
  const raw = sampleCrystals(trained, drawFrames(trained, count, options.seed), options);
  const any = raw.map((one) => toSymmetric(one));
  const seconds = (performance.now() - started) / 1000;
  return { raw, any, free: raw.map((one) => toSymmetric(one, { places: "free" })), seconds };
}

/** Crystals of the network of all atoms, with groups as frequent as in training. */
export function makeFromAtoms(
  trained: TrainedCrystals,
  count: number,
  options: SampleOptions,
): { readonly made: readonly MadeCrystal[]; readonly seconds: number } {
  const started = performance.now();
  const raw = sampleCrystals(trained, drawFrames(trained, count, options.seed), options);
  const seconds = (performance.now() - started) / 1000;
  return { made: raw.map((one) => ({ crystal: toAtoms(one), asked: one.group })), seconds };
}

/** Projected crystals as made ones. */
export const madeOf = (projected: readonly ProjectedCrystal[]): MadeCrystal[] =>
  fromSymmetric(projected.map(({ crystal }) => crystal));

/** The trivial answer and the data themselves, as made crystals. */
export const madeByShuffling = (
  training: readonly SymmetricCrystal[],
  count: number,
  seed: number,
): MadeCrystal[] => fromSymmetric(shuffledParts(training, count, seed));

/** Crystals as they are. */
export const madeAsTheyAre = fromSymmetric;
