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

/** What something is that is not what was asked for, in a word or two. */
export function kindOf(given: unknown): string {
  const shape = (given as Tensor | undefined)?.shape;
  if (Array.isArray(shape)) return `a tensor of shape [${shape}]`;
  const name = given?.constructor.name;
  return name === undefined ? `${given}` : `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

/**
 * Notebooks have no type check, and tensors are what samplers give.
 *
 * @throws {TypeError} If `points` are none, such as a tensor; says what makes some of one
 * @throws {RangeError} If their values are not a whole number of points
 */
export function assertPoints(points: Points): void {
  // An array has `values`, too, which is a function.
  if (typeof points?.values !== "object") {
    throw new TypeError(
      `Cannot measure ${kindOf(points)}: accepted are points, as pointsOf(x) makes of a tensor x`,
    );
  }
  const { values, dimension } = points;
  if (!(Number.isInteger(dimension) && dimension > 0 && values.length % dimension === 0)) {
    throw new RangeError(
      `Cannot measure ${values.length} values as points of ${dimension} coordinates: ` +
        "accepted is a whole number of points, of 1 coordinate or more",
    );
  }
}

/**
 * Number of points.
 *
 * @throws {TypeError} If they are none, such as a tensor
 * @throws {RangeError} If their values are not a whole number of points
 */
export function countOf(points: Points): number {
  assertPoints(points);
  return points.values.length / points.dimension;
}

/** The first `count` points. */
export function firstPoints(points: Points, count: number): Points {
  assertPoints(points);
  const { values, dimension } = points;
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

/** The number of the first point that has a coordinate that is not finite, or -1. */
export const notFinite = ({ values, dimension }: Points): number =>
  Math.floor(values.findIndex((v) => !Number.isFinite(v)) / dimension);

/** @throws {RangeError} If there are no points, of one dimension, and equally many if so asked */
export function assertComparable(a: Points, b: Points, equal: "equally many" | "any number"): void {
  const [n, m] = [countOf(a), countOf(b)];
  if (a.dimension !== b.dimension || n === 0 || m === 0 || (equal === "equally many" && n !== m)) {
    throw new RangeError(
      `Cannot compare ${n} points of ${a.dimension} coordinates with ${m} of ${b.dimension}: accepted are points of one dimension, ${equal} of each`,
    );
  }
}
