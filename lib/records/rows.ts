/** One number of a result, and where it stands. */
import { interval95, type Measured } from "./statistics.ts";

/** Where a number stands: difficulty, steps, temperature, seed, whatever its paper varies. */
export type Coordinates = Readonly<Record<string, number | string>>;

/** One number. */
export interface ResultRow {
  readonly method: string;
  /** Measured here, published, or measured here by a rule without learning. */
  readonly kind: "ours" | "published" | "trivial";
  /** What was measured, such as "mean squared error". */
  readonly metric: string;
  readonly value: number;
  readonly at: Coordinates;
  /** Over the problems; absent where it is unknown. */
  readonly standardError?: number;
  /** The ends of the 95 % confidence interval. */
  readonly low?: number;
  readonly high?: number;
  /** Number of problems, samples or runs behind it. */
  readonly n?: number;
  /** Seeds of the runs behind it, where there were several. */
  readonly seeds?: readonly number[];
  /** Seconds that it took. */
  readonly seconds?: number;
  /** Where a published number stands. */
  readonly source?: string;
}

/** Value, standard error, interval and `n` of a row, those of them that are known. */
export function measuredFields(
  measured: Measured,
): Pick<ResultRow, "value" | "standardError" | "low" | "high" | "n"> {
  const { mean: value, standardError, n } = measured;
  return {
    value,
    ...(Number.isFinite(standardError) && { standardError }),
    ...interval95(measured),
    n,
  };
}

/** Whether a row stands where `at` says; coordinates that `at` leaves out do not matter. */
export function standsAt(row: Pick<ResultRow, "at">, at: Coordinates): boolean {
  return Object.entries(at).every(([name, value]) => row.at[name] === value);
}
