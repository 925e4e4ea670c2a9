/** Sweeps as rows of result records, and back. */
import type { ResultRecord, ResultRow } from "../../../records/records.ts";
import { splitNames, type SweepRow, sweeps, type Swept } from "./sweeps.ts";

/** Rows for a record; the value swept over has its own name in them. */
export function recordedSweep(
  swept: Swept,
  metric: string,
  rows: readonly SweepRow[],
): ResultRow[] {
  return rows.map(({ steps, method, difficulty, split: _, ...row }) => ({
    method,
    kind: "ours",
    difficulty,
    metric,
    [swept]: steps,
    ...row,
  }));
}

/**
 * What a record of a sweep was swept over: the only name of {@link sweeps} that its rows have.
 *
 * @throws {TypeError} If it is not a record of one sweep
 */
export function sweptIn({ kind, rows }: Pick<ResultRecord, "kind" | "rows">): Swept {
  const names = Object.keys(sweeps) as Swept[];
  const found = names.filter((name) => rows.some((row) => row[name] !== undefined));
  const whole = found.length === 1 && rows.every((row) => row[found[0]!] !== undefined);
  if (kind === "sweep" && whole) return found[0]!;
  throw new TypeError(
    `Cannot read the record as a sweep: its kind is ${kind} and its rows have [${found}], ` +
      `expected a sweep over one of ${names.join(", ")}`,
  );
}

/**
 * The rows of a recorded sweep as charts take them.
 *
 * @param hardness What the hardness of the task is called, for sweeps over it
 */
export function sweepRowsOf(record: ResultRecord, hardness = "hardness"): SweepRow[] {
  const swept = sweptIn(record);
  return record.rows.map(({ method, difficulty, value, ...row }) => ({
    steps: row[swept]!,
    method,
    difficulty,
    split: swept === "hardness" ? hardness : splitNames[difficulty],
    value,
    low: row.low ?? value,
    high: row.high ?? value,
    standardError: row.standardError ?? 0,
    problems: row.problems ?? 0,
    seconds: row.seconds ?? 0,
  }));
}
