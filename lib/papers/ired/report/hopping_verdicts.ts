/** What hops make of claims, and whether live hops agree with recorded ones. */
import { measuredFields, type ResultRow } from "../../../records/rows.ts";
import { meanOf, pairedDifference, wilson } from "../../../records/statistics.ts";
import { formatNumber } from "../../../plots/format.ts";
import type { Agreement } from "../../../plots/verdicts.ts";
import { beyondChance } from "./all_records.ts";
import { jackknife } from "../evaluation/scores.ts";
import { cluesOf, type HopTrace, solvedAfter } from "./hopping.ts";
import { bandShares, clueBands } from "./hopping_curves.ts";
import { GAIN } from "./steps_rows.ts";
import type { Verdict } from "./verdict.ts";

/** Shares of boards of 17 to 34 clues solved that are published, after training on 31 to 42 clues. */
export const publishedBoards = [
  { method: "IRED, the released code run again", value: 0.0447 },
  { method: "AKOrN, one start", value: 0.517 },
  { method: "AKOrN, 4,096 starts, energy vote", value: 0.895 },
  { method: "AKOrN, 4,096 starts, confidence vote", value: 0.944 },
] as const;

/** Standard errors of a difference that chance exceeds in one of 10,000 numbers. */
const LIMIT = 3.9;

const withEnds = (value: number, low: number, high: number) =>
  `${formatNumber(value)} (${formatNumber(low)} to ${formatNumber(high)})`;

/** Whether hops solve more boards than descent alone, board by board. */
export function hopVerdict(trace: HopTrace, method: string): Verdict {
  const last = trace.states.length - 1;
  const { mean, standardError } = pairedDifference(solvedAfter(trace, last), solvedAfter(trace, 0));
  const low = mean - 1.96 * standardError, high = mean + 1.96 * standardError;
  const gain = (value: number) => `${value < 0 ? "" : "+"}${formatNumber(value)}`;
  return {
    claim: `ours: hops solve more boards than descent alone: ${last} against none, harder`,
    paper: "–",
    ours: `${method}: ${gain(mean)} of the boards (${gain(low)} to ${gain(high)})`,
    verdict: low > 0 ? "reproduced" : high < 0 ? "not reproduced" : "not decided",
  };
}

/**
 * Whether the most steps on each landscape, the paper's way of thinking longer, solve more boards than the fewest
 * of a record, board by board.
 *
 * @param rows With paired differences, as `steps_rows.ts` makes them
 */
export function stepsVerdict(rows: readonly ResultRow[]): Verdict {
  const byStep = (metric: string) =>
    rows.filter((row) => row.kind === "ours" && row.metric === metric)
      .sort((a, b) => Number(a.at.innerSteps) - Number(b.at.innerSteps));
  const own = byStep("boards solved"), gain = byStep(GAIN).at(-1)!;
  const told = ({ at, value }: ResultRow) => `K = ${at.innerSteps}: ${formatNumber(value)}`;
  const more = withEnds(gain.value, gain.low!, gain.high!);
  return {
    claim: "more steps on each landscape solve more boards, harder",
    paper: "more",
    ours: `${own[0]!.method}, ${own.map(told).join("; ")}; ${more} more, board by board`,
    verdict: gain.low! > 0
      ? "only with our network"
      : gain.high! < 0
      ? "not reproduced"
      : "not decided",
  };
}

/**
 * The most hops of a record beside each published share of boards of 17 to 34 clues solved: of other puzzles of
 * the same kind, by other models, with other amounts of computing.
 *
 * @param method Whose rows
 */
export function besidePublished(rows: readonly ResultRow[], method: string) {
  const shares = bandShares(rows, clueBands.at(-1)!).filter((share) => share.method === method);
  const best = shares.reduce((a, b) => (b.at.cycles ?? 0) > (a.at.cycles ?? 0) ? b : a);
  const { low, high } = wilson(best.value, best.n);
  const lines = publishedBoards.map(({ method: other, value }) => ({
    model: other,
    "boards of 17 to 34 clues": formatNumber(value),
    "ours is": low > value ? "higher" : high < value ? "lower" : "not surely another",
  }));
  return [...lines, {
    model: `${method}, ${best.at.cycles} hops (ours)`,
    "boards of 17 to 34 clues": withEnds(best.value, low, high),
    "ours is": "",
  }];
}

/** A measure of live boards after so many hops, as a record has it. */
function liveFields(trace: HopTrace, cycle: number, metric: string) {
  if (metric === "boards solved") {
    const solved = solvedAfter(trace, cycle);
    return measuredFields({ ...meanOf(solved), n: solved.length, kind: "share" });
  }
  // Cells count over the whole set, so that boards with more unknown ones weigh more.
  const unknown = cluesOf(trace).map((clues) => 81 - clues);
  const errors = trace.states[cycle]!.errors;
  const rows = unknown.map((cells, i) => [cells * (1 - errors[i]!), cells]);
  const mean = jackknife(rows, (sums) => sums[0]! / sums[1]!);
  return measuredFields({ ...mean, n: rows.length, kind: "share" });
}

/** Live boards and cells beside those of a record of harder boards, after the hops that both have. */
export function hopAgreements(trace: HopTrace, record: readonly ResultRow[]): Agreement[] {
  return record.filter(({ metric, at }) =>
    (metric === "boards solved" || metric === "unknown cells right") &&
    at.difficulty === "harder" && at.hardness === undefined &&
    trace.states[(at.cycles ?? 0) as number] !== undefined
  ).map((row): Agreement => {
    const cycles = (row.at.cycles ?? 0) as number;
    const fields = liveFields(trace, cycles, row.metric);
    return {
      number: `${row.metric} after ${cycles} hops, harder`,
      here: fields.value,
      record: row.value,
      agrees: !beyondChance(row, { ...row, ...fields }, LIMIT),
    };
  });
}
