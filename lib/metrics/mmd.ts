/** Maximum mean discrepancy. */
import { assertComparable, countOf, type Points, squaredDistance } from "./points.ts";

/**
 * `count` numbers from 10^`from` to 10^`to`, equally far apart in logarithm.
 *
 * @throws {RangeError} If `count` is not a whole number of at least 2
 */
export function logSpaced(from: number, to: number, count: number): number[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(`Cannot space ${count} numbers: accepted are 2, 3, 4, …`);
  }
  return Array.from({ length: count }, (_, i) => 10 ** (from + (to - from) * i / (count - 1)));
}

/**
 * The median distance of points, from the pairs among the first 500.
 *
 * @throws {RangeError} If there are fewer than two points
 */
export function medianDistance(points: Points): number {
  const n = Math.min(500, countOf(points)), all: number[] = [];
  if (!(n >= 2)) {
    throw new RangeError(`Cannot find distances of ${n} points: accepted are 2 or more`);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) all.push(Math.sqrt(squaredDistance(points, i, points, j)));
  }
  return all.sort((a, b) => a - b)[all.length >> 1]!;
}

/**
 * Squared MMD under the sum of Gaussian kernels exp(-|a - b|²/2w²) of the given widths, its mean
 * over widths, unbiased (a point is not compared with itself), so that it may fall below 0.
 *
 * @throws {RangeError} If there are fewer than two points or they differ in dimension, or there are
 * no widths, or one is not above 0
 */
export function squaredMmd(a: Points, b: Points, widths: readonly number[]): number {
  assertComparable(a, b, "any number");
  const [n, m] = [countOf(a), countOf(b)];
  if (n < 2 || m < 2) {
    throw new RangeError(`Cannot compare ${n} with ${m} points: accepted are 2 or more of each`);
  }
  if (widths.length === 0 || !widths.every((w) => w > 0)) {
    throw new RangeError(`Cannot compare by widths [${widths}]: accepted are 1 or more, above 0`);
  }
  const rates = widths.map((w) => 1 / (2 * w * w));
  const kernel = (square: number) => {
    let sum = 0;
    for (const rate of rates) sum += Math.exp(-square * rate);
    return sum / rates.length;
  };
  const within = (p: Points, count: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) sum += kernel(squaredDistance(p, i, p, j));
    }
    return 2 * sum / (count * (count - 1));
  };
  let cross = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) cross += kernel(squaredDistance(a, i, b, j));
  }
  return within(a, n) + within(b, m) - 2 * cross / (n * m);
}
