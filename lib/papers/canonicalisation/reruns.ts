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

/** The record, and one of its seeds trained again. */
export interface Runs {
  readonly record: CanonicalRecord;
  readonly reruns: CanonicalRecord;
}

/** All runs of one arm and seed: the record's own and the reruns; none where nothing was run again. */
export function sameSeed({ record, reruns }: Runs, task: Task, metric: string): number[] {
  const again = valuesOf(reruns, task, rerunArm(task), metric);
  return again.length > 0
    ? [...ofSeed(record, task, rerunArm(task), metric, RERUN_SEED), ...again]
    : [];
}

/** What the record has of an arm and one seed. */
const ofSeed = (record: CanonicalRecord, task: Task, arm: string, metric: string, seed: number) =>
  valuesOf({ rows: record.rows.filter((row) => row.seed === seed) }, task, arm, metric);

/** How far training one seed again moves a number: the largest less the least of its runs; 0 for none. */
export function rerunMoves(runs: Runs, task: Task, metric: string): number {
  const values = sameSeed(runs, task, metric);
  return values.length > 0 ? Math.max(...values) - Math.min(...values) : 0;
}

/** Student's quantile of a two-sided 99 % interval, of six runs. */
const T99 = 4.032;

/** Which arm was trained, on what, with which seed. */
export interface Trained {
  readonly task: Task;
  readonly arm: string;
  readonly seed: number;
}

/**
 * Where a further run of an arm and seed lies in 99 of 100 cases: the prediction interval about the mean of
 * its known runs, with the standard deviation of the six of {@link sameSeed}. About all seeds of the record
 * where it has not this one.
 *
 * @throws {RangeError} If there are not as many runs as the quantile is of
 */
export function expected(
  runs: Runs,
  { task, arm, seed }: Trained,
  metric: string,
): { readonly mean: number; readonly low: number; readonly high: number } {
  const six = sameSeed(runs, task, metric);
  if (six.length !== RERUNS + 1) {
    throw new RangeError(
      `Cannot tell what training again moves: ${six.length} of ${RERUNS + 1} runs of ${metric}`,
    );
  }
  const own = seed === RERUN_SEED && arm === rerunArm(task)
    ? six
    : ofSeed(runs.record, task, arm, metric, seed);
  const about = own.length > 0 ? [meanOf(own).mean] : valuesOf(runs.record, task, arm, metric);
  const deviation = meanOf(six).standardError * Math.sqrt(six.length);
  const room = T99 * deviation * Math.sqrt(1 + 1 / Math.max(1, own.length));
  return {
    mean: meanOf(about).mean,
    low: Math.min(...about) - room,
    high: Math.max(...about) + room,
  };
}

const isTime = (metric: string) => /^(ms|seconds) /.test(metric);

/**
 * What a notebook measured itself beside the record's same seed, its reruns, what is {@link expected}, and
 * the same seed without a slice.
 */
export function liveRows(
  runs: Runs,
  trained: Trained,
  here: Readonly<Record<string, number>>,
): Record<string, string | number>[] {
  const { record, reruns } = runs, { task, arm, seed } = trained;
  return Object.entries(here).map(([metric, value]) => {
    const { low, high } = isTime(metric)
      ? { low: NaN, high: NaN }
      : expected(runs, trained, metric);
    const own = ofSeed(record, task, arm, metric, seed);
    return {
      metric,
      here: Number(value.toPrecision(3)),
      [`record, seed ${seed}`]: spread(own.length > 0 ? own : valuesOf(record, task, arm, metric)),
      [`trained again, ${RERUNS} times`]: spread(valuesOf(reruns, task, rerunArm(task), metric)),
      // All that is measured is a share, a distance or a mean square.
      "expected": isTime(metric)
        ? "–"
        : `${low > 0 ? low.toPrecision(3) : 0} to ${high.toPrecision(3)}`,
      "none, same seed": spread(ofSeed(record, task, "none", metric, seed)),
    };
  });
}

/** The same for programs, without times, which are the machine's: `record` is the mean of known runs. */
export function agreements(
  runs: Runs,
  trained: Trained,
  here: Readonly<Record<string, number>>,
): Agreement[] {
  return Object.entries(here).filter(([metric]) => !isTime(metric)).map(([metric, value]) => {
    const { mean, low, high } = expected(runs, trained, metric);
    return {
      number: `${trained.arm}, ${trained.task}: ${metric}`,
      here: Number(value.toPrecision(3)),
      record: Number(mean.toPrecision(3)),
      agrees: value >= low && value <= high,
    };
  });
}
