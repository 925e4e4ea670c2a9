/** A run in a folder: `run.json`, the averaged parameters, and what resuming needs. */
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readIfThere, writeWhole } from "../../checks/whole_file.ts";
import type { ParameterSpecs, Params } from "../../nn/parameters.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../training/safetensors.ts";
import type { DenoiserConfig } from "./denoiser.ts";
import type { LossWeights } from "./loss.ts";
import type { Learned } from "./optimise.ts";
import type { Statistics } from "./representation.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A path from the project's root, wherever a notebook runs; absolute ones stay. */
export const fromRoot = (path: string): string => isAbsolute(path) ? path : join(ROOT, path);

const FORMAT = "symmcd-run-1";
const PARTS = ["average", "params", "first", "second"] as const;

/** How a network is trained. */
export interface TrainingOptions {
  readonly denoiser: DenoiserConfig;
  /** Places for nodes. */
  readonly slots: number;
  readonly batch: number;
  /** Steps over which the rate falls to zero along a cosine, after 200 steps of rise. */
  readonly steps: number;
  readonly learningRate: number;
  readonly weights: LossWeights;
  readonly seed: number;
}

/** A line of a run's log. */
export interface LogRow {
  readonly step: number;
  readonly seconds: number;
  readonly lattice: number;
  readonly positions: number;
  readonly elements: number;
  readonly symbols: number;
}

/** What `run.json` says. */
export interface RunManifest {
  readonly format: typeof FORMAT;
  readonly options: TrainingOptions;
  readonly statistics: Statistics;
  /** Where the crystals came from. */
  readonly data: string;
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  readonly machine: string;
  readonly log: readonly LogRow[];
}

const stored = (params: Params): Record<string, StoredTensor> =>
  Object.fromEntries(
    Object.entries(params).map(([name, t]) => [
      name,
      { shape: t.shape, values: t.dataSync() as Float32Array },
    ]),
  );

/** Saves a run; files carry their step, and `run.json`, which names it, is written last. */
export function saveRun(folder: string, manifest: RunManifest, learned: Learned): void {
  folder = fromRoot(folder);
  for (const part of PARTS) {
    const bytes = encodeSafetensors({
      tensors: stored(learned[part]),
      metadata: { format: FORMAT, part, step: String(manifest.step) },
    });
    writeWhole(`${folder}/${part}-${manifest.step}.safetensors`, bytes);
  }
  const text = JSON.stringify(manifest) + "\n";
  writeWhole(`${folder}/run.json`, text);
  for (const { name } of Deno.readDirSync(folder)) {
    const step = /^(?:average|params|first|second)-(\d+)\.safetensors$/.exec(name)?.[1];
    if (step !== undefined && Number(step) !== manifest.step) Deno.removeSync(`${folder}/${name}`);
  }
}

/**
 * Reads `run.json`; undefined if there is none.
 *
 * @throws {SyntaxError} If it is not of a run
 */
export function readRun(folder: string): RunManifest | undefined {
  const text = readIfThere(fromRoot(`${folder}/run.json`));
  if (text === undefined) return undefined;
  let manifest: RunManifest | undefined;
  try {
    manifest = JSON.parse(text);
  } catch {
    // said below
  }
  if (manifest?.format !== FORMAT || !Number.isInteger(manifest.step)) {
    throw new SyntaxError(`Cannot read ${folder}/run.json: it is not of format ${FORMAT}`);
  }
  return manifest;
}

/**
 * Reads one part of a run.
 *
 * @throws {Error} If its file is missing or of another network
 */
export function readPart(
  folder: string,
  { step }: RunManifest,
  part: typeof PARTS[number],
  specs: ParameterSpecs,
): Params {
  const path = `${folder}/${part}-${step}.safetensors`;
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(fromRoot(path));
  } catch {
    throw new Error(
      `Cannot find ${path}: without it the run cannot be ${
        part === "average" ? "used" : "resumed"
      }`,
    );
  }
  const { tensors } = decodeSafetensors(bytes, path);
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]): [string, Tensor] => {
      const found = tensors[name];
      if (`${found?.shape}` !== `${shape}`) {
        throw new TypeError(
          `Cannot load ${path}: ${name} has shape [${found?.shape}], expected [${shape}]`,
        );
      }
      return [name, tf.tensor(found!.values, shape as number[])];
    }),
  );
}
