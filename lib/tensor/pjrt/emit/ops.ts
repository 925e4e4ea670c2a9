/** StableHLO for each of TensorFlow's ops that the engine knows how to write. */
import type { Attribute } from "../../libtensorflow/attributes.ts";
import type { HostValues } from "../../libtensorflow/host_values.ts";
import type { Emitters } from "./call.ts";
import { convolutions } from "./convolutions.ts";
import { elementwise } from "./elementwise.ts";
import type { Module, Value } from "./module.ts";
import { products } from "./products.ts";
import { random } from "./random.ts";
import { reductions } from "./reductions.ts";
import { shapes } from "./shapes.ts";

const emitters: Emitters = {
  ...elementwise,
  ...shapes,
  ...reductions,
  ...products,
  ...convolutions,
  ...random,
};

/** Names of the ops that can be emitted. */
export const emittedOps: readonly string[] = Object.keys(emitters);

/**
 * Writes an op into `m`.
 *
 * @param known Values of those inputs that are constants
 * @throws {Error} If the op cannot be emitted; the message names it
 */
export function emit(
  m: Module,
  name: string,
  attributes: readonly Attribute[],
  x: readonly Value[],
  known: (i: number) => HostValues | undefined,
): readonly Value[] {
  const emitter = emitters[name];
  if (!emitter) {
    throw new Error(
      `Cannot compile ${name} for a PJRT device: the engine has no StableHLO for it; run it ` +
        "outside of compile, or set TENSOR_BACKEND=tensorflow",
    );
  }
  try {
    const made = emitter({
      m,
      x,
      attribute<T extends Attribute["value"]>(wanted: string, otherwise?: T): T {
        const value = attributes.find((each) => each.name === wanted)?.value ?? otherwise;
        if (value === undefined) throw new TypeError(`its attribute ${wanted} is missing`);
        return value as T;
      },
      numbers(i) {
        const values = known(i);
        if (!values) throw new Error(`the values of its input ${i} must be known beforehand`);
        return Array.from(values as ArrayLike<number>);
      },
    });
    return Array.isArray(made) ? made : [made as Value];
  } catch (error) {
    throw new Error(`Cannot compile ${name} for a PJRT device: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
