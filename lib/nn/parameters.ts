/** Parameters by name, and how they are drawn. */
import { type Key, random, type Tensor, tf } from "../tensor/mod.ts";

/** Parameters by name ("layer1/kernel"): what a checkpoint stores and an optimiser updates. */
export type Params = Readonly<Record<string, Tensor>>;

/** How one parameter is drawn: uniform in ±`bound`; all zero where `bound` is 0. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly bound: number;
}

/** Parameters to be drawn, by name. */
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

/**
 * Kernel `[inputs, outputs]` and bias `[outputs]` of a dense layer, with PyTorch's default
 * initialisation: both uniform in ±1/√fan-in.
 *
 * @param fanIn Inputs of the whole layer, where the kernel holds only some of its rows
 */
export function denseSpec(
  name: string,
  inputs: number,
  outputs: number,
  fanIn = inputs,
): ParameterSpecs {
  const bound = 1 / Math.sqrt(fanIn);
  return {
    [`${name}/kernel`]: { shape: [inputs, outputs], bound },
    [`${name}/bias`]: { shape: [outputs], bound },
  };
}

/** Draws parameters; each depends on the key and on its place in the order of names only. */
export function initialize(key: Key, specs: ParameterSpecs): Params {
  return tf.tidy(() => {
    const names = Object.keys(specs).sort();
    const keys = random.split(key, names.length);
    return Object.fromEntries(names.map((name, i) => {
      const { shape, bound } = specs[name]!;
      return [
        name,
        bound === 0 ? tf.zeros(shape as number[]) : random.uniform(keys[i]!, shape, -bound, bound),
      ];
    }));
  });
}

/** Number of scalars in `specs`. */
export function countParameters(specs: ParameterSpecs): number {
  return Object.values(specs).reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
}

/** The parameter of that name. */
export function parameter(params: Params, name: string): Tensor {
  const tensor = params[name];
  if (!tensor) {
    throw new ReferenceError(
      `Cannot find parameter ${name}: there are ${Object.keys(params).sort().join(", ")}`,
    );
  }
  return tensor;
}
