/** Total variation between samples, by counting. */
import { assertComparable, assertPoints, countOf, type Points, squaredDistance } from "./points.ts";

/**
 * ½ Σ |p - q| of two vectors of shares or counts, each made to add up to 1; from 0 to 1.
 *
 * @throws {RangeError} If they are not equally long, are empty, do not add up to more than 0, or one is below
 * 0 or not finite
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length || p.length === 0) {
    throw new RangeError(
      `Cannot compare ${p.length} shares with ${q.length}: accepted are equally many`,
    );
  }
  for (const shares of [p, q]) {
    const wrong = Array.from(shares).find((share) => !(share >= 0 && share < Infinity));
    if (wrong !== undefined) {
      throw new RangeError(
        `Cannot compare shares one of which is ${wrong}: accepted are finite numbers of at least 0`,
      );
    }
  }
  const sum = (v: ArrayLike<number>) => Array.from(v).reduce((a, b) => a + b, 0);
  const [all, others] = [sum(p), sum(q)];
  if (!(all > 0 && others > 0)) {
    throw new RangeError(`Cannot compare shares of ${all} with shares of ${others}: accepted > 0`);
  }
  let variation = 0;
  for (let i = 0; i < p.length; i++) variation += Math.abs(p[i]! / all - q[i]! / others);
  return variation / 2;
}

/** Bins of a {@link histogramOf}: `count` along each axis, between `low` and `high`. */
export interface Bins {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly count: number;
}

/**
 * Bins that just hold all points of the sets.
 *
 * @throws {RangeError} If there are no sets or no bins, sets differ in dimension, or a coordinate is not finite
 */
export function binsOf(sets: readonly Points[], count: number): Bins {
  if (sets.length === 0 || !(Number.isInteger(count) && count > 0)) {
    throw new RangeError(
      `Cannot make ${count} bins for ${sets.length} sets: accepted are 1 or more of each`,
    );
  }
  sets.forEach(assertPoints);
  const d = sets[0]!.dimension, other = sets.find(({ dimension }) => dimension !== d);
  if (other) {
    throw new RangeError(
      `Cannot make bins for points of ${d} and of ${other.dimension} coordinates: accepted are equally many`,
    );
  }
  const low = new Array<number>(d).fill(Infinity), high = new Array<number>(d).fill(-Infinity);
  for (const { values } of sets) {
    values.forEach((value, i) => {
      // Edges that are no numbers would hold no point, and all histograms would be the same.
      if (!Number.isFinite(value)) {
        throw new RangeError(`Cannot make bins for points one of which is at ${value}`);
      }
      low[i % d] = Math.min(low[i % d]!, value);
      high[i % d] = Math.max(high[i % d]!, value);
    });
  }
  return { low, high, count };
}

/**
 * How many points fall into each bin, the last axis varying fastest, and in a last place how many
 * into none, as those do that are not numbers.
 *
 * @throws {RangeError} If the bins are of another dimension, there are none, or they have no edges
 */
export function histogramOf(points: Points, { low, high, count }: Bins): Float64Array {
  assertPoints(points);
  const { values, dimension } = points;
  if (low.length !== dimension || high.length !== dimension) {
    throw new RangeError(
      `Cannot count points of ${dimension} coordinates in bins of ${low.length}: accepted are equally many`,
    );
  }
  const widths = low.map((edge, axis) => high[axis]! - edge);
  const edged = widths.every((width) => width >= 0 && width < Infinity);
  if (!(Number.isInteger(count) && count > 0 && edged)) {
    throw new RangeError(
      `Cannot count in ${count} bins from [${low}] to [${high}]: accepted are 1, 2, 3, …, low ≤ high, finite`,
    );
  }
  const counts = new Float64Array(count ** dimension + 1);
  for (let i = 0; i < values.length; i += dimension) {
    let bin = 0;
    for (let axis = 0; axis < dimension && bin >= 0; axis++) {
      const value = values[i + axis]!, [from, to] = [low[axis]!, high[axis]!];
      const place = Math.floor((value - from) / ((to - from) / count));
      // The edges decide, as a quotient may round past them; the upper one belongs to the last bin.
      const inside = value === to ? count - 1 : Math.min(place, count - 1);
      bin = value >= from && value <= to && inside >= 0 ? bin * count + inside : -1;
    }
    counts[bin < 0 ? counts.length - 1 : bin]!++;
  }
  return counts;
}

/**
 * Total variation between histograms of two sets of points. It depends on the bins and on the
 * number of points: draw that of exact samples beside it. All that lies outside the bins is one bin more,
 * so that differences out there are not seen.
 *
 * @throws {RangeError} If there are no points, they differ in dimension, or none lies in the bins
 */
export function histogramVariation(a: Points, b: Points, bins: Bins): number {
  assertComparable(a, b, "any number");
  const [p, q] = [histogramOf(a, bins), histogramOf(b, bins)];
  const [n, m] = [countOf(a), countOf(b)];
  // Out there all would count as equal.
  if (p.at(-1) === n && q.at(-1) === m) {
    throw new RangeError(
      `Cannot compare ${n} points with ${m} that all lie outside the bins: accepted are bins that hold ` +
        "some, as those of binsOf do",
    );
  }
  return totalVariation(p, q);
}

/**
 * How many points are nearest to each of `centres`.
 *
 * @throws {RangeError} If there are no centres, one is of another dimension, or a point is not a number
 */
export function modeCounts(points: Points, centres: readonly (readonly number[])[]): Float64Array {
  const count = countOf(points);
  if (centres.length === 0) {
    throw new RangeError(`Cannot find ${count} points near 0 centres: accepted are 1 or more`);
  }
  const other = centres.find((centre) => centre.length !== points.dimension);
  if (other) {
    throw new RangeError(
      `Cannot find points of ${points.dimension} coordinates near a centre of ${other.length}: accepted are equally many`,
    );
  }
  const flat: Points = { values: Float64Array.from(centres.flat()), dimension: points.dimension };
  const counts = new Float64Array(centres.length);
  for (let i = 0; i < count; i++) {
    let best = -1, least = Infinity;
    for (let m = 0; m < centres.length; m++) {
      const square = squaredDistance(points, i, flat, m);
      if (square < least) [least, best] = [square, m];
    }
    if (best < 0) throw new RangeError(`Cannot find the mode of point ${i}: it is not finite`);
    counts[best]!++;
  }
  return counts;
}

/** Total variation between the shares of modes in samples and their true `weights`. */
export function modeVariation(
  points: Points,
  centres: readonly (readonly number[])[],
  weights: ArrayLike<number>,
): number {
  return totalVariation(modeCounts(points, centres), weights);
}

/**
 * All distances between the particles of each sample, for samples `particles`×(dimension/particles).
 *
 * @throws {RangeError} If coordinates cannot be shared out evenly among the particles
 */
export function particleDistances(points: Points, particles: number): Float64Array {
  assertPoints(points);
  const { values, dimension } = points;
  if (!(Number.isInteger(particles) && particles > 0 && dimension % particles === 0)) {
    throw new RangeError(
      `Cannot share out ${dimension} coordinates among ${particles} particles: accepted are divisors`,
    );
  }
  const d = dimension / particles, count = values.length / dimension;
  const found = new Float64Array(count * particles * (particles - 1) / 2);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const sample: Points = {
      values: values.subarray(k * dimension, (k + 1) * dimension),
      dimension: d,
    };
    for (let i = 0; i < particles; i++) {
      for (let j = i + 1; j < particles; j++) {
        found[at++] = Math.sqrt(squaredDistance(sample, i, sample, j));
      }
    }
  }
  return found;
}

/**
 * Total variation between the histograms of two sets of distances, 200 bins over the second's.
 *
 * @throws {RangeError} If there are no distances, or one of the second's is not finite
 */
export function distanceVariation(a: Float64Array, b: Float64Array, count = 200): number {
  const reference: Points = { values: b, dimension: 1 };
  const bins = binsOf([reference], count);
  return histogramVariation({ values: a, dimension: 1 }, reference, bins);
}
