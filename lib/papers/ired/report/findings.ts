/** What results say, computed from them: so that no text can contradict a table. */
import type { Difficulty } from "../tasks/mod.ts";
import type { ResultRow } from "../../../records/records.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type NetworkSweepRow, relativeToFewest } from "./sweeps.ts";

/** A question, and its answer at both difficulties. */
export interface Finding {
  readonly "error of": string;
  readonly "divided by that of": string;
  readonly "same difficulty": string;
  readonly harder: string;
}

interface Estimate {
  readonly value: number;
  /** How far off it may be: a standard error, or half a unit of a published number's last digit. */
  readonly standardError: number;
}

/** Published numbers have four digits after the point. */
const ROUNDING = 0.00005 / 1.96;

const estimate = ({ value, standardError = ROUNDING }: ResultRow): Estimate => (
  { value, standardError }
);

/** A ratio and a verdict: differences below 1.96 standard errors count as none. */
export function verdict(a: Estimate, b: Estimate): string {
  const apart = Math.abs(a.value - b.value);
  const sure = apart > 1.96 * Math.hypot(a.standardError, b.standardError);
  const word = !sure ? "no sure difference" : a.value < b.value ? "lower" : "higher";
  return `${formatNumber(a.value / b.value)} × (${word})`;
}

const difficulties = ["same", "harder"] as const satisfies readonly Difficulty[];

type Pick = (difficulty: Difficulty) => Estimate | undefined;

function finding(name: string, other: string, a: Pick, b: Pick): Finding {
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
export function findings(
  rows: readonly ResultRow[],
  sweep: readonly NetworkSweepRow[] = [],
): Finding[] {
  const of = (kind: ResultRow["kind"], method?: string): Pick => (difficulty) => {
    const own = rows.filter((row) =>
      row.kind === kind && row.difficulty === difficulty &&
      (method === undefined || row.method === method)
    );
    const [best] = own.sort((a, b) => a.value - b.value);
    return best && estimate(best);
  };
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
function sweepFindings(sweep: readonly NetworkSweepRow[]): Finding[] {
  const relative = relativeToFewest(sweep);
  const steps = relative.map((row) => row.steps);
  const [fewest, most] = [Math.min(...steps), Math.max(...steps)];
  return [...new Set(relative.map((row) => row.method))].map((method) => {
    const ratio: Pick = (difficulty) =>
      relative.find((row) =>
        row.method === method && row.steps === most && row.difficulty === difficulty
      );
    const one = { value: 1, standardError: 0 };
    return finding(`${method}, K = ${most}`, `${method}, K = ${fewest}`, ratio, () => one);
  });
}
