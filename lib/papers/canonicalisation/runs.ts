/** Which rows of a record are of one run of its script: seeds were added on other days and by other commits. */
import {
  type CanonicalRecord,
  type CanonicalRow,
  type CanonicalRun,
  type Task,
  valuesOf,
} from "./record.ts";

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

const SECONDS = "seconds of training";

/**
 * Seconds of a task's trainings, of those seeds that were trained on one machine: a mean over machines would tell
 * of none. The one with most of them, the later of as many.
 */
export function trainingSeconds(record: Kept, task: Task) {
  const all = (rows: readonly CanonicalRow[]) =>
    rows.filter((row) => row.task === task && row.metric === SECONDS);
  const groups = [...rowsByMachine(record).values()].map(all);
  const rows = groups.reduce((a, b) => b.length >= a.length ? b : a, []);
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const whole = rows.length === all(record.rows).length;
  return {
    /** What they are called: with their seeds, where others were trained elsewhere. */
    label: whole ? SECONDS : `${SECONDS}, seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`,
    of: (arm: string): number[] => valuesOf({ rows }, task, arm, SECONDS),
  };
}
