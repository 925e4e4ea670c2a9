/** Means, shares, differences of paired values, and how sure they are. */
import { assertChoice } from "../checks.ts";

/** A mean, and how sure it is. */
export interface Mean {
  readonly mean: number;
  /**
   * Standard deviation over the problems, divided by the root of their number; NaN for one, and 0 for
   * values that are the same but for rounding.
   */
  readonly standardError: number;
}

/** An interval that holds the true value in 95 of 100 cases. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Values that differ by less of their size are the same: float64 rounds at 1e-16, sums a little more. */
const ROUNDING = 1e-12;

/**
 * Standard error of the mean of `values`; 0 where all may be one number, each rounded as a number of its
 * own `size`.
 */
function errorOf(values: ArrayLike<number>, mean: number, size: (i: number) => number): number {
  const n = values.length;
  if (n === 1) return NaN;
  let squares = 0, low = -Infinity, high = Infinity;
  for (let i = 0; i < n; i++) {
    squares += (values[i]! - mean) ** 2;
    const rounding = ROUNDING / 2 * size(i);
    low = Math.max(low, values[i]! - rounding);
    high = Math.min(high, values[i]! + rounding);
  }
  return low <= high ? 0 : Math.sqrt(squares / (n - 1) / n);
}

/** Texts would be put together instead of added, and a tensor has no values before it is read. */
function assertNumbers(values: ArrayLike<number>): void {
  const given: unknown = values;
  const list = typeof given === "object" && given !== null &&
    Number.isInteger((given as ArrayLike<number>).length);
  if (!list) {
    throw new TypeError(
      `Values must be a list of numbers, of a tensor its dataSync(): they are ${
        given === null ? "null" : `of type ${typeof given}`
      }`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === "number") continue;
    throw new TypeError(`Value ${i} must be a number: it is of type ${typeof values[i]}`);
  }
}

/**
 * Mean and standard error of `values`.
 *
 * @throws {RangeError} If there are none
 * @throws {TypeError} If they are no list of numbers
 */
export function meanOf(values: ArrayLike<number>): Mean {
  assertNumbers(values);
  const n = values.length;
  if (n === 0) throw new RangeError("Cannot take the mean of no values");
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  return { mean, standardError: errorOf(values, mean, () => Math.abs(values[0]!)) };
}

/** What was measured on `n` problems. */
export interface Measured extends Mean {
  readonly n: number;
  /**
   * - "share": between 0 and 1, of problems or of parts of them (cells, pairs).
   * - "amount" (default): not negative, such as an error.
   * - "any": of either sign.
   */
  readonly kind?: "share" | "amount" | "any";
}

const KINDS = ["share", "amount", "any"];

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * Wilson's score interval (1927) of a share `p`, from 0 to 1, of `n` independent trials.
 *
 * @throws {RangeError} If the share is below 0 or above 1, such as one in percent, there are no
 * trials, or either is no number
 */
export function wilson(p: number, n: number): Interval {
  // Means of float32 may be a rounding above 1, which is no share.
  if (!(p >= -1e-6 && p <= 1 + 1e-6 && n > 0)) {
    throw new RangeError(
      `Cannot tell an interval of ${p} of ${n} trials: accepted is 0 to 1 of them`,
    );
  }
  const share = Math.min(1, Math.max(0, p));
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = Z / (1 + Z ** 2 / n) * Math.sqrt(share * (1 - share) / n + Z ** 2 / (4 * n ** 2));
  // Exactly 0 and 1 at the ends, where rounding would leave a little.
  return {
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
  };
}

/**
 * The 95 % interval of what was measured, or undefined where nothing can be said: of a single
 * problem, unless it is a share, and of values that are all the same, but for rounding.
 *
 * A share has Wilson's interval, so that it stays within 0 and 1 and does not vanish where all
 * pass. Its `n` is that of independent trials with the measured standard error, p(1 - p)/s.e.²,
 * which for a share of problems is their number less one, by which {@link meanOf} divides, and for
 * a share of cells or pairs takes into account that those of one problem are right together; where
 * the standard error is 0 or unknown it is the number of problems. Everything else has 1.96
 * standard errors to both sides, an amount not below 0.
 *
 * @throws {RangeError} If there is no such kind
 */
export function interval95(measured: Measured): Interval | undefined {
  const { mean, standardError, n, kind = "amount" } = measured;
  assertChoice("kind", kind, KINDS);
  if (!Number.isFinite(mean)) return undefined;
  const known = standardError > ROUNDING * Math.abs(mean);
  if (kind === "share") {
    const spread = mean * (1 - mean);
    const effective = known && spread > 0 ? spread / standardError ** 2 : n;
    return wilson(mean, effective);
  }
  if (!known) return undefined;
  const half = Z * standardError, low = mean - half;
  return { low: kind === "amount" ? Math.max(0, low) : low, high: mean + half };
}

function assertPaired(a: ArrayLike<number>, b: ArrayLike<number>): void {
  [a, b].forEach(assertNumbers);
  if (a.length === b.length) return;
  throw new RangeError(
    `Cannot pair ${a.length} values with ${b.length}: they are of other problems`,
  );
}

/** Mean of a - b on the same problems, whose standard error counts only what differs. */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): Mean {
  assertPaired(a, b);
  const differences = Array.from(a, (value, i) => value - b[i]!), { mean } = meanOf(differences);
  // What rounds are the two values, however small their difference.
  const size = (i: number) => Math.max(Math.abs(a[i]!), Math.abs(b[i]!));
  return { mean, standardError: errorOf(differences, mean, size) };
}

/**
 * The ratio of two means on the same problems: its standard error counts only what differs from
 * problem to problem (linearised), and so is much smaller than those of the means.
 */
export function pairedRatio(a: ArrayLike<number>, b: ArrayLike<number>): Mean {
  assertPaired(a, b);
  const { mean: below } = meanOf(b);
  const ratio = meanOf(a).mean / below;
  const rests = Array.from(a, (value, i) => (value - ratio * b[i]!) / below);
  // Of the same ratio everywhere, what rests is the rounding of numbers about as large as it.
  return { mean: ratio, standardError: errorOf(rests, meanOf(rests).mean, () => Math.abs(ratio)) };
}

/** Student's quantiles of a two-sided 95 % interval, by degrees of freedom from 1 on. */
const STUDENT = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23];

/** A mean of few runs: their standard deviation, and how many they are. */
export interface Runs {
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
}

/** How two means of few runs differ. */
export interface WelchDifference {
  /** The difference in its standard errors. */
  readonly t: number;
  /** Whether it is sure, by Student's quantile for so few runs. */
  readonly sure: boolean;
}

/**
 * The difference of two means of few runs, each with its own deviation (Welch 1947, Biometrika 34:28). More than
 * ten degrees of freedom count as ten, which calls less sure.
 *
 * @param rounding Half a unit of the last digit that either mean was given with
 * @throws {RangeError} If either is of fewer than two runs
 */
export function welch(a: Runs, b: Runs, rounding = 0): WelchDifference {
  for (const { n } of [a, b]) {
    if (n >= 2) continue;
    throw new RangeError(`Cannot tell a deviation of ${n} runs: accepted is 2 or more`);
  }
  const [u, v] = [a, b].map(({ deviation, n }) => deviation ** 2 / n) as [number, number];
  const t = (a.mean - b.mean) / Math.sqrt(u + v + rounding ** 2 / 3);
  const freedom = (u + v) ** 2 / (u ** 2 / (a.n - 1) + v ** 2 / (b.n - 1));
  // Where neither varies, rounding is all that is left, and freedom is 0 by 0.
  // A whole number that rounding left a little below is none less.
  const whole = Math.floor(freedom + 1e-9);
  const at = Number.isNaN(freedom) ? STUDENT.length : Math.min(STUDENT.length, whole);
  return { t, sure: Math.abs(t) > STUDENT[at - 1]! };
}
