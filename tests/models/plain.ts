/** Layers on plain arrays, to compute networks for one example as their docstrings write them. */
import { assertAlmostEquals } from "@std/assert";
import type { Tensor } from "lib/tensor/mod.ts";
import type { Params } from "lib/nn/parameters.ts";

export type Vector = readonly number[];

/** A vector for each pair (i, j). */
export type Pairs = Vector[][];

export const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
export const swish = (x: Vector): number[] => x.map((v) => v * sigmoid(v));
export const plus = (...all: readonly Vector[]): number[] =>
  all[0]!.map((_, k) => all.reduce((sum, x) => sum + x[k]!, 0));
export const times = (x: Vector, y: Vector): number[] => x.map((v, k) => v * y[k]!);
export const meanOf = (all: readonly Vector[]): number[] => plus(...all).map((v) => v / all.length);
export const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
export const pairsOf = (n: number, entry: (i: number, j: number) => Vector): Pairs =>
  indices(n).map((i) => indices(n).map((j) => entry(i, j)));

/** What layers of `params` make of one vector. */
export interface PlainLayers {
  linear(name: string, x: Vector): number[];
  dense(name: string, x: Vector): number[];
  /** The features of a noise level: sinusoids, a layer, swish, a layer. */
  time(level: number): number[];
  /** (1 + gain)·x + shift, gain and shift being the halves of the layer `name/film` at a level. */
  film(name: string, x: Vector, level: number): number[];
}

export function plainLayers(params: Params): PlainLayers {
  const arrays = Object.fromEntries(
    Object.entries(params).map(([name, p]) => [name, p.arraySync()]),
  );
  const linear = (name: string, x: Vector) => {
    const kernel = arrays[`${name}/kernel`] as number[][];
    return kernel[0]!.map((_, k) => x.reduce((sum, v, i) => sum + v * kernel[i]![k]!, 0));
  };
  const dense = (name: string, x: Vector) =>
    plus(linear(name, x), arrays[`${name}/bias`] as number[]);
  const time = (level: number) => {
    const half = (arrays["time/dense1/kernel"] as number[][]).length / 2;
    const angles = indices(half).map((k) => level * 10000 ** (-k / (half - 1)));
    const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];
    return dense("time/dense2", swish(dense("time/dense1", waves)));
  };
  return {
    linear,
    dense,
    time,
    film(name, x, level) {
      const both = dense(`${name}/film`, time(level));
      return x.map((v, k) => (1 + both[k]!) * v + both[x.length + k]!);
    },
  };
}

/** That a tensor holds these numbers, but for rounding in float32. */
export function assertNumbers(found: Tensor, expected: readonly number[]): void {
  const values = found.dataSync(), size = Math.max(...expected.map(Math.abs));
  if (values.length !== expected.length) {
    throw new Error(`${values.length} numbers instead of ${expected.length}`);
  }
  expected.forEach((v, i) => assertAlmostEquals(values[i]!, v, 2e-5 * size, `number ${i}`));
}
