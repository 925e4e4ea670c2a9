/** More steps on each landscape, on the same boards: what each number of steps solves, and what it gains. */
import { measuredFields, type ResultRow } from "../../../records/rows.ts";
import { pairedDifference } from "../../../records/statistics.ts";
import {
  type MeasuredRow,
  type MeasureOptions,
  networkRows,
  withoutErrors,
} from "../evaluation/measure.ts";
import type { Trained } from "../evaluation/trained.ts";

/** What the differences between rows of {@link solvedMore} are called. */
export const GAIN = "boards solved more than with the fewest steps";

const solvedOf = ({ errors }: MeasuredRow) => Array.from(errors, (error) => error === 0 ? 1 : 0);

/** How much larger a share of the same boards a row solves than another: their paired difference. */
export function solvedMore(many: MeasuredRow, few: MeasuredRow): ResultRow {
  const { metric: _, value: __, low: ___, high: ____, standardError: _____, errors, ...rest } =
    many;
  const gain = pairedDifference(solvedOf(many), solvedOf(few));
  const at = { ...many.at, fewest: few.at.innerSteps! };
  return {
    ...rest,
    at,
    metric: GAIN,
    ...measuredFields({ ...gain, n: errors.length, kind: "any" }),
  };
}

/**
 * All measures with each number of steps, and what each but the first solves more than it.
 *
 * @param steps On each landscape, the fewest first
 */
export async function stepsRows(
  trained: Trained,
  set: Omit<MeasureOptions, "sampler">,
  steps: readonly number[],
): Promise<ResultRow[]> {
  const measured: MeasuredRow[][] = [];
  for (const innerSteps of steps) {
    const rows = await networkRows(trained, { ...set, sampler: { innerSteps } });
    for (const { metric, value } of rows) {
      console.log(`${trained.title}, ${set.difficulty}, K = ${innerSteps}: ${metric} ${value}`);
    }
    measured.push(rows);
  }
  const [fewest, ...more] = measured.map((rows) => rows[0]!);
  return [
    ...measured.flat().map(withoutErrors),
    ...more.map((row) => solvedMore(row, fewest!)),
  ];
}
