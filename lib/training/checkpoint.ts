/**
 * Checkpoints: a folder with safetensors and `checkpoint.json`, which names them.
 *
 * Each part of a learner has a file of its own. The first part, such as `average` (what answers are
 * computed with), stands alone, so that it can be shipped without the rest, which resuming needs.
 * Files carry the step in their names, and `checkpoint.json` is renamed into place last: whenever a
 * run is killed, it names a complete set.
 */
import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { orderedText } from "../checks/ordered_text.ts";
import { suggestion } from "../checks/spelling.ts";
import { type Key, random, type Tensor, type TensorTree, tf, tidy } from "../tensor/mod.ts";
import type { Network } from "../nn/network.ts";
import type { Params } from "../nn/parameters.ts";
import type { RunConfig } from "./config.ts";
import type { Learner } from "./learner.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "./safetensors.ts";
import type { Progress } from "./trainer.ts";
import { writeAtomically } from "./write_atomically.ts";

const FORMAT = "energy-checkpoint-1";
const MANIFEST = "checkpoint.json";

/** What `checkpoint.json` says. */
export interface CheckpointManifest<Config extends RunConfig = RunConfig> {
  readonly format: typeof FORMAT;
  readonly config: Config;
  /** The network of the part that stands alone. */
  readonly network: { readonly name: string; readonly config: Network["config"] };
  /** Optimiser steps done. */
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** Where it was trained: processor, threads, backend. */
  readonly machine: string;
  /** Names of the files, by part. */
  readonly files: Readonly<Record<string, string>>;
}

const identity = ({ name, config }: Network) => ({ name, config });

function encode(params: Params, manifest: CheckpointManifest, part: string, network: Network) {
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
    network: JSON.stringify(identity(network)),
    config: JSON.stringify(manifest.config),
  };
  return encodeSafetensors({ tensors, metadata });
}

/** Where and how a run is kept. */
export interface SaveOptions<State extends TensorTree, Config extends RunConfig> {
  readonly folder: string;
  readonly config: Config;
  readonly learner: Pick<Learner<State, TensorTree>, "parts" | "save">;
  readonly machine: string;
}

/** The part that stands alone, and its network. */
function standalone({ parts }: Pick<Learner<TensorTree, TensorTree>, "parts">): [string, Network] {
  return Object.entries(parts)[0]!;
}

/** Saves a run; a reader sees the checkpoint before or the one after, never a mixture. */
export function saveCheckpoint<State extends TensorTree, Config extends RunConfig>(
  { step, seconds, learned }: Progress<State>,
  { folder, config, learner, machine }: SaveOptions<State, Config>,
): CheckpointManifest<Config> {
  Deno.mkdirSync(folder, { recursive: true });
  const names = Object.keys(learner.parts);
  const files = Object.fromEntries(names.map((part) => [part, `${part}-${step}.safetensors`]));
  const [, network] = standalone(learner);
  const manifest: CheckpointManifest<Config> = {
    format: FORMAT,
    config,
    network: identity(network),
    step,
    seconds,
    machine,
    files,
  };
  for (const [part, params] of Object.entries(learner.save(learned))) {
    const bytes = encode(params, manifest, part, learner.parts[part]!);
    writeAtomically(`${folder}/${files[part]}`, bytes);
  }
  const json = new TextEncoder().encode(JSON.stringify(manifest, null, 2) + "\n");
  writeAtomically(`${folder}/${MANIFEST}`, json);
  const current = new Set(Object.values(files));
  const ours = new RegExp(`^(${names.join("|")})-\\d+\\.safetensors(\\.tmp)?$`);
  for (const { name } of Deno.readDirSync(folder)) {
    if (ours.test(name) && !current.has(name)) Deno.removeSync(`${folder}/${name}`);
  }
  return manifest;
}

/** The names of checkpoints in the same folder, of which one may have been meant. */
function checkpointsBeside(folder: string): string[] {
  try {
    return [...Deno.readDirSync(dirname(folder))].map(({ name }) => name).filter((name) =>
      [...Deno.readDirSync(`${dirname(folder)}/${name}`)].some((file) => file.name === MANIFEST)
    );
  } catch {
    return [];
  }
}

/**
 * Reads `checkpoint.json`. What its config means is for the one who wrote it to check.
 *
 * @throws {Error} If there is none
 * @throws {SyntaxError} If it is not one
 */
export function readManifest<Config extends RunConfig = RunConfig>(
  folder: string,
): CheckpointManifest<Config> {
  let text: string;
  try {
    text = Deno.readTextFileSync(`${folder}/${MANIFEST}`);
  } catch {
    const hint = suggestion(basename(folder), checkpointsBeside(folder), `${dirname(folder)}/`);
    throw new Error(`Cannot find a checkpoint in ${folder}: there is no ${MANIFEST}${hint}`);
  }
  let manifest: CheckpointManifest<Config> | undefined;
  try {
    manifest = JSON.parse(text);
  } catch {
    // said below
  }
  const complete = manifest?.format === FORMAT && Number.isInteger(manifest.step) &&
    typeof manifest.files === "object" && manifest.files !== null &&
    Object.values(manifest.files).some((file) => typeof file === "string") &&
    typeof manifest.network?.name === "string" &&
    typeof manifest.config === "object" && manifest.config !== null &&
    Number.isFinite(manifest.seconds);
  if (!complete) {
    throw new SyntaxError(`Cannot read ${folder}/${MANIFEST}: it is not of format ${FORMAT}`);
  }
  return manifest!;
}

function assertNetwork(manifest: CheckpointManifest, network: Network, folder: string) {
  const [wanted, found] = [identity(network), manifest.network];
  if (orderedText(wanted) === orderedText(found)) return;
  throw new TypeError(
    `Cannot load ${folder}: it is of the network ${JSON.stringify(found)}, expected ${
      JSON.stringify(wanted)
    }`,
  );
}

function readPart(
  folder: string,
  manifest: CheckpointManifest,
  part: string,
  network: Network,
  alone: boolean,
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
        (alone ? "" : ", so it can be used but not resumed"),
    );
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  if (metadata.part !== part || metadata.step !== String(manifest.step)) {
    throw new TypeError(
      `Cannot load ${path}: it holds ${metadata.part} of step ${metadata.step}, expected ${part} of step ${manifest.step}`,
    );
  }
  // A saving that was cut off over a checkpoint of the same step leaves parts of two trainings.
  const trained: unknown = metadata.config && JSON.parse(metadata.config);
  if (trained && orderedText(trained) !== orderedText(manifest.config)) {
    throw new TypeError(
      `Cannot load ${path}: it was trained with other options than ${folder}/${MANIFEST} says`,
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
 * The first twelve digits of the SHA-256 of the file of a part: which parameters these are.
 *
 * @param part "average" by default
 * @throws {Error} If there is no checkpoint, or not that part of it
 */
export function checkpointDigest(folder: string, part = "average"): string {
  const { files } = readManifest(folder);
  const path = `${folder}/${files[part]}`;
  try {
    return createHash("sha256").update(Deno.readFileSync(path)).digest("hex").slice(0, 12);
  } catch {
    throw new Error(`Cannot read the ${part} file of ${folder}: there is no ${files[part]}`);
  }
}

/**
 * Loads the part that stands alone, for use.
 *
 * @param part Its name, "average" by default
 * @throws {Error} If anything is missing, truncated or of another network; nothing is loaded then
 */
export function loadAverage<Config extends RunConfig = RunConfig>(
  folder: string,
  network: Network,
  part = "average",
): { readonly params: Params; readonly manifest: CheckpointManifest<Config> } {
  const manifest = readManifest<Config>(folder);
  assertNetwork(manifest, network, folder);
  return { params: readPart(folder, manifest, part, network, true), manifest };
}

/**
 * Loads the part that stands alone for a network that has its parameters among its own, by name,
 * such as one with a reader before it.
 *
 * @returns Those parameters, which belong to the caller
 * @throws {Error} If anything is missing or truncated
 * @throws {TypeError} If the network lacks one of them
 */
export function loadAsPart(folder: string, network: Network): Params {
  const manifest = readManifest(folder);
  const path = `${folder}/${manifest.files.average}`;
  const { tensors } = decodeSafetensors(readFile(folder, path), path);
  for (const [name, { shape }] of Object.entries(tensors)) {
    const wanted = network.parameters[name];
    if (!wanted || `${wanted.shape}` !== `${shape}`) {
      throw new TypeError(
        `Cannot start ${network.name} from ${folder}, of the network ${manifest.network.name}: ` +
          (wanted ? `${name} has shape [${shape}], not [${wanted.shape}]` : `it has no ${name}`),
      );
    }
  }
  return Object.fromEntries(
    Object.entries(tensors).map((
      [name, { values, shape }],
    ) => [name, tf.tensor(values, [...shape])]),
  );
}

function readFile(folder: string, path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch {
    throw new Error(`Cannot load ${folder}: its average file is missing`);
  }
}

/**
 * Loads everything, for resuming.
 *
 * @param key For what is not kept, which is drawn otherwise at each step that a run is resumed from
 * @throws {Error} As {@link loadAverage}, and if the other parts were not shipped
 */
export function loadProgress<State extends TensorTree, Config extends RunConfig = RunConfig>(
  folder: string,
  learner: Pick<Learner<State, TensorTree>, "parts" | "load">,
  key: Key,
): { readonly progress: Progress<State>; readonly manifest: CheckpointManifest<Config> } {
  const manifest = readManifest<Config>(folder);
  const [alone, network] = standalone(learner);
  assertNetwork(manifest, network, folder);
  // Within tidy, so that nothing stays behind if a later part is refused.
  const learned = tidy(() => {
    const parts = Object.entries(learner.parts).map(([part, ofPart]) =>
      [part, readPart(folder, manifest, part, ofPart, part === alone)] as const
    );
    return learner.load(Object.fromEntries(parts), random.fold(key, manifest.step));
  });
  return { progress: { step: manifest.step, seconds: manifest.seconds, learned }, manifest };
}
