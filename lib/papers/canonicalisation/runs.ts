/** Which rows of a record are of one run of its script: seeds were added on other days and by other commits. */
import type { CanonicalRecord, CanonicalRow, CanonicalRun } from "./record.ts";

type Kept = Pick<CanonicalRecord, "machine" | "commit" | "runs" | "rows">;

/** The runs behind a record; one, where it does not tell them apart. */
export function runsOf({ runs, machine, commit, rows }: Kept): readonly CanonicalRun[] {
  return runs ??
    (rows.length > 0 ? [{ machine, ...(commit && { commit }), rows: rows.length }] : []);
}

/** A record with further rows, measured here: of the last run, if it was of the same machine and commit. */
export function withRows<Record extends Kept>(
  before: Record,
  rows: readonly CanonicalRow[],
  { machine, commit }: Omit<CanonicalRun, "rows">,
): Record {
  const known = runsOf(before), last = known.at(-1);
  const same = last?.machine === machine && last.commit === commit;
  const own = { machine, ...(commit && { commit }) };
  const runs = same
    ? [...known.slice(0, -1), { ...last, rows: last.rows + rows.length }]
    : [...known, { ...own, rows: rows.length }];
  const { commit: _, ...rest } = before;
  return { ...rest, ...own, runs, rows: [...before.rows, ...rows] } as unknown as Record;
}

/** The rows of a record by the machine that they were measured on. */
export function rowsByMachine(record: Kept): ReadonlyMap<string, readonly CanonicalRow[]> {
  const by = new Map<string, CanonicalRow[]>();
  let from = 0;
  for (const { machine, rows } of runsOf(record)) {
    const own = record.rows.slice(from, from += rows);
    by.set(machine, [...by.get(machine) ?? [], ...own]);
  }
  return by;
}
