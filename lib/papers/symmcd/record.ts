/** The record: scores of many samples, made once. */
import { parseJson, readIfThere } from "../../checks/whole_file.ts";
import { fromRoot } from "./checkpoint.ts";
import type { CrystalScores } from "./metrics.ts";

/** Scores of one method with one sampling seed. */
export interface RecordRow extends CrystalScores {
  readonly method: string;
  readonly seed: number;
  /** Seconds per crystal, where a network made it. */
  readonly seconds?: number;
}

/** How a compared network was trained. */
export interface RecordNetwork {
  readonly nodes: string;
  readonly parameters: number;
  readonly steps: number;
  readonly batch: number;
  /** Seconds of training by the clock, on a machine that others used, too. */
  readonly seconds: number;
  /** Milliseconds of processor time that a step of training takes per crystal of its batch. */
  readonly coreMs: number;
}

/** What `record.json` says. */
export interface CrystalRecord {
  readonly format: "symmcd-record-1";
  /** Templates of all training crystals, as moyo sees them. */
  readonly templates: readonly string[];
  readonly networks: readonly RecordNetwork[];
  readonly rows: readonly RecordRow[];
  readonly machine: string;
  readonly commit: string;
}

/**
 * Reads a file of a format of this folder's.
 *
 * @param path From the root
 * @throws {Error} If there is none
 * @throws {SyntaxError} If it is of another format
 */
export function readFormat<Kept extends { readonly format: string }>(
  path: string,
  format: Kept["format"],
): Kept {
  const text = readIfThere(fromRoot(path));
  if (text === undefined) {
    throw new Error(`Cannot find the record ${path}: git checkout brings it back`);
  }
  const record = parseJson(text, path) as Kept;
  if (record?.format !== format) {
    throw new SyntaxError(`Cannot read ${path}: it is not of format ${format}`);
  }
  return record;
}

/**
 * Reads a record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export const readRecord = (path: string): CrystalRecord =>
  readFormat<CrystalRecord>(path, "symmcd-record-1");
