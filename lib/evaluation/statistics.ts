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

/** The ends of the 95 % confidence interval of a mean, not below 0. */
export function interval95({ mean, standardError }: Mean): { low: number; high: number } {
  const half = 1.96 * standardError;
  return { low: Math.max(0, mean - half), high: mean + half };
}
