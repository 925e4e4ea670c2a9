/** Shares of what is right, turned into shares of what is wrong. */
import type { ResultRow } from "../../../records/rows.ts";

/**
 * The rows of `metric`, a share of what is right, as shares of what is wrong, whose ratios say more:
 * 99.9 % is ten times better than 99 %.
 *
 * @param digits How many the published numbers have after the point, as shares
 */
export function sharesWrong(
  rows: readonly ResultRow[],
  metric: string,
  digits = 3,
): ResultRow[] {
  const rounding = 0.5 * 10 ** -digits / 1.96;
  return rows.filter((row) => row.metric === metric).map((row) => ({
    ...row,
    metric: `1 - ${metric}`,
    value: 1 - row.value,
    ...(row.low !== undefined && row.high !== undefined && {
      low: 1 - row.high,
      high: 1 - row.low,
    }),
    ...(row.kind === "published" && { standardError: rounding }),
  }));
}
