/** What results say, computed from them: so that no text can contradict a table. */
import { difficulties, type Difficulty } from "../tasks/mod.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { pairedRatio } from "../../../records/statistics.ts";
import type { MeasuredRow } from "../evaluation/measure.ts";
import type { SweepRow } from "../evaluation/sweeps.ts";
import { inTimes } from "./times.ts";

/** A question, and its answer at both difficulties. */
export interface Finding {
  readonly "error of": string;
  readonly "divided by that of": string;
  readonly "same difficulty": string;
  readonly harder: string;
}

/** A number that is compared, and its errors problem by problem, where they are known. */
type Compared =
  & Pick<ResultRow, "value" | "standardError" | "low" | "high">
  & Partial<Pick<MeasuredRow, "errors">>;

/** How far off a published number may be: half a unit of its fourth digit after the point. */
const ROUNDING = 0.00005 / 1.96;

/**
 * How far a number may be off on the side of another: to the end of its interval of 95 %, where it has one, as
 * shares of 0 and 1 have no standard error.
 */
function reach({ value, standardError = ROUNDING, low, high }: Compared, other: number): number {
  if (low === undefined || high === undefined) return 1.96 * standardError;
  return other < value ? value - low : high - value;
}

/**
 * The ratio of two errors, and whether it is sure. Errors of the same problems are paired, and a difference below
 * 1.96 standard errors counts as none; of others, one within both reaches, squared and added
 * (Newcombe 1998, Statistics in Medicine 17:873, method 10, of shares).
 */
export function verdict(a: Compared, b: Compared): string {
  if (a.errors && b.errors) {
    const { mean, standardError } = pairedRatio(a.errors, b.errors);
    return inWords(mean, Math.abs(mean - 1) > 1.96 * standardError);
  }
  const apart = Math.abs(a.value - b.value);
  return inWords(a.value / b.value, apart > Math.hypot(reach(a, b.value), reach(b, a.value)));
}

/**
 * The row of a method at a difficulty.
 *
 * @throws {RangeError} If there is none
 */
export function rowOf(
  rows: readonly MeasuredRow[],
  method: string,
  difficulty: Difficulty,
): MeasuredRow {
  const found = rows.find((row) => row.method === method && row.at.difficulty === difficulty);
  if (found) return found;
  throw new RangeError(`${method} was not measured at the difficulty ${difficulty}`);
}

function inWords(ratio: number, sure: boolean): string {
  const word = !sure ? "no sure difference" : ratio < 1 ? "lower" : "higher";
  return `${inTimes(ratio)} (${word})`;
}

type Choice = (difficulty: Difficulty) => Compared | undefined;

function finding(name: string, other: string, a: Choice, b: Choice): Finding {
  const [same, harder] = difficulties.map((difficulty) => {
    const [one, two] = [a(difficulty), b(difficulty)];
    return one && two ? verdict(one, two) : "–";
  });
  return {
    "error of": name,
    "divided by that of": other,
    "same difficulty": same!,
    harder: harder!,
  };
}

/**
 * Ratios of errors: published IRED and all of ours against the best trivial baseline, ours against
 * published IRED, and, within a sweep, the most steps against the fewest.
 */
export function findings(rows: readonly ResultRow[], sweep: readonly SweepRow[] = []): Finding[] {
  const of = (kind: ResultRow["kind"], method?: string): Choice => (difficulty) =>
    rows.filter((row) =>
      row.kind === kind && row.at.difficulty === difficulty &&
      (method === undefined || row.method === method)
    ).sort((a, b) => a.value - b.value)[0];
  const methods = [...new Set(rows.filter((r) => r.kind === "ours").map((r) => r.method))];
  const [trivial, ired] = [of("trivial"), of("published", "IRED")];
  const TRIVIAL = "the best trivial answer", IRED = "IRED, published";
  return [
    finding(IRED, TRIVIAL, ired, trivial),
    ...methods.map((method) => finding(method, TRIVIAL, of("ours", method), trivial)),
    ...methods.map((method) => finding(method, IRED, of("ours", method), ired)),
    ...sweepFindings(sweep),
  ];
}

/** The most steps against the fewest, problem by problem. */
function sweepFindings(sweep: readonly SweepRow[]): Finding[] {
  const steps = sweep.map((row) => row.steps);
  const [fewest, most] = [Math.min(...steps), Math.max(...steps)];
  return [...new Set(sweep.map((row) => row.method))].map((method) => {
    const at = (K: number): Choice => (difficulty) =>
      sweep.find((row) =>
        row.method === method && row.steps === K && row.difficulty === difficulty
      );
    return finding(`${method}, K = ${most}`, `${method}, K = ${fewest}`, at(most), at(fewest));
  });
}
