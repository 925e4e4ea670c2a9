import { type Table, table } from "./table.ts";

/** A claim, and what the results say of it. */
export interface Claim {
  /** The claim in plain words. */
  readonly claim: string;
  /** Whether it holds here: computed from results, never written down. */
  readonly holds: boolean | "partly";
  /** The numbers that say so. */
  readonly evidence: string;
}

const WORDS = { true: "reproduced", false: "not reproduced", partly: "only partly" } as const;

/**
 * A verdict for each claim, as a table.
 *
 * @param claims Claims with what was found
 * @returns The table
 * @throws {RangeError} If there are no claims
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { verdicts } from "lib/plots/verdicts.ts";
 * const claims = [{ claim: "two and two are four", holds: 2 + 2 === 4, evidence: `${2 + 2}` }];
 * assert(verdicts(claims).text().includes("reproduced"));
 * ```
 */
export function verdicts(claims: readonly Claim[]): Table {
  const rows = claims.map(({ claim, holds, evidence }) => (
    { claim, verdict: WORDS[`${holds}`], evidence }
  ));
  return table(rows);
}
