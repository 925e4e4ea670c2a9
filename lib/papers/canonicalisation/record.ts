/** The record of the arms: written by `make_record.ts`, read by the notebook. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseJson, readIfThere, writeWhole } from "../../checks/whole_file.ts";

/** Where the record lies, from the root. */
export const RECORD = "data/results/canonicalisation.json";

/** What is learned. */
export type Task = "digits" | "clusters" | "energies" | "molecules";

/** All of them, in the order in which they are measured. */
export const TASKS: readonly Task[] = ["digits", "clusters", "energies", "molecules"];

/** The name of a sample's time. */
export const TIMED = "ms a sample";

/** One measured number. */
export interface CanonicalRow {
  readonly task: Task;
  /** An arm, or "data": fresh data in place of samples, the floor of each distance. */
  readonly arm: string;
  readonly seed: number;
  readonly metric: string;
  readonly value: number;
}

/** A run of the script, or several that nothing tells apart. */
export interface CanonicalRun {
  readonly machine: string;
  readonly commit?: string;
  /** How many rows it added, after those of the runs before. */
  readonly rows: number;
}

/** What was run, and what came out. */
export interface CanonicalRecord {
  readonly format: "canonicalisation-1";
  /** Steps of training, and samples that are compared. */
  readonly sizes: Readonly<Record<Task, { readonly steps: number; readonly samples: number }>>;
  /** Of the last run, as is the commit. */
  readonly machine: string;
  readonly commit?: string;
  /**
   * Runs in order. Those of shipped records are told by what they said when rows were committed.
   * Without them all rows are of one.
   */
  readonly runs?: readonly CanonicalRun[];
  readonly rows: readonly CanonicalRow[];
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The record as far as it was made; undefined where there is no file.
 *
 * @throws {Error} If there is one that is no record: taken for none it would be lost
 */
export function canonicalRecordSoFar(path = RECORD): CanonicalRecord | undefined {
  const text = readIfThere(resolve(ROOT, path));
  if (text === undefined) return undefined;
  const record = parseJson(text, path) as CanonicalRecord;
  if (record.format !== "canonicalisation-1" || !Array.isArray(record.rows)) {
    throw new Error(
      `Cannot read ${path}: its format must be canonicalisation-1, and is ${record.format}`,
    );
  }
  return record;
}

/**
 * Reads the record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export function readCanonicalRecord(path = RECORD): CanonicalRecord {
  const record = canonicalRecordSoFar(path);
  if (record) return record;
  const script = path === RECORD ? "make_record.ts" : "make_reruns.ts";
  throw new Error(
    `Cannot read ${path}: make it with deno run -A lib/papers/canonicalisation/${script}`,
  );
}

/** Writes the record. */
export function writeCanonicalRecord(record: CanonicalRecord, path = RECORD): void {
  writeWhole(resolve(ROOT, path), `${JSON.stringify(record, null, 1)}\n`);
}

/** Values of an arm, one a seed. */
export function valuesOf(
  { rows }: Pick<CanonicalRecord, "rows">,
  task: Task,
  arm: string,
  metric: string,
): number[] {
  return rows.filter((row) => row.task === task && row.arm === arm && row.metric === metric)
    .map(({ value }) => value);
}

/** Mean over seeds, and in brackets the least and the largest; "–" where there is none. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return "–";
  const text = (x: number) => Number(x.toPrecision(3)).toString();
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length === 1) return text(mean);
  return `${text(mean)} (${text(Math.min(...values))} – ${text(Math.max(...values))})`;
}
