/** What became of the paper's claims, in words, computed from results. */
import { isOwnClaim } from "../../../checks/own_claims.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { interval95, pairedRatio } from "../../../records/statistics.ts";
import { formatNumber } from "../../../plots/format.ts";
import { claimsTable, type ReadableTable } from "../../../plots/verdicts.ts";
import type { MeasuredRow } from "../evaluation/measure.ts";
import { splitNames, type SweepRow } from "../evaluation/sweeps.ts";
import { difficulties, type Difficulty } from "../tasks/mod.ts";
import { rowOf } from "./findings.ts";
import { inTimes } from "./times.ts";

/** What became of a claim. */
export type Outcome =
  | "reproduced"
  | "not reproduced"
  | "not decided"
  | "only with changes of ours"
  | "only with our network"
  | "only with the paper's network";

/** A claim, and what became of it. */
export interface Verdict {
  readonly claim: string;
  /** The published number, where there is one. */
  readonly paper: string;
  /** Our numbers with intervals of 95 %, a line for each network. */
  readonly ours: string;
  readonly verdict: Outcome;
}

/** A network's number for a claim, and whether the claim holds of it. */
export interface Found {
  readonly method: string;
  readonly text: string;
  readonly holds: boolean | "undecided";
}

/** The paper's own networks are titled so; all others are ours. */
const isPapers = (method: string) => method.startsWith("paper's");

/** A claim must hold of every training: one in which it fails decides, then one in which it is open. */
export function holdsOfAll(trainings: readonly Found["holds"][]): Found["holds"] {
  return trainings.includes(false) ? false : trainings.includes("undecided") ? "undecided" : true;
}

/** What stands behind a comma where something is not as in the released code: the sampler, the training, the input. */
const CHANGES = /, (corrected|own descents|steps shifted|adaptive steps|\d+ steps a landscape)\b/;
const isChanged = (method: string) => CHANGES.test(method);

/**
 * A claim holds if it holds of a network of the paper's, as it was published, and of one of ours, where there are
 * both; where it holds of none, and is open of one, it is not decided. A claim of ours holds if it holds of a
 * network of ours, where none of the paper's was measured.
 *
 * @throws {RangeError} If nothing was measured
 */
export function judge(claim: string, paper: string, found: readonly Found[]): Verdict {
  if (found.length === 0) throw new RangeError(`Cannot judge "${claim}": nothing was measured`);
  // Where the paper's network was not trained, nothing is known of it.
  const theirs = found.filter(({ method, holds }) => isPapers(method) && holds === true);
  const own = found.filter(({ method }) => !isPapers(method));
  const ours = own.some(({ holds }) => holds === true);
  // What we say of our own networks needs none of the paper's to hold.
  const alone = own.length === found.length && isOwnClaim({ claim });
  const verdict: Outcome = theirs.length > 0 && (ours || own.length === 0)
    ? theirs.every(({ method }) => isChanged(method)) ? "only with changes of ours" : "reproduced"
    : ours
    ? alone ? "reproduced" : "only with our network"
    : theirs.length > 0
    ? "only with the paper's network"
    : found.some(({ holds }) => holds === "undecided")
    ? "not decided"
    : "not reproduced";
  const numbers = found.map(({ method, text }) => `${method}: ${text}`).join("\n");
  return { claim, paper, ours: numbers, verdict };
}

/** 1.96 of these are half a unit of the last digit of published errors. */
const ROUNDING = 0.00005 / 1.96;

const between = (value: number, interval?: { readonly low: number; readonly high: number }) =>
  formatNumber(value) +
  (interval ? ` (${formatNumber(interval.low)} to ${formatNumber(interval.high)})` : "");

function intervalOf({ value, low, high, standardError, n = 0 }: ResultRow) {
  if (low !== undefined && high !== undefined) return { low, high };
  return standardError === undefined
    ? undefined
    : interval95({ mean: value, standardError, n, kind: "amount" });
}

const at = (rows: readonly ResultRow[], kind: ResultRow["kind"], difficulty: Difficulty) =>
  rows.filter((row) => row.kind === kind && row.at.difficulty === difficulty);

/** An interval that goes on so far beyond a number, over it, is too wide to say that the number is reached. */
const WIDE = 1.5;

/**
 * Whether an error is below a limit. To beat a number is to be surely below it; to reach one is not to be surely
 * above it, unless so few problems were solved that anything may be.
 */
function holdsOf(
  { low, high }: { readonly low: number; readonly high: number },
  limit: number,
  sure: boolean,
): boolean | "undecided" {
  if (high < limit) return true;
  if (low >= limit) return false;
  return sure || high > WIDE * limit ? "undecided" : true;
}

/**
 * Whether networks reach what is published of IRED, and, which we ask, leave the best trivial answer
 * behind; a claim at each difficulty. Where a method has several rows, one of each training, it must hold of all.
 *
 * @param rows Errors, or shares that are wrong: of one measure, lower is better
 * @param ownTrivial What the best trivial rule makes of the very problems that a method solved, where those are
 * others than its row's; that row's number by default
 */
export function resultVerdicts(
  rows: readonly ResultRow[],
  ownTrivial?: (method: string, rule: ResultRow) => number | undefined,
): Verdict[] {
  return difficulties.flatMap((difficulty) => {
    const published = at(rows, "published", difficulty).find(({ method }) => method === "IRED");
    const own = at(rows, "ours", difficulty);
    const trivial = at(rows, "trivial", difficulty).sort((a, b) => a.value - b.value)[0];
    if (own.length === 0) return [];
    const found = (limitOf: (method: string) => number, sure: boolean) =>
      [...Map.groupBy(own, ({ method }) => method)].map(([method, trainings]): Found => {
        const limit = limitOf(method);
        const found = trainings.map((row) => {
          const interval = intervalOf(row);
          const { low, high } = interval ?? { low: row.value, high: row.value };
          return { text: between(row.value, interval), holds: holdsOf({ low, high }, limit, sure) };
        });
        const all = found.map(({ holds }) => holds);
        return {
          method,
          text: found.map(({ text }) => text).join(", "),
          holds: holdsOfAll(all),
        };
      });
    const where = splitNames[difficulty];
    return [
      ...published
        ? [judge(
          `IRED's error, ${where}`,
          formatNumber(published.value),
          found(() => published.value + 1.96 * (published.standardError ?? ROUNDING), false),
        )]
        : [],
      ...trivial
        ? [judge(
          `ours: better than the trivial answer "${trivial.method}", ${where}`,
          `trivial: ${formatNumber(trivial.value)}`,
          found((method) => ownTrivial?.(method, trivial) ?? trivial.value, true),
        )]
        : [],
    ];
  });
}

/** More steps that gain less than a hundredth are not worth taking, however sure the gain is. */
const WORTH = 0.99;

/**
 * Whether more steps lower the error, problem by problem, surely and by a hundredth or more; a claim at each
 * difficulty of a sweep.
 */
export function stepVerdicts(sweep: readonly SweepRow[]): Verdict[] {
  const steps = sweep.map((row) => row.steps);
  const [fewest, most] = [Math.min(...steps), Math.max(...steps)];
  return difficulties.flatMap((difficulty) => {
    const rows = sweep.filter((row) => row.difficulty === difficulty && row.errors);
    const found = [...new Set(rows.map(({ method }) => method))].flatMap((method): Found[] => {
      const errors = (K: number) =>
        rows.find((row) => row.method === method && row.steps === K)?.errors;
      const many = errors(most), few = errors(fewest);
      if (!many || !few) return [];
      const { mean, standardError } = pairedRatio(many, few);
      const interval = { low: mean - 1.96 * standardError, high: mean + 1.96 * standardError };
      const holds = interval.high < 1 && mean < WORTH
        ? true
        // What it gains is surely not worth it, or too little is known to say so.
        : interval.low >= WORTH
        ? false
        : "undecided";
      return [{ method, text: inTimes(mean, interval), holds }];
    });
    if (found.length === 0) return [];
    const claim = `${most} steps have a lower error than ${fewest}, ${splitNames[difficulty]}`;
    return [judge(claim, "lower", found)];
  });
}

/** Two methods, and what the paper says of the first one's error at both difficulties; "lower" by default. */
export type Pair = readonly [better: string, than: string, paper?: readonly [string, string]];

/**
 * Whether the first method of each pair has a lower error than the second, problem by problem; of one
 * network that is ours.
 *
 * @throws {RangeError} If a method was not measured
 */
export function pairVerdicts(
  rows: readonly MeasuredRow[],
  pairs: readonly Pair[],
): Verdict[] {
  return pairs.flatMap(([better, than, paper = ["lower", "lower"]]) =>
    difficulties.map((difficulty, i) => {
      const of = (method: string) => rowOf(rows, method, difficulty).errors;
      const { mean, standardError } = pairedRatio(of(better), of(than));
      const interval = { low: mean - 1.96 * standardError, high: mean + 1.96 * standardError };
      const text = inTimes(mean, interval);
      return judge(
        `${better} has a lower error than ${than}, ${splitNames[difficulty]}`,
        paper[i]!,
        [
          {
            method: "our network",
            text,
            holds: interval.high < 1 ? true : interval.low >= 1 ? false : "undecided",
          },
        ],
      );
    })
  );
}

/** How many claims hold of how many, such as "1 of 4 claims reproduced, 2 only with our network". */
function counts(verdicts: readonly Verdict[], claims: string, holds: string): string[] {
  if (verdicts.length === 0) return [];
  const number = (outcome: Outcome) => verdicts.filter(({ verdict }) => verdict === outcome).length;
  const only = (["only with changes of ours", "only with our network"] as const)
    .filter((outcome) => number(outcome) > 0)
    .map((outcome) => `, ${number(outcome)} ${outcome}`);
  return [`${number("reproduced")} of ${verdicts.length} ${claims} ${holds}${only.join("")}`];
}

/** The last table of a notebook: claim by claim, and how many were reproduced; claims of ours apart. */
export function verdictTable(verdicts: readonly Verdict[]): ReadableTable {
  const papers = verdicts.filter((one) => !isOwnClaim(one)), ours = verdicts.filter(isOwnClaim);
  const caption = [
    ...counts(papers, "claims", "reproduced"),
    ...counts(ours, "claims of ours", "hold"),
  ].join("; ");
  const rows = verdicts.map((one, i) => (
    one.ours === verdicts[i - 1]?.ours ? { ...one, ours: "as above" } : one
  ));
  return claimsTable(rows, { caption });
}
