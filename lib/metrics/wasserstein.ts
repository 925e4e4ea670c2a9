/** How far mass has to move from one set of samples to another. */
import { assertOptionNames } from "../checks/spelling.ts";
import { assign } from "./assignment.ts";
import {
  assertComparable,
  countOf,
  kindOf,
  notFinite,
  type Points,
  squaredDistance,
} from "./points.ts";

/**
 * W₂ between equally many points, by the cheapest assignment: O(n³), about a second for 1,000. Raw
 * coordinates, nothing aligned.
 *
 * @throws {RangeError} If there are none, not equally many, of another dimension, or one is not finite
 */
export function wasserstein2(a: Points, b: Points): number {
  return Math.sqrt(meanCost(a, b, (square) => square));
}

/** W₁ between equally many points; see {@link wasserstein2}. */
export function wasserstein1(a: Points, b: Points): number {
  return meanCost(a, b, Math.sqrt);
}

function meanCost(a: Points, b: Points, of: (square: number) => number): number {
  assertComparable(a, b, "equally many");
  for (const [set, points] of [["first", a], ["second", b]] as const) {
    const at = notFinite(points);
    if (at >= 0) {
      throw new RangeError(`Cannot move point ${at} of the ${set} points: it is not finite`);
    }
  }
  const n = countOf(a);
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) cost[i * n + j] = of(squaredDistance(a, i, b, j));
  }
  const column = assign(cost, n);
  return column.reduce((sum, j, i) => sum + cost[i * n + j]!, 0) / n;
}

const ascending = (values: ArrayLike<number>) => Float64Array.from(values).sort();

/** How {@link wassersteinLine} compares. */
export interface LineOptions {
  /** Power of the distance, 1 or 2 (default); the root is taken. */
  readonly order?: 1 | 2;
  /**
   * Share of the mass left out at each end, default 0: a few colliding particles have energies
   * that would rule the sum.
   */
  readonly trim?: number;
}

/**
 * W₁ or W₂ on a line, between any numbers of values: (∫ |F⁻¹(q) - G⁻¹(q)|^order dq)^{1/order}, as
 * sorted values match; where there are fewer of one than of the other, each of them is shared out.
 *
 * NaN, if a value that is not left out is NaN.
 *
 * @throws {RangeError} If there are no values, `order` is neither 1 nor 2, `trim` does not lie in [0, ½), or
 * an option's name is mistyped
 * @throws {TypeError} If values are no list of numbers, such as a tensor
 */
export function wassersteinLine(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: LineOptions = {},
): number {
  const { order = 2, trim = 0 } = options;
  assertOptionNames(options, ["order", "trim"]);
  if (order !== 1 && order !== 2) {
    throw new RangeError(`order must be 1 or 2: current value is ${order}`);
  }
  for (const values of [a, b]) {
    if (typeof values?.length !== "number") {
      throw new TypeError(
        `Cannot compare ${
          kindOf(values)
        } along a line: accepted are lists of numbers, such as pointsOf(x).values of a tensor x`,
      );
    }
  }
  if (a.length === 0 || b.length === 0 || !(trim >= 0 && trim < 0.5)) {
    throw new RangeError(
      `Cannot compare ${a.length} values with ${b.length} but for shares of ${trim}: accepted are 1 or more, trim from 0 to 1/2`,
    );
  }
  const [x, y] = [ascending(a), ascending(b)], [n, m] = [x.length, y.length];
  // Mass in units of 1/(n·m), whole numbers, so that no step is lost to rounding; .29 of 100 are 29.
  const most = Math.max(n, m), left = Math.floor(trim * most + 1e-9) * Math.min(n, m);
  const end = n * m - left;
  let sum = 0;
  for (let at = left; at < end;) {
    const i = Math.floor(at / m), j = Math.floor(at / n);
    const next = Math.min((i + 1) * m, (j + 1) * n, end);
    sum += (next - at) * Math.abs(x[i]! - y[j]!) ** order;
    at = next;
  }
  return (sum / (end - left)) ** (1 / order);
}
