/**
 * Checkpoints: a folder with safetensors and `checkpoint.json`, which names them.
 *
 * `average` (what answers are computed with) stands alone in its file, so that it can be shipped
 * without the rest; `params`, `first` and `second` (Adam's moments) are what resuming needs. Files
 * carry the step in their names, and `checkpoint.json` is renamed into place last: whenever a run
 * is killed, it names a complete set.
 */
import { type Tensor, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import type { Params } from "../nn/parameters.ts";
import type { TrainingConfig } from "./config.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "./safetensors.ts";
import type { Learned } from "../papers/ired/method/step.ts";
import type { Progress } from "./trainer.ts";

const FORMAT = "energy-checkpoint-1";
const MANIFEST = "checkpoint.json";
const parts = ["average", "params", "first", "second"] as const;
type Part = typeof parts[number];

/** What `checkpoint.json` says. */
export interface CheckpointManifest {
  readonly format: typeof FORMAT;
  readonly config: TrainingConfig;
  readonly network: { readonly name: string; readonly config: EnergyNetwork["config"] };
  /** Optimiser steps done. */
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** Where it was trained: processor, threads, backend. */
  readonly machine: string;
  readonly files: Readonly<Partial<Record<Part, string>>>;
}

const recordsOf = (learned: Learned): Record<Part, Params> => ({
  average: learned.average,
  params: learned.params,
  first: learned.moments.first,
  second: learned.moments.second,
});

function writeAtomically(path: string, data: Uint8Array): void {
  Deno.writeFileSync(`${path}.tmp`, data);
  const file = Deno.openSync(`${path}.tmp`, { read: true, write: true });
  file.syncSync(); // a rename must not reach the disk before the data does
  file.close();
  Deno.renameSync(`${path}.tmp`, path);
}

function encode(params: Params, manifest: CheckpointManifest, part: Part): Uint8Array {
  const tensors = Object.fromEntries(
    Object.entries(params).map(([name, t]): [string, StoredTensor] => [
      name,
      { shape: t.shape, values: t.dataSync() as Float32Array },
    ]),
  );
  const metadata = {
    format: FORMAT,
    part,
    step: String(manifest.step),
    network: JSON.stringify(manifest.network),
    config: JSON.stringify(manifest.config),
  };
  return encodeSafetensors({ tensors, metadata });
}

/** Where and how a run is kept. */
export interface SaveOptions {
  readonly folder: string;
  readonly config: TrainingConfig;
  readonly network: EnergyNetwork;
  readonly machine: string;
}

/** Saves a run; a reader sees the checkpoint before or the one after, never a mixture. */
export function saveCheckpoint(progress: Progress, options: SaveOptions): CheckpointManifest {
  const { folder, config, network, machine } = options;
  Deno.mkdirSync(folder, { recursive: true });
  const { step, seconds } = progress;
  const files = Object.fromEntries(parts.map((part) => [part, `${part}-${step}.safetensors`]));
  const manifest: CheckpointManifest = {
    format: FORMAT,
    config,
    network: { name: network.name, config: network.config },
    step,
    seconds,
    machine,
    files,
  };
  for (const [part, params] of Object.entries(recordsOf(progress.learned))) {
    writeAtomically(`${folder}/${files[part]}`, encode(params, manifest, part as Part));
  }
  const json = new TextEncoder().encode(JSON.stringify(manifest, null, 2) + "\n");
  writeAtomically(`${folder}/${MANIFEST}`, json);
  const current = new Set(Object.values(files));
  for (const { name } of Deno.readDirSync(folder)) {
    const ours = /^(average|params|first|second)-\d+\.safetensors(\.tmp)?$/.test(name);
    if (ours && !current.has(name)) Deno.removeSync(`${folder}/${name}`);
  }
  return manifest;
}

/**
 * Reads `checkpoint.json`.
 *
 * @throws {Error} If there is none, or it is not one
 */
export function readManifest(folder: string): CheckpointManifest {
  let text: string;
  try {
    text = Deno.readTextFileSync(`${folder}/${MANIFEST}`);
  } catch {
    throw new Error(`Cannot find a checkpoint in ${folder}: there is no ${MANIFEST}`);
  }
  let manifest: CheckpointManifest | undefined;
  try {
    manifest = JSON.parse(text);
  } catch {
    // said below
  }
  const complete = manifest?.format === FORMAT && Number.isInteger(manifest.step) &&
    typeof manifest.files?.average === "string" && typeof manifest.network?.name === "string" &&
    typeof manifest.config?.task === "string" && typeof manifest.config.network === "string" &&
    Number.isFinite(manifest.seconds);
  if (!complete) {
    throw new SyntaxError(`Cannot read ${folder}/${MANIFEST}: it is not of format ${FORMAT}`);
  }
  return manifest!;
}

function assertNetwork(manifest: CheckpointManifest, network: EnergyNetwork, folder: string) {
  const wanted = JSON.stringify({ name: network.name, config: network.config });
  const found = JSON.stringify(manifest.network);
  if (wanted !== found) {
    throw new TypeError(`Cannot load ${folder}: it is of the network ${found}, expected ${wanted}`);
  }
}

function readPart(
  folder: string,
  manifest: CheckpointManifest,
  part: Part,
  network: EnergyNetwork,
): Record<string, Tensor> {
  const name = manifest.files[part];
  const path = `${folder}/${name}`;
  let bytes: Uint8Array;
  try {
    if (name === undefined) throw new Error("absent");
    bytes = Deno.readFileSync(path);
  } catch {
    throw new Error(
      `Cannot load ${folder}: its ${part} file is missing` +
        (part === "average" ? "" : ", so it can be used but not resumed"),
    );
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  if (metadata.part !== part || metadata.step !== String(manifest.step)) {
    throw new TypeError(
      `Cannot load ${path}: it holds ${metadata.part} of step ${metadata.step}, expected ${part} of step ${manifest.step}`,
    );
  }
  const expected = Object.entries(network.parameters);
  const extra = Object.keys(tensors).filter((n) => !(n in network.parameters));
  if (extra.length) throw new TypeError(`Cannot load ${path}: ${extra[0]} is not expected`);
  for (const [n, { shape }] of expected) {
    const found = tensors[n];
    if (!found || `${found.shape}` !== `${shape}` || !(found.values instanceof Float32Array)) {
      const what = found ? `shape [${found.shape}]` : "nothing";
      throw new TypeError(`Cannot load ${path}: ${n} has ${what}, expected shape [${shape}]`);
    }
  }
  return Object.fromEntries(
    expected.map(([n, { shape }]) => [n, tf.tensor(tensors[n]!.values, shape as number[])]),
  );
}

/**
 * Loads the averaged parameters, for solving.
 *
 * @throws {Error} If anything is missing, truncated or of another network; nothing is loaded then
 */
export function loadAverage(
  folder: string,
  network: EnergyNetwork,
): { readonly params: Params; readonly manifest: CheckpointManifest } {
  const manifest = readManifest(folder);
  assertNetwork(manifest, network, folder);
  return { params: readPart(folder, manifest, "average", network), manifest };
}

/**
 * Loads everything, for resuming.
 *
 * @throws {Error} As {@link loadAverage}, and if the optimiser's state was not shipped
 */
export function loadProgress(
  folder: string,
  network: EnergyNetwork,
): { readonly progress: Progress; readonly manifest: CheckpointManifest } {
  const manifest = readManifest(folder);
  assertNetwork(manifest, network, folder);
  const read = (part: Part) => readPart(folder, manifest, part, network);
  // Within tidy, so that nothing stays behind if a later part is refused.
  const learned = tf.tidy(() => ({
    average: read("average"),
    params: read("params"),
    moments: { first: read("first"), second: read("second") },
  } as unknown as tf.TensorContainer)) as unknown as Learned;
  return { progress: { step: manifest.step, seconds: manifest.seconds, learned }, manifest };
}
