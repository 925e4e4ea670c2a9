/** What can be known exactly of an energy in the plane, by a grid. */
import type { Points } from "./points.ts";
import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/** A square of cells; densities are taken at their middles. */
export interface PlaneGrid {
  readonly low: number;
  readonly high: number;
  /** Cells along each side. */
  readonly count: number;
}

/** A density over the cells of a grid. */
export interface GridDensity {
  readonly grid: PlaneGrid;
  /** log Z = log ∫ exp(-E), over the square. */
  readonly logZ: number;
  /** Probabilities of the cells, row by row (y, then x), which add up to 1. */
  readonly probabilities: Float64Array;
  /** ∫ p·E; where E is infinite, as behind a wall, there is nothing to add. */
  readonly meanEnergy: number;
  /** -∫ p log p. */
  readonly entropy: number;
}

/** Cells evaluated at once. */
const ROWS = 64;

/**
 * Z, probabilities and entropy of exp(-E) over a square, by the midpoint rule, which is exact to
 * rounding where the energy is smooth on the scale of a cell and high at the edges.
 *
 * @param energy `[batch, 2]` → `[batch]`
 * @throws {RangeError} If the grid has no cells, or an energy is not a number, or there is not one for
 * each point
 */
export function gridDensity(energy: (x: Tensor) => Tensor1D, grid: PlaneGrid): GridDensity {
  const { low, high, count } = grid;
  if (!Number.isInteger(count) || count < 1 || !(low < high)) {
    throw new RangeError(
      `Cannot divide [${low}, ${high}] into ${count} cells: accepted are 1 or more, low < high`,
    );
  }
  const width = (high - low) / count;
  const middle = (i: number) => low + (i + 0.5) * width;
  const energies = new Float64Array(count * count);
  for (let first = 0; first < count; first += ROWS) {
    const rows = Math.min(ROWS, count - first);
    const x = new Float32Array(rows * count * 2);
    for (let i = 0; i < rows * count; i++) {
      x[2 * i] = middle(i % count);
      x[2 * i + 1] = middle(first + Math.floor(i / count));
    }
    const found = tf.tidy(() => energy(tf.tensor2d(x, [rows * count, 2])).dataSync());
    if (found.length !== rows * count) {
      throw new RangeError(
        `Cannot sum over a grid: the energy gave ${found.length} numbers for ${
          rows * count
        } points`,
      );
    }
    energies.set(found, first * count);
  }
  const least = energies.reduce((a, b) => a < b ? a : b, Infinity);
  const probabilities = energies.map((e) => Math.exp(least - e));
  const sum = probabilities.reduce((a, b) => a + b, 0);
  if (!Number.isFinite(sum)) throw new RangeError(`Cannot sum over a grid: Z is ${sum}`);
  let meanEnergy = 0;
  for (let i = 0; i < energies.length; i++) {
    probabilities[i]! /= sum;
    if (probabilities[i]! > 0) meanEnergy += probabilities[i]! * energies[i]!;
  }
  const logZ = Math.log(sum * width * width) - least;
  return { grid, logZ, probabilities, meanEnergy, entropy: meanEnergy + logZ };
}

/**
 * Points drawn from a density over a grid, uniform within their cells, from `count` times three
 * uniform numbers.
 */
export function sampleGrid(
  { grid, probabilities }: GridDensity,
  uniform: ArrayLike<number>,
): Points {
  const { low, high, count } = grid, width = (high - low) / count;
  const edges = new Float64Array(probabilities.length);
  let sum = 0;
  for (let i = 0; i < edges.length; i++) edges[i] = sum += probabilities[i]!;
  const values = new Float32Array(2 * Math.floor(uniform.length / 3));
  for (let k = 0; k < values.length / 2; k++) {
    let [a, b] = [0, edges.length - 1];
    while (a < b) {
      const m = (a + b) >> 1;
      if (edges[m]! > uniform[3 * k]! * sum) b = m;
      else a = m + 1;
    }
    values[2 * k] = low + (a % count + uniform[3 * k + 1]!) * width;
    values[2 * k + 1] = low + (Math.floor(a / count) + uniform[3 * k + 2]!) * width;
  }
  return { values, dimension: 2 };
}
