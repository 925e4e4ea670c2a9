/** Parameters by name, and how they are drawn. */
import { type Key, random, type Tensor, tf } from "../tensor/mod.ts";

/** Parameters by name ("layer1/kernel"): what a checkpoint stores and an optimiser updates. */
export type Params = Readonly<Record<string, Tensor>>;

/**
 * How one parameter is drawn: uniform in ±`bound`; all zero where `bound` is 0; normal where a
 * `deviation` is given, which then counts instead.
 */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly bound: number;
  readonly deviation?: number;
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

/** The kernels of layers whose biases would be lost in what is added to them. */
export function kernelOnly(specs: ParameterSpecs): ParameterSpecs {
  return Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));
}

/**
 * Kernel `[size, size, inputs, outputs]` and bias `[outputs]` of a convolution, with PyTorch's
 * default initialisation: both uniform in ±1/√fan-in, the fan-in being inputs·size².
 */
export function convolutionSpec(
  name: string,
  size: number,
  inputs: number,
  outputs: number,
): ParameterSpecs {
  const bound = 1 / Math.sqrt(inputs * size * size);
  return {
    [`${name}/kernel`]: { shape: [size, size, inputs, outputs], bound },
    [`${name}/bias`]: { shape: [outputs], bound },
  };
}

function draw(key: Key, { shape, bound, deviation }: ParameterSpec): Tensor {
  if (deviation !== undefined) return tf.mul(random.normal(key, shape), deviation);
  return bound === 0 ? tf.zeros(shape as number[]) : random.uniform(key, shape, -bound, bound);
}

/** Draws parameters; each depends on the key and on its place in the order of names only. */
export function initialize(key: Key, specs: ParameterSpecs): Params {
  return tf.tidy(() => {
    const names = Object.keys(specs).sort();
    const keys = random.split(key, names.length);
    return Object.fromEntries(names.map((name, i) => [name, draw(keys[i]!, specs[name]!)]));
  });
}

/** Number of scalars in `specs`. */
export function countParameters(specs: ParameterSpecs): number {
  return Object.values(specs).reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
}

/**
 * The parameter of that name.
 *
 * @throws {ReferenceError} If there is none; those that there are are named
 */
export function parameter(params: Params, name: string): Tensor {
  const tensor = params[name];
  if (!tensor) {
    throw new ReferenceError(
      `Cannot find parameter ${name}: there are ${Object.keys(params).sort().join(", ")}`,
    );
  }
  return tensor;
}
