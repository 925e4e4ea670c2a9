/** The record of the experiments: written by `make_record.ts`, read by the notebook. */
import type { MeshRow } from "./experiments.ts";

/** Where the record lies, from the root. */
export const RECORD = "data/meshes/record.json";

/** What was run, on what, and what came out. */
export interface MeshRecord {
  readonly format: "mesh-results-1";
  readonly steps: Readonly<Record<string, number>>;
  readonly seeds: readonly number[];
  /** Shapes of each kind: to train on, in training from few examples, and in the test. */
  readonly each: { readonly train: number; readonly few: number; readonly test: number };
  readonly data: string;
  readonly seconds: number;
  readonly machine: string;
  readonly commit?: string;
  readonly rows: readonly MeshRow[];
}

/**
 * Reads the record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export function readMeshRecord(path = RECORD): MeshRecord {
  const root = new URL("../../../", import.meta.url);
  let text: string;
  try {
    text = Deno.readTextFileSync(new URL(path, root));
  } catch {
    throw new Error(`Cannot read ${path}: make it with deno run -A lib/papers/emnn/make_record.ts`);
  }
  const record = JSON.parse(text) as MeshRecord;
  if (record.format !== "mesh-results-1" || !Array.isArray(record.rows)) {
    throw new Error(
      `Cannot read ${path}: its format must be mesh-results-1, and is ${record.format}`,
    );
  }
  return record;
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
