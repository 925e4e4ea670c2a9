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

/** A mean of shares, between 0 and 1, or of anything else that is not negative. */
export interface Measured extends Mean {
  /** If it is a share: over how many problems. */
  readonly shareOf?: number;
}

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * The ends of the 95 % confidence interval of a mean that cannot be negative: 1.96 standard errors
 * to both sides, not below 0; for a share Wilson's score interval, which stays within 0 and 1 and
 * does not vanish where all problems agree. Its number of problems is the effective one,
 * p(1 - p) / s.e.², as a problem may count for more or less than one yes or no.
 */
export function interval95({ mean, standardError, shareOf }: Measured): {
  low: number;
  high: number;
} {
  if (shareOf === undefined) {
    const half = Z * standardError;
    return { low: Math.max(0, mean - half), high: mean + half };
  }
  const spread = mean * (1 - mean);
  const n = standardError > 0 && spread > 0 ? spread / standardError ** 2 : shareOf;
  const centre = (mean + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = Z / (1 + Z ** 2 / n) * Math.sqrt(spread / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
