/** Result records: JSON files that say what was run, on what, and what came out. */
import type { CheckpointManifest } from "../training/checkpoint.ts";
import { writeWhole } from "../checks/whole_file.ts";
import { describeMachine } from "../training/machine.ts";
import { checkRecord } from "./record_check.ts";
import type { ResultRow } from "./rows.ts";
import { sourceCommit } from "../checks/source_commit.ts";

export { sourceCommit } from "../checks/source_commit.ts";

/** Names the layout of records. */
export const RECORD_FORMAT = "energy-results-2";

/** How the network was trained. */
export interface TrainingRecord {
  /** As in the checkpoint. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly step: number;
  readonly seconds: number;
  readonly machine: string;
}

/** A run of an evaluation or a sweep. */
export interface ResultRecord {
  readonly format: typeof RECORD_FORMAT;
  /** Folder of `lib/papers`. */
  readonly paper: string;
  readonly kind: "evaluation" | "sweep";
  /** What was measured, such as task and network. */
  readonly subject: Readonly<Record<string, string>>;
  readonly training?: TrainingRecord;
  /** How it was run: preset, constants of the sampler. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Seed of the problems and of the solver. */
  readonly seed: number;
  /** Problems, samples or runs behind each number, unless a row says otherwise. */
  readonly n: number;
  /** What the problems are, in words. */
  readonly data: string;
  /** Wall seconds. */
  readonly seconds: number;
  readonly machine: string;
  /** The commit it was run at, with "-dirty" where files differed; absent if there is no git. */
  readonly commit?: string;
  readonly rows: readonly ResultRow[];
}

/** A record and the file it is kept in. */
export interface RecordFile {
  readonly path: string;
  readonly record: ResultRecord;
}

/** What the caller of {@link makeRecord} knows. */
export type RecordParts = Omit<ResultRecord, "format" | "machine" | "commit">;

/** What a record says of a checkpoint. */
export function trainingRecord(
  { config, step, seconds, machine }: CheckpointManifest,
): TrainingRecord {
  return { config: { ...config }, step, seconds, machine };
}

/** A record of what was measured here and now. */
export function makeRecord(parts: RecordParts): ResultRecord {
  const commit = sourceCommit();
  return checkRecord({
    format: RECORD_FORMAT,
    ...parts,
    machine: describeMachine(),
    ...(commit && { commit }),
  }, "the record");
}

/** Writes a record; a reader sees the file before or the one after. Makes the folder if need be. */
export function writeRecord(path: string, record: ResultRecord): void {
  writeWhole(path, JSON.stringify(checkRecord(record, path), null, 2) + "\n");
}

/**
 * Reads a record.
 *
 * @throws {Error} If there is no such file
 * @throws {SyntaxError} If it is not a complete record
 */
export function readRecord(path: string): ResultRecord {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch {
    throw new Error(`Cannot read the record ${path}: there is no such file`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read the record ${path}: ${(error as Error).message}`);
  }
  return checkRecord(value, path);
}
