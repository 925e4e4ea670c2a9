/** Which of two methods is nearer, where each was run a few times and lower is better. */

/** How one method's numbers lie to another's. */
export type Order = "lower" | "higher" | "undecided";

/** An order in words. */
export const ORDER_WORDS: Readonly<Record<Order, string>> = {
  lower: "nearer",
  higher: "farther",
  undecided: "not decided",
};

/** What each measure says, such as "energies nearer, distances not decided". */
export const ordersInWords = (measures: readonly string[], orders: readonly Order[]): string =>
  orders.map((order, i) => `${measures[i]} ${ORDER_WORDS[order]}`).join(", ");

/**
 * Runs are few, so that a difference counts only where the ranges of the two part. Nothing can be nearer than
 * exact samples are: numbers below the highest of theirs count as that one, so that what lies within the floor's
 * range, or below it, is no difference.
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
  const end = Math.max(...floor); // of none -Infinity
  const [ours, theirs] = [own, others].map((runs) => runs.map((value) => Math.max(value, end)));
  if (Math.max(...ours!) < Math.min(...theirs!)) return "lower";
  return Math.min(...ours!) > Math.max(...theirs!) ? "higher" : "undecided";
}

/**
 * What several comparisons say of "nearer", see `Claim` of lib/plots/verdicts.ts: nearer by all of them; partly,
 * where some leave it open; not, where one says the opposite, whatever the others say.
 */
export function nearerBy(orders: readonly Order[]): boolean | "partly" | "undecided" {
  if (orders.includes("higher")) return false;
  const lower = orders.filter((order) => order === "lower").length;
  return lower === 0 ? "undecided" : lower === orders.length || "partly";
}
