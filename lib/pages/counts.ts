/**
 * How many claims hold: those of the papers, and apart from them our own. Names no package, so that
 * set-up can count, too.
 *
 * @module
 */
import { isOwnClaim } from "../checks/own_claims.ts";

/** A claim, and what became of it. */
export interface JudgedClaim {
  /** The claim in plain words; our own begin with "ours" or say "(ours)". */
  readonly claim: string;
  /** "reproduced", "only with our network", "only partly", "not reproduced" and so on. */
  readonly verdict: string;
}

/** How many of how many claims. */
export interface Share {
  readonly good: number;
  readonly all: number;
}

/** Counts of claims by whose they are. */
export interface ClaimCounts {
  /** What papers say. */
  readonly papers: Share;
  /** What only we say; "reproduced" then means that it holds here. */
  readonly ours: Share;
  /** Of the papers' claims, those that hold with a network of ours alone. */
  readonly withOurNetwork: number;
}

/** Whether a claim was reproduced; of our own claims, whether it holds. */
export const isReproduced = ({ verdict }: Pick<JudgedClaim, "verdict">): boolean =>
  verdict === "reproduced";

/** Counts claims, papers' and ours apart. */
export function countClaims(claims: readonly JudgedClaim[]): ClaimCounts {
  const shareOf = (some: readonly JudgedClaim[]): Share => (
    { good: some.filter(isReproduced).length, all: some.length }
  );
  const papers = claims.filter((claim) => !isOwnClaim(claim));
  return {
    papers: shareOf(papers),
    ours: shareOf(claims.filter(isOwnClaim)),
    withOurNetwork: papers.filter(({ verdict }) => verdict.startsWith("only with our")).length,
  };
}

/**
 * Counts in words, such as "papers' claims: 5 of 7 reproduced, 1 only with our network; our own: 2
 * of 3 hold". Whose claims there are none of is left out; empty where there are none at all.
 */
export function describeCounts({ papers, ours, withOurNetwork }: ClaimCounts): string {
  const only = withOurNetwork ? `, ${withOurNetwork} only with our network` : "";
  const parts = [
    papers.all ? `papers' claims: ${papers.good} of ${papers.all} reproduced${only}` : "",
    ours.all ? `our own${papers.all ? "" : " claims"}: ${ours.good} of ${ours.all} hold` : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}
