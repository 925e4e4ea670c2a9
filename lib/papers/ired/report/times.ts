/** Ratios in words: near 1 their digits say nothing, but the change in percent does. */
import { formatNumber } from "../../../plots/format.ts";

const NEAR = 0.02;

/** A change with its sign, such as "-0.12". */
const signed = (change: number) => `${change > 0 ? "+" : ""}${formatNumber(100 * change, 2)}`;

/**
 * Such as "0.86 × (0.8 to 0.92)", or "-0.12 % (-0.2 to -0.03)" within 2 % of 1.
 *
 * @param interval Its ends, where they are known
 */
export function inTimes(
  ratio: number,
  interval?: { readonly low: number; readonly high: number },
): string {
  const near = Math.abs(ratio - 1) < NEAR;
  const text = near ? (v: number) => signed(v - 1) : (v: number) => formatNumber(v);
  const ends = interval ? ` (${text(interval.low)} to ${text(interval.high)})` : "";
  return `${text(ratio)} ${near ? "%" : "×"}${ends}`;
}
