/** Records of parts of a sweep as one. */
import { orderedText } from "../checks/ordered_text.ts";
import { checkRecord } from "./record_check.ts";
import type { ResultRow } from "./rows.ts";
import type { ResultRecord } from "./records.ts";

/** Fields that are the same in all objects, those within them included. */
function common<T extends object>(objects: readonly T[]): Partial<T> {
  const [first, ...others] = objects as readonly Record<string, unknown>[];
  const kept = Object.entries(first!).flatMap(([name, value]): [string, unknown][] => {
    const values = others.map((one) => one[name]);
    if (values.every((one) => orderedText(one) === orderedText(value))) return [[name, value]];
    const nested = [value, ...values];
    return nested.every((one) => typeof one === "object" && one !== null && !Array.isArray(one))
      ? [[name, common(nested as object[])]]
      : [];
  });
  return Object.fromEntries(kept) as Partial<T>;
}

const all = (texts: readonly string[]) => [...new Set(texts)].join("; ");

/** How many problems each hardness has, added up; undefined where rows do not say. */
function problemsByHardness(rows: readonly ResultRow[]): number | undefined {
  const counts = new Map<number | string, number>();
  for (const { at: { hardness }, n } of rows) {
    if (hardness === undefined) continue;
    if (n === undefined) return undefined;
    counts.set(hardness, Math.max(n, counts.get(hardness) ?? 0));
  }
  return counts.size ? [...counts.values()].reduce((sum, n) => sum + n, 0) : undefined;
}

/** Of the same number, computed on another machine: float32 holds seven digits. */
const ROUNDING = 1e-6;

const isSame = (a: number, b: number) =>
  a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));

/** What sets one row apart from another. */
const placeOf = ({ method, kind, metric, at }: ResultRow) =>
  orderedText([method, kind, metric, at]);

/**
 * One record of several: their rows, the settings that they share, their seconds added up. Rows that
 * are in several of them, such as published numbers, are there once. Where problems are told apart by
 * hardness, rows of all of a part together are left out, as the parts may be of other problems, and
 * `n` counts the problems of each hardness once; it is the largest of the parts' otherwise.
 *
 * @throws {RangeError} If there are none, they are of other subjects or seeds, or give one number
 * differently, by more than its rounding
 */
export function mergeRecords(records: readonly ResultRecord[]): ResultRecord {
  const [first] = records;
  if (!first) throw new RangeError("Cannot merge records: there are none");
  for (const name of ["paper", "subject", "seed"] as const) {
    const other = records.find((one) => orderedText(one[name]) !== orderedText(first[name]));
    if (!other) continue;
    throw new RangeError(
      `Cannot merge records of several: ${name} is ${orderedText(first[name])} and ${
        orderedText(other[name])
      }, accepted is one`,
    );
  }
  const rows = new Map<string, ResultRow>();
  const found = records.flatMap((one) => one.rows);
  const byHardness = found.some(({ at }) => "hardness" in at);
  for (const row of found) {
    if (byHardness && row.kind === "ours" && !("hardness" in row.at)) continue;
    const place = placeOf(row), before = rows.get(place);
    if (before && !isSame(before.value, row.value)) {
      throw new RangeError(
        `Cannot merge records that differ: ${place} is ${before.value} and ${row.value}`,
      );
    }
    rows.set(place, before ?? row);
  }
  const commits = records.flatMap(({ commit }) => commit ?? []);
  const trainings = new Set(records.map(({ training }) => orderedText(training)));
  const { training, ...rest } = first;
  return checkRecord({
    ...rest,
    kind: "sweep",
    ...(trainings.size === 1 && training && { training }),
    settings: common(records.map(({ settings }) => settings)),
    n: problemsByHardness(found) ?? Math.max(...records.map(({ n }) => n)),
    data: all(records.map(({ data }) => data)),
    seconds: records.reduce((sum, { seconds }) => sum + seconds, 0),
    machine: all(records.map(({ machine }) => machine)),
    ...(commits.length && { commit: all(commits) }),
    rows: [...rows.values()],
  }, "the merged record");
}
