/** Samples of a trained network as crystals. */
import { rng } from "../../datasets/rng.ts";
import type { Params } from "../../nn/parameters.ts";
import { run } from "../../samplers/sampler.ts";
import type { Triple } from "../../symmetry/space_groups/mod.ts";
import { disposeTree, random } from "../../tensor/mod.ts";
import { type Frame, frameTensors } from "./batch.ts";
import { readPart, readRun, type RunManifest } from "./checkpoint.ts";
import { crystalDenoiser, type Denoiser } from "./denoiser.ts";
import { crystalSchedule } from "./noise.ts";
import type { RawCrystal } from "./project.ts";
import { AXIS_COUNT, ELEMENTS, type Statistics, SYMBOL_COUNT } from "./representation.ts";
import { crystalSampler, type CrystalState } from "./sampler.ts";

/** A trained network with what it was trained on. */
export interface TrainedCrystals {
  readonly manifest: RunManifest;
  readonly denoiser: Denoiser;
  readonly params: Params;
}

/**
 * Loads a run's averaged parameters.
 *
 * @throws {Error} If there is no run in `folder`
 */
export function loadCrystals(folder: string): TrainedCrystals {
  const manifest = readRun(folder);
  if (!manifest) throw new Error(`Cannot find a run in ${folder}: there is no run.json`);
  const denoiser = crystalDenoiser(manifest.options.denoiser);
  return { manifest, denoiser, params: readPart(folder, manifest, "average", denoiser.parameters) };
}

/** Groups with numbers of nodes, drawn as often as they occur among training crystals. */
export function drawFrames({ manifest }: TrainedCrystals, count: number, seed: number): Frame[] {
  const { sizes } = manifest.statistics;
  const total = sizes.reduce((sum, [, , n]) => sum + n, 0);
  const source = rng(seed).split("frames");
  return Array.from({ length: count }, () => {
    let left = source.int(total);
    const [group, nodes] = sizes.find(([, , n]) => (left -= n) < 0)!;
    return { group, nodes };
  });
}

/** Noisy crystals after some levels. */
export interface Stage {
  readonly done: number;
  readonly crystals: readonly RawCrystal[];
}

/** How {@linkcode sampleCrystals} samples. */
export interface SampleOptions {
  readonly seed: number;
  /** Crystals made at once; 64 by default. */
  readonly batch?: number;
  /** Sees how many levels of how many are done. */
  readonly observe?: (done: number, total: number) => void;
  readonly mode?: "xla" | "graph";
  /** Sees the noisy crystals of the first batch after each of these numbers of levels. */
  readonly watch?: {
    readonly after: readonly number[];
    readonly see: (crystals: readonly RawCrystal[], done: number) => void;
  };
}

const argmax = (values: ArrayLike<number>, from: number, count: number): number => {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
};

/**
 * A sampler's state as numbers: the first `frames.length` crystals of it.
 *
 * @param slots Places that the state has for the nodes of each crystal
 */
export function readState(
  state: CrystalState,
  frames: readonly Frame[],
  slots: number,
  { mean, deviation }: Statistics,
): RawCrystal[] {
  const [k, x, a, s] = [
    state.k.dataSync(),
    state.x.dataSync(),
    state.a.dataSync(),
    state.s.dataSync(),
  ];
  return frames.map(({ group, nodes }, i) => {
    const each = <T>(f: (node: number) => T) =>
      Array.from({ length: nodes }, (_, node) => f(i * slots + node));
    const symbol = (at: number) => argmax(s, at * SYMBOL_COUNT, SYMBOL_COUNT);
    return {
      group,
      k: deviation.map((scale, j) => k[6 * i + j]! * scale + mean[j]!),
      x: each((n): Triple => [x[3 * n]!, x[3 * n + 1]!, x[3 * n + 2]!]),
      elements: each((n) => argmax(a, n * ELEMENTS, ELEMENTS) + 1),
      codes: each((n) =>
        Array.from({ length: AXIS_COUNT }, (_, axis) => symbol(n * AXIS_COUNT + axis))
      ),
    };
  });
}

/** Crystals for the given frames, as the network made them. */
export function sampleCrystals(
  { manifest, denoiser, params }: TrainedCrystals,
  frames: readonly Frame[],
  { seed, batch = 64, observe, mode, watch }: SampleOptions,
): RawCrystal[] {
  const { options: { denoiser: { nodes, levels }, slots }, statistics } = manifest;
  const sampler = crystalSampler(denoiser, crystalSchedule(levels), statistics, mode);
  const found: RawCrystal[] = [];
  const batches = Math.ceil(frames.length / batch);
  const root = random.key(seed);
  try {
    for (let b = 0; b < batches; b++) {
      const own = frames.slice(b * batch, (b + 1) * batch);
      // Always whole batches, so that one shape is compiled.
      const filled = [...own, ...Array.from({ length: batch - own.length }, () => own[0]!)];
      const tensors = frameTensors(filled, slots, nodes);
      const key = random.fold(root, b);
      const read = (state: CrystalState) => readState(state, own, slots, statistics);
      try {
        const state = run(sampler, key, { params, ...tensors }, [batch, slots, 3], {
          observe: (_, step, current) => {
            if (b === 0 && watch?.after.includes(step + 1)) watch.see(read(current), step + 1);
            observe?.(b * levels + step + 1, batches * levels);
          },
        });
        found.push(...read(state));
        disposeTree(state);
      } finally {
        disposeTree({ ...tensors, key });
      }
    }
  } finally {
    root.dispose();
    sampler.dispose?.();
  }
  return found;
}
