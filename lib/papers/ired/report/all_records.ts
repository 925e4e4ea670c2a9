/** Every record of the shipped checkpoints, made anew, and whether it agrees with the one before. */
import type { ResultRecord } from "../../../records/records.ts";
import { type Coordinates, type ResultRow, standsAt } from "../../../records/rows.ts";
import { networkRows, publishedRows, trivialRows, withoutErrors } from "../evaluation/measure.ts";
import { problemsThere } from "../evaluation/problems.ts";
import { resultRecord } from "../evaluation/result_record.ts";
import { solverSettings } from "../evaluation/solver.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { PresetName } from "../method/options.ts";
import { difficulties } from "../tasks/mod.ts";

/** What one record is of. */
export interface RecordPlan {
  readonly trained: Trained;
  /** Of the sampler. */
  readonly preset: PresetName;
  /** Fixes the problems and where descent starts. */
  readonly seed: number;
  /** Most problems of each difficulty. */
  readonly problems: number;
  /** Descent steps per landscape. */
  readonly innerSteps: number;
  /** Hops, and the landscape that they go up to; none by default. */
  readonly cycles?: number;
  readonly level?: number;
  /** Called as problems are solved. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Measures a checkpoint, beside published numbers and trivial answers, on problems met once each. */
export async function measureRecord(plan: RecordPlan): Promise<ResultRecord> {
  const { trained, preset, seed, innerSteps, cycles = 0, level, onProgress } = plan;
  const { task } = trained;
  const n = Math.min(plan.problems, problemsThere(task, difficulties));
  const solving = { sampler: { innerSteps }, cycles, ...(level !== undefined && { level }) };
  const started = performance.now();
  const trivial = [], ours = [];
  for (const [d, difficulty] of difficulties.entries()) {
    trivial.push(...trivialRows(task, { difficulty, problems: n, seed }).map(withoutErrors));
    const rows = await networkRows(trained, {
      ...solving,
      difficulty,
      preset,
      seed,
      problems: n,
      batch: 128,
      onProgress: (done) => onProgress?.(d * n + done, 2 * n),
    });
    ours.push(...rows.map(withoutErrors));
  }
  return resultRecord(trained, solverSettings(task, { ...trained, ...solving, preset }), {
    kind: "evaluation",
    seed,
    n,
    seconds: (performance.now() - started) / 1000,
    rows: [...publishedRows(task), ...trivial, ...ours],
  });
}

/** A number that two records give differently. */
export interface Disagreement {
  readonly method: string;
  readonly metric: string;
  readonly at: string;
  readonly before: number;
  readonly now: number;
}

/**
 * Whether two measurements of one number differ by more than `limit` standard errors of their
 * difference.
 */
export function beyondChance(before: ResultRow, now: ResultRow, limit: number): boolean {
  const spread = Math.hypot(before.standardError ?? 0, now.standardError ?? 0);
  // Shares of 0 or 1 have no standard error of their own: their interval says how sure they are.
  const widths = [before, now].map(({ low, high, value }) =>
    low === undefined || high === undefined ? 0 : Math.max(value - low, high - value) / 1.96
  );
  return Math.abs(now.value - before.value) > limit * Math.max(spread, ...widths);
}

/** Where a number stands in its record; what a row of an old one lacks, its settings say. */
function placeOf({ at }: ResultRow, { settings }: ResultRecord): Coordinates {
  const { innerSteps } = settings.sampler as { innerSteps: number };
  // Rows from before there were hops, or steps of adaptive length, name neither.
  const { gradients: _, ...place } = at;
  return { innerSteps, cycles: 0, ...place };
}

/** Whether two places are the same, whatever the order of their coordinates. */
function areSame(a: Coordinates, b: Coordinates): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((name) => a[name] === b[name]);
}

const oursOf = ({ rows }: ResultRecord) => rows.filter(({ kind }) => kind === "ours");

/** Whether a record has a number of ours that was solved so. */
export function hasNumbersAt(record: ResultRecord, at: Coordinates): boolean {
  return oursOf(record).some((row) => standsAt({ at: placeOf(row, record) }, at));
}

/** How two records compare. */
export interface Comparison {
  /** Our numbers that both have: 0 where they are of other hops, inner steps or levels. */
  readonly compared: number;
  /** Those of them in which they differ. */
  readonly disagreements: readonly Disagreement[];
}

/**
 * Compares our numbers that two records have at the same place: a disagreement is a difference of
 * more than 2.8 standard errors of it, which chance makes in one of 200; they are of different
 * problems where their seeds differ.
 */
export function compareRecords(before: ResultRecord, now: ResultRecord): Comparison {
  const pairs = oursOf(now).flatMap((row) => {
    const place = placeOf(row, now);
    const old = oursOf(before).find((one) =>
      one.metric === row.metric && areSame(placeOf(one, before), place)
    );
    return old ? [{ old, row }] : [];
  });
  const disagreements = pairs.filter(({ old, row }) => beyondChance(old, row, 2.8)).map((
    { old, row: { method, metric, value, at } },
  ) => ({ method, metric, at: `${at.difficulty ?? ""}`, before: old.value, now: value }));
  return { compared: pairs.length, disagreements };
}
