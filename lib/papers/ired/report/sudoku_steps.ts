/** More steps on each landscape for Sudoku, at both difficulties (IRED, figure 6): a record in curves and lines. */
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import { formatNumber } from "../../../plots/format.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { GAIN } from "./steps_rows.ts";

const ofMetric = (rows: readonly ResultRow[], metric: string) =>
  rows.filter((row) => row.kind === "ours" && row.metric === metric);

const stepsOf = ({ at }: ResultRow) => at.innerSteps as number;

/** A measure against the steps on each landscape, a panel for each difficulty, a line for each network. */
export function stepsCurve(
  rows: readonly ResultRow[],
  metric: string,
  label: (method: string) => string = (method) => method,
): StepsRow[] {
  return ofMetric(rows, metric).map((row) => ({
    steps: stepsOf(row),
    value: row.value,
    ...(row.low !== undefined && row.high !== undefined && { low: row.low, high: row.high }),
    method: label(row.method),
    split: splitNames[row.at.difficulty as Difficulty],
  }));
}

const percent = (share: number) => `${formatNumber(100 * share, 3)} %`;

/** A gain with its interval; where no board differs there is none. */
const gained = ({ value, low, high }: ResultRow) =>
  low === undefined || high === undefined
    ? `${percent(value)}, board by board`
    : `${percent(value)} (${percent(low)} to ${percent(high)})`;

/**
 * A line for each network, difficulty and measure, a column for each number of steps, and what the most
 * steps solve more of the same boards than the fewest, with its interval of 95 %.
 */
export function stepsLines(
  rows: readonly ResultRow[],
  metrics: readonly string[],
  label: (method: string) => string = (method) => method,
) {
  const groups = Map.groupBy(
    metrics.flatMap((metric) => ofMetric(rows, metric)),
    ({ method, metric, at }) => JSON.stringify([method, at.difficulty, metric]),
  );
  return [...groups.values()].map((group) => {
    const sorted = group.sort((a, b) => stepsOf(a) - stepsOf(b));
    const { method, metric, at, n } = sorted[0]!, most = sorted.at(-1)!;
    const gain = ofMetric(rows, GAIN).find((row) =>
      row.method === method && row.at.difficulty === at.difficulty &&
      stepsOf(row) === stepsOf(most) && metric === "boards solved"
    );
    return {
      network: label(method),
      problems: splitNames[at.difficulty as Difficulty],
      measure: metric,
      ...Object.fromEntries(sorted.map((row) => [`K = ${stepsOf(row)}`, percent(row.value)])),
      "the most steps solve more": gain ? gained(gain) : "–",
      boards: n,
    };
  });
}
