/** Samples on the host. */
import type { Tensor } from "../tensor/mod.ts";

/** Points of `dimension` coordinates, one after the other. */
export interface Points {
  readonly values: Float32Array | Float64Array;
  readonly dimension: number;
}

/** The rows of a tensor `[count, …]`, each flattened. */
export function pointsOf(x: Tensor): Points {
  // Of sizes, as an empty batch has no entries to divide by their number.
  const dimension = x.shape.slice(1).reduce((a, b) => a * b, 1);
  return { values: Float32Array.from(x.dataSync()), dimension };
}

/** Number of points. */
export const countOf = ({ values, dimension }: Points): number => values.length / dimension;

/** The first `count` points. */
export function firstPoints({ values, dimension }: Points, count: number): Points {
  return { values: values.subarray(0, count * dimension), dimension };
}

/** |a_i - b_j|². */
export function squaredDistance(a: Points, i: number, b: Points, j: number): number {
  const d = a.dimension;
  let sum = 0;
  for (let axis = 0; axis < d; axis++) {
    sum += (a.values[i * d + axis]! - b.values[j * d + axis]!) ** 2;
  }
  return sum;
}

/** @throws {RangeError} If there are no points, of one dimension, and equally many if so asked */
export function assertComparable(a: Points, b: Points, equal: "equally many" | "any number"): void {
  const [n, m] = [countOf(a), countOf(b)];
  if (a.dimension !== b.dimension || n === 0 || m === 0 || (equal === "equally many" && n !== m)) {
    throw new RangeError(
      `Cannot compare ${n} points of ${a.dimension} coordinates with ${m} of ${b.dimension}: accepted are points of one dimension, ${equal} of each`,
    );
  }
}
