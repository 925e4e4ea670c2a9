/** The record of the arms: written by `make_record.ts`, read by the notebook. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the record lies, from the root. */
export const RECORD = "data/results/canonicalisation.json";

/** What is learned. */
export type Task = "digits" | "clusters" | "energies" | "molecules";

/** One measured number. */
export interface CanonicalRow {
  readonly task: Task;
  /** An arm, or "data": fresh data in place of samples, the floor of each distance. */
  readonly arm: string;
  readonly seed: number;
  readonly metric: string;
  readonly value: number;
}

/** What was run, and what came out. */
export interface CanonicalRecord {
  readonly format: "canonicalisation-1";
  /** Steps of training, and samples that are compared. */
  readonly sizes: Readonly<Record<Task, { readonly steps: number; readonly samples: number }>>;
  readonly machine: string;
  readonly commit?: string;
  readonly rows: readonly CanonicalRow[];
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Reads the record.
 *
 * @throws {Error} If there is none, or it is not one
 */
export function readCanonicalRecord(path = RECORD): CanonicalRecord {
  let text: string;
  try {
    text = Deno.readTextFileSync(`${ROOT}${path}`);
  } catch {
    const script = path === RECORD ? "make_record.ts" : "make_reruns.ts";
    throw new Error(
      `Cannot read ${path}: make it with deno run -A lib/papers/canonicalisation/${script}`,
    );
  }
  const record = JSON.parse(text) as CanonicalRecord;
  if (record.format !== "canonicalisation-1" || !Array.isArray(record.rows)) {
    throw new Error(
      `Cannot read ${path}: its format must be canonicalisation-1, and is ${record.format}`,
    );
  }
  return record;
}

/** Writes the record. */
export function writeCanonicalRecord(record: CanonicalRecord, path = RECORD): void {
  Deno.mkdirSync(dirname(`${ROOT}${path}`), { recursive: true });
  Deno.writeTextFileSync(`${ROOT}${path}`, `${JSON.stringify(record, null, 1)}\n`);
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
