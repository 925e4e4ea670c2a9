/** One network trained several times, from other seeds: a record in lines. */
import type { ResultRow } from "../../../records/rows.ts";
import { meanOf } from "../../../records/statistics.ts";

/** Trainings and the number of hops of their rows. */
const numberAt = ({ at }: ResultRow, name: string) => (at[name] ?? 0) as number;

/**
 * A line per training and number of hops, of one measure, and one of all trainings: their mean and,
 * as a spread between trainings, its standard error.
 *
 * @param rows Of a record of several trainings, as `mergeTrainingSeeds` makes it
 */
export function seedLines(
  rows: readonly ResultRow[],
  metric: string,
  cycles: readonly number[],
) {
  const ours = rows.filter((row) => row.metric === metric && row.at.trainingSeed !== undefined);
  const seeds = [...new Set(ours.map((row) => numberAt(row, "trainingSeed")))];
  return cycles.map((hops) => {
    const found = seeds.map((seed) => {
      const row = ours.find((one) =>
        numberAt(one, "trainingSeed") === seed && numberAt(one, "cycles") === hops
      );
      if (!row) throw new RangeError(`No row of training seed ${seed} after ${hops} hops`);
      return row;
    });
    const { mean, standardError } = meanOf(found.map(({ value }) => value));
    return {
      hops,
      ...Object.fromEntries(found.map(({ value }, i) => [`training seed ${seeds[i]}`, value])),
      mean,
      "its standard error": standardError,
      "problems each": found[0]!.n,
    };
  });
}
