/** Reads the golden values of `tests/golden`, which were computed in float64 by other code. */
import { type Tensor, tf } from "../../lib/tensor/mod.ts";

/** An array with its shape, row-major. */
export interface GoldenArray {
  readonly shape: number[];
  readonly data: number[];
}

// The file is plain data; each test reads the fields it knows.
// deno-lint-ignore no-explicit-any
export type Golden = any;

export function readGolden(name: string): Golden {
  return JSON.parse(Deno.readTextFileSync(new URL(`../golden/${name}`, import.meta.url)));
}

export function toTensor(
  { shape, data }: GoldenArray,
  dtype: "float32" | "int32" = "float32",
): Tensor {
  return tf.tensor(data, shape, dtype);
}

/** Tensors by name. */
export function toTensors(arrays: Record<string, GoldenArray>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, a]) => [name, toTensor(a)]));
}

/** Largest |actual - expected|, relative to the largest |expected| (at least 1). */
export function worstError(actual: Tensor, expected: GoldenArray): number {
  if (`${actual.shape}` !== `${expected.shape}`) {
    throw new Error(`Shapes differ: [${actual.shape}] and [${expected.shape}]`);
  }
  const scale = Math.max(1, ...expected.data.map(Math.abs));
  return Math.max(...Array.from(actual.dataSync(), (v, i) => Math.abs(v - expected.data[i]!))) /
    scale;
}
