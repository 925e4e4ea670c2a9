/** What takes the place of a record, or a checkpoint, that is there: only what says as much as it. */
import { orderedText } from "../checks/ordered_text.ts";
import { exists, isFile } from "../checks/paths.ts";
import { usageError } from "../checks/usage.ts";
import { readManifest } from "../training/checkpoint.ts";
import { readRecord, type ResultRecord } from "./records.ts";
import type { Coordinates } from "./rows.ts";

/** What is known, before the work, of the record that is to be made. */
export interface Replacement {
  readonly path: string;
  readonly seed: number;
  readonly n: number;
  /** Those of its settings that flags may change. */
  readonly settings?: ResultRecord["settings"];
  /** Of the training of its network. */
  readonly config?: object;
  /** What our rows will be called. */
  readonly methods?: readonly string[];
  /** At which values of a coordinate they will stand. */
  readonly at?: Readonly<Record<string, readonly Coordinates[string][]>>;
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first value of `now` that `before` has otherwise, in words. */
function otherIn(what: string, before: object, now: object): string | undefined {
  const old = before as Record<string, unknown>;
  const other = Object.entries(now).find(([name, value]) =>
    orderedText(old[name]) !== orderedText(value)
  );
  if (other === undefined) return undefined;
  const [name, own] = other, was = old[name];
  if (isPlain(was) && isPlain(own)) {
    const within = otherIn(`${what}${name}.`, was, own);
    if (within !== undefined) return within;
  }
  return `has ${what}${name} ${orderedText(was)}, and ${orderedText(own)} now`;
}

/** What of `before` would be lost, in words. */
function lost(before: ResultRecord, now: Replacement): string | undefined {
  const { seed, n, settings = {}, config, methods, at = {} } = now;
  if (n < before.n) return `is of ${before.n} problems, and would be of ${n}`;
  if (seed !== before.seed) return `has seed ${before.seed}, and ${seed} now`;
  const ours = before.rows.filter(({ kind }) => kind === "ours");
  const method = methods && ours.find(({ method }) => !methods.includes(method))?.method;
  const places = Object.entries(at).flatMap(([name, values]) =>
    ours.map((row) => row.at[name]).filter((one) => one !== undefined && !values.includes(one))
      .map((one) => `has numbers at ${name} ${one}, which would be gone`)
  );
  return otherIn("", before.settings, settings) ??
    (config && otherIn("a network trained with ", before.training?.config ?? {}, config)) ??
    (method === undefined ? undefined : `has numbers of ${method}, which would be gone`) ??
    places[0];
}

/**
 * Refuses, before the work, to put a record in the place of one of more problems, another seed or other
 * settings, or of one that has numbers that it will not have: tables and notebooks tell of what is there.
 *
 * @param force Whether it may be replaced all the same
 * @throws {SyntaxError} With cause "usage", saying what would be lost
 */
export function assertReplaces(now: Replacement, force = false): void {
  if (force || !isFile(now.path)) return;
  const found = lost(readRecord(now.path), now);
  if (found === undefined) return;
  throw usageError(`${now.path} is kept, as it ${found}: --force replaces it`);
}

/**
 * The same of a checkpoint: it is replaced by one of the same configuration.
 *
 * @param config Of the training that takes its place
 * @throws {SyntaxError} With cause "usage", saying what differs
 */
export function assertReplacesCheckpoint(folder: string, config: object, force = false): void {
  if (force || !exists(`${folder}/checkpoint.json`)) return;
  const before = readManifest(folder).config;
  const found = otherIn("", before, { ...gone(before, config), ...config });
  if (found === undefined) return;
  throw usageError(`${folder} is kept, as it ${found}: --force replaces it`);
}

/** Names that only `before` has, as undefined. */
const gone = (before: object, now: object) =>
  Object.fromEntries(
    Object.keys(before).filter((name) => !(name in now)).map((name) => [
      name,
      undefined,
    ]),
  );
