/** Which of two methods is nearer, where each was run a few times and lower is better. */

import { meanOf } from "./statistics.ts";

/** How one method's numbers lie to another's. */
export type Order = "lower" | "higher" | "undecided";

/**
 * Runs are few, so that a difference counts only where the ranges of the two part. None counts between
 * two that are both, on average, where exact samples are: nothing better can be seen there.
 *
 * @param own A number for each run
 * @param others The same of another method
 * @param floor The same of exact samples, where there are any
 */
export function orderOf(
  own: readonly number[],
  others: readonly number[],
  floor: readonly number[] = [],
): Order {
  const end = Math.max(...floor);
  if ([own, others].every((runs) => meanOf(runs).mean <= end)) return "undecided";
  if (Math.max(...own) < Math.min(...others)) return "lower";
  return Math.min(...own) > Math.max(...others) ? "higher" : "undecided";
}

/** What several comparisons say of "nearer": see `Claim` of lib/plots/verdicts.ts. */
export function nearerBy(orders: readonly Order[]): boolean | "partly" | "undecided" {
  const lower = orders.filter((order) => order === "lower").length;
  if (lower > 0) return lower === orders.length ? true : "partly";
  return orders.includes("higher") ? false : "undecided";
}
