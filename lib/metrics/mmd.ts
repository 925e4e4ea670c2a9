/** Maximum mean discrepancy. */
import { assertOptionNames } from "../checks/spelling.ts";
import {
  assertComparable,
  countOf,
  firstPoints,
  notFinite,
  type Points,
  squaredDistance,
} from "./points.ts";

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
 * The median distance of points, from the pairs among the first 500; of an even number of them the
 * greater of the two in the middle. NaN, if a coordinate of theirs is not
 * finite.
 *
 * @throws {RangeError} If there are fewer than two points
 */
export function medianDistance(points: Points): number {
  const n = Math.min(500, countOf(points)), all: number[] = [];
  if (!(n >= 2)) {
    throw new RangeError(`Cannot find distances of ${n} points: accepted are 2 or more`);
  }
  // No order of distances that are no numbers would have a middle.
  if (notFinite(firstPoints(points, n)) >= 0) return NaN;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) all.push(Math.sqrt(squaredDistance(points, i, points, j)));
  }
  return all.sort((a, b) => a - b)[all.length >> 1]!;
}

/** How {@link squaredMmd} counts. */
export interface MmdOptions {
  /**
   * Whether each point is compared with itself, too, which adds 1/n + 1/m, so that no value is below 0
   * and equal laws are not at 0; default: false.
   */
  readonly biased?: boolean;
}

/** Points in the order of their first coordinates. */
function alongFirst({ values, dimension }: Points): Points {
  const count = values.length / dimension;
  const order = Int32Array.from({ length: count }, (_, i) => i)
    .sort((i, j) => values[i * dimension]! - values[j * dimension]!);
  const sorted = new Float64Array(values.length);
  order.forEach((from, to) => {
    for (let axis = 0; axis < dimension; axis++) {
      sorted[to * dimension + axis] = values[from * dimension + axis]!;
    }
  });
  return { values: sorted, dimension };
}

/** e^-z of a greater z is less than the last digit of a sum. */
const NOTHING = 40;

/**
 * Squared MMD under the mean of Gaussian kernels exp(-|a - b|²/2w²) of the given widths; unbiased, unless
 * asked for otherwise, so that it may fall below 0. Points whose first coordinates are too far from each other
 * to count are passed over: 10,000 points of forty narrow modes take two seconds. NaN, if a coordinate is not finite.
 *
 * @throws {RangeError} If there are fewer than two points or they differ in dimension, or there are
 * no widths, or one is not above 0, or an option's name is mistyped
 */
export function squaredMmd(
  a: Points,
  b: Points,
  widths: readonly number[],
  options: MmdOptions = {},
): number {
  const { biased = false } = options;
  assertOptionNames(options, ["biased"]);
  assertComparable(a, b, "any number");
  const [n, m] = [countOf(a), countOf(b)];
  if (n < 2 || m < 2) {
    throw new RangeError(`Cannot compare ${n} with ${m} points: accepted are 2 or more of each`);
  }
  if (widths.length === 0 || !widths.every((w) => w > 0)) {
    throw new RangeError(`Cannot compare by widths [${widths}]: accepted are 1 or more, above 0`);
  }
  if ([a, b].some((points) => notFinite(points) >= 0)) return NaN;
  // The widest first, whose kernels reach farthest.
  const rates = [...widths].sort((v, w) => w - v).map((w) => 1 / (2 * w * w));
  const reach = Math.sqrt(NOTHING / rates[0]!);
  const [x, y] = [alongFirst(a), alongFirst(b)], d = a.dimension;
  /** The sum over pairs of two sets, or of one. */
  const total = (p: Points, q: Points) => {
    const [rows, columns] = [countOf(p), countOf(q)];
    let sum = 0, from = 0;
    for (let i = 0; i < rows; i++) {
      const at = p.values[i * d]!, last = p === q ? i : columns;
      while (from < columns && q.values[from * d]! < at - reach) from++;
      for (let j = from; j < last && q.values[j * d]! <= at + reach; j++) {
        const square = squaredDistance(p, i, q, j);
        for (let k = 0; k < rates.length && square * rates[k]! <= NOTHING; k++) {
          sum += Math.exp(-square * rates[k]!);
        }
      }
    }
    return sum / rates.length;
  };
  const within = (p: Points, count: number) =>
    biased ? (2 * total(p, p) + count) / count ** 2 : 2 * total(p, p) / (count * (count - 1));
  return within(x, n) + within(y, m) - 2 * total(x, y) / (n * m);
}
