/** Pearson's χ² test that counts come from given shares. */

/** ln Γ(x) for x > 0, by Lanczos' series. */
function logGamma(x: number): number {
  const series = [76.18009172947146, -86.50532032941677, 24.01409824083091];
  const rest = [-1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];
  const t = x + 5.5;
  const sum = [...series, ...rest].reduce((s, c, i) => s + c / (x + 1 + i), 1.000000000190015);
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310005 * sum) / x);
}

/** P(a, x) = γ(a, x)/Γ(a), by its power series; for x up to a + 1, where it is short. */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1 / a, sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, sum * Math.exp(-x + a * Math.log(x) - logGamma(a)));
}

/**
 * Q(a, x) = Γ(a, x)/Γ(a), whose small values are no differences from 1: by the series up to a + 1, and
 * beyond by the continued fraction (DLMF 8.9.2, even part), in Lentz's way.
 */
function upperGamma(a: number, x: number): number {
  if (x < a + 1) return 1 - lowerGamma(a, x);
  if (x === Infinity) return 0;
  let b = x + 1 - a, c = Infinity, d = 1 / b, fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const factor = n * (a - n);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** A test's outcome. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  /** The chance of so large a statistic, or a larger one, if the shares are as said. */
  readonly p: number;
}

/**
 * Σ (count - expected)²/expected, against the χ² distribution.
 *
 * @param counts How often each outcome was seen
 * @param shares How often each should be, adding up to 1; equal by default
 * @throws {RangeError} If there are fewer than two outcomes, or fewer than five of one expected, or
 * the shares are not one for each outcome that add up to 1
 */
export function chiSquared(
  counts: readonly number[],
  shares: readonly number[] = counts.map(() => 1 / counts.length),
): ChiSquared {
  const total = counts.reduce((a, b) => a + b, 0), all = shares.reduce((a, b) => a + b, 0);
  if (shares.length !== counts.length || Math.abs(all - 1) > 1e-6) {
    throw new RangeError(
      `Cannot test ${counts.length} counts against ${shares.length} shares that add up to ${all}: accepted is one for each, adding up to 1`,
    );
  }
  if (counts.length < 2 || shares.some((share) => share * total < 5)) {
    throw new RangeError(
      `A χ² test needs two outcomes or more, each expected five times or more: counts are ${counts}`,
    );
  }
  const statistic = counts.reduce(
    (sum, count, i) => sum + (count - shares[i]! * total) ** 2 / (shares[i]! * total),
    0,
  );
  const degrees = counts.length - 1;
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}
