/** A mean, and how sure it is. */
export interface Mean {
  readonly mean: number;
  /** Standard deviation over the problems, divided by the root of their number; 0 for one. */
  readonly standardError: number;
}

/** Mean and standard error of `values`. */
export function meanOf(values: ArrayLike<number>): Mean {
  const n = values.length;
  if (n === 0) throw new RangeError("Cannot take the mean of no values");
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return { mean, standardError: n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0 };
}

/** A mean of something that is not negative, and what more is known of it. */
export interface Measured extends Mean {
  /** No mean can be larger; infinite if absent. */
  readonly most?: number;
  /** If it is the share of so many problems that pass. */
  readonly passedOf?: number;
}

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * The ends of the 95 % confidence interval of a mean: 1.96 standard errors to both sides, not below
 * 0 nor above `most`; for a share of problems that pass Wilson's score interval, which stays within
 * 0 and 1 by itself and does not vanish where all pass.
 */
export function interval95({ mean, standardError, most = Infinity, passedOf: n }: Measured): {
  low: number;
  high: number;
} {
  if (n === undefined) {
    const half = Z * standardError;
    return { low: Math.max(0, mean - half), high: Math.min(most, mean + half) };
  }
  const centre = (mean + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = Z / (1 + Z ** 2 / n) * Math.sqrt(mean * (1 - mean) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
