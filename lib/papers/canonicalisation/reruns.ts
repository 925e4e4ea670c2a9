/**
 * What training again moves: one arm and seed of the record, trained a few times from starts that differ by
 * millionths. Written by `make_reruns.ts`.
 */
import { meanOf } from "../../records/statistics.ts";
import type { Agreement } from "../../plots/verdicts.ts";
import {
  type CanonicalRecord,
  readCanonicalRecord,
  spread,
  type Task,
  valuesOf,
} from "./record.ts";

/** Where they lie, from the root. */
export const RERUNS_PATH = "data/papers/canonicalisation/reruns.json";

/** The seed of the record that was trained again, and how often. */
export const RERUN_SEED = 4071, RERUNS = 5;

/** The arm that was trained again. */
export const rerunArm = (task: Task): string => task === "energies" ? "slice" : "learned";

/** The reruns: rows of the same arm, seed and metric are of one run after the other. */
export const readReruns = (path = RERUNS_PATH): CanonicalRecord => readCanonicalRecord(path);

/** The largest less the least of the reruns; 0 for what was not run again. */
export function rerunMoves(reruns: CanonicalRecord, task: Task, metric: string): number {
  const values = valuesOf(reruns, task, rerunArm(task), metric);
  return values.length > 0 ? Math.max(...values) - Math.min(...values) : 0;
}

/** Student's quantile of a two-sided 99 % interval with one degree of freedom less than there are reruns. */
const T99 = 4.604;

/**
 * How far a run may lie from the record's of the same seed: of two such runs the difference has √2 times
 * the reruns' standard deviation, and is within this in 99 of 100 cases.
 *
 * @throws {RangeError} If there are not as many reruns as the quantile is of
 */
export function rerunTolerance(reruns: CanonicalRecord, task: Task, metric: string): number {
  const values = valuesOf(reruns, task, rerunArm(task), metric);
  if (values.length !== RERUNS) {
    throw new RangeError(
      `Cannot tell what training again moves: ${values.length} of ${RERUNS} runs`,
    );
  }
  return T99 * Math.SQRT2 * meanOf(values).standardError * Math.sqrt(RERUNS);
}

/** What the record has of an arm: of this seed, or of all where it has not this one. */
function recordOf(record: CanonicalRecord, task: Task, arm: string, metric: string, seed: number) {
  const own = record.rows.filter((row) => row.seed === seed);
  const values = valuesOf({ rows: own }, task, arm, metric);
  return values.length > 0 ? values : valuesOf(record, task, arm, metric);
}

/** Which arm was trained again, on what, with which seed. */
export interface Rerun {
  readonly task: Task;
  readonly arm: string;
  readonly seed: number;
}

/** The record, and one of its seeds trained again. */
export interface Runs {
  readonly record: CanonicalRecord;
  readonly reruns: CanonicalRecord;
}

/**
 * What a notebook measured itself beside the record's same seed, how far it may lie from that (see
 * {@link rerunTolerance}), the reruns, and the same seed without a slice.
 */
export function liveRows(
  { record, reruns }: Runs,
  { task, arm, seed }: Rerun,
  here: Readonly<Record<string, number>>,
): Record<string, string | number>[] {
  return Object.entries(here).map(([metric, value]) => {
    const again = valuesOf(reruns, task, rerunArm(task), metric);
    const room = again.length > 0 ? rerunTolerance(reruns, task, metric).toPrecision(2) : "–";
    return {
      metric,
      here: Number(value.toPrecision(3)),
      [`record, seed ${seed}`]: spread(recordOf(record, task, arm, metric, seed)),
      "may differ by": room,
      [`trained again, ${RERUNS} times`]: spread(again),
      "none, same seed": spread(recordOf(record, task, "none", metric, seed)),
    };
  });
}

/**
 * The same for programs, without times, which are the machine's: a number agrees if it is no farther from
 * the record's of the same seed than {@link rerunTolerance} of the learned canonicaliser allows.
 */
export function agreements(
  { record, reruns }: Runs,
  { task, arm, seed }: Rerun,
  here: Readonly<Record<string, number>>,
): Agreement[] {
  return Object.entries(here).filter(([metric]) => !/^(ms|seconds) /.test(metric))
    .map(([metric, value]) => {
      const known = recordOf(record, task, arm, metric, seed);
      const room = rerunTolerance(reruns, task, metric);
      return {
        number: `${arm}, ${task}: ${metric}`,
        here: Number(value.toPrecision(3)),
        record: Number(meanOf(known).mean.toPrecision(3)),
        agrees: value >= Math.min(...known) - room && value <= Math.max(...known) + room,
      };
    });
}
