/** The record of the experiments: written by `make_record.ts`, read by the notebook. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseJson, readIfThere, writeWhole } from "../../checks/whole_file.ts";
import type { MeshRow } from "./experiments.ts";

/** Where the record lies, from the root. */
export const RECORD = "data/meshes/record.json";

/** What was run, on what, and what came out. */
export interface MeshRecord {
  readonly format: "mesh-results-1";
  readonly steps: Readonly<Record<string, number>>;
  readonly seeds: readonly number[];
  /** Shapes of each kind: to train on, in training from few examples, in the test, and denoised. */
  readonly each: {
    readonly train: number;
    readonly few: number;
    readonly test: number;
    readonly denoised: number;
  };
  readonly data: string;
  readonly seconds: number;
  readonly machine: string;
  readonly commit?: string;
  readonly rows: readonly MeshRow[];
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The record as far as it was made; undefined where there is no file.
 *
 * @throws {Error} If there is one that is no record: taken for none it would be lost
 */
export function meshRecordSoFar(path = RECORD): MeshRecord | undefined {
  const text = readIfThere(resolve(ROOT, path));
  if (text === undefined) return undefined;
  const record = parseJson(text, path) as MeshRecord;
  if (record.format !== "mesh-results-1" || !Array.isArray(record.rows)) {
    throw new Error(
      `Cannot read ${path}: its format must be mesh-results-1, and is ${record.format}`,
    );
  }
  return record;
}

/**
 * Reads the record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export function readMeshRecord(path = RECORD): MeshRecord {
  const record = meshRecordSoFar(path);
  if (record) return record;
  throw new Error(`Cannot read ${path}: make it with deno run -A lib/papers/emnn/make_record.ts`);
}

/** Writes the record. */
export function writeMeshRecord(record: MeshRecord, path = RECORD): void {
  writeWhole(resolve(ROOT, path), JSON.stringify(record, null, 1) + "\n");
}

/** Values of a method by seed. */
export function valuesOf(
  rows: readonly MeshRow[],
  task: MeshRow["task"],
  method: string,
  metric: string,
): number[] {
  return rows.filter((row) => row.task === task && row.method === method && row.metric === metric)
    .map(({ value }) => value);
}
