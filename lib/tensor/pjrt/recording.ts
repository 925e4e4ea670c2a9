/** A function while it is recorded as StableHLO. */
import type { Attribute } from "../libtensorflow/attributes.ts";
import { elements, type HostValues } from "../libtensorflow/host_values.ts";
import { productOperations } from "../libtensorflow/operations.ts";
import { dtypeOf, kindOf } from "./elements.ts";
import { emit } from "./emit/ops.ts";
import { Module, type Precision, type Value } from "./emit/module.ts";

/** A tensor that the program will compute. */
export interface Symbol {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** What made it, for messages. */
  readonly op: string;
  /** Known for constants only, which are written into the program where an op uses them. */
  readonly values?: HostValues;
  readonly value?: Value;
}

/** `TF_DataType` of the words that keys are made of. */
const UINT64 = 23;

/** A program under construction. */
export class PjrtRecording {
  readonly xla = true;
  /** Data created by the recorded function; what is older lives outside of the program. */
  readonly ownData = new WeakSet<object>();
  /** Device tensors that the function reads from outside, with the arguments that stand for them. */
  readonly captured = new Map<number, Symbol>();
  /** Captured tensors that the function disposed. */
  readonly disposed: number[] = [];
  readonly module: Module;
  /** Floating-point operations of the products recorded so far. */
  operations = 0;
  readonly #counted = new WeakSet<Value>();

  constructor(readonly name: string, precision: Precision, devices: number) {
    this.module = new Module(precision, devices);
  }

  /** Adds an argument of the program. */
  input(shape: readonly number[], dtype: number): Symbol {
    const value = this.module.argument(shape, kindOf(dtype).element);
    return { shape, dtype, op: "an argument", value };
  }

  /** An argument of which each device takes a share of the rows. */
  split(input: Symbol): Symbol {
    return { ...input, value: this.module.split(input.value!) };
  }

  constant(shape: readonly number[], dtype: number, values: HostValues): Symbol {
    if (values.length !== elements(shape)) {
      throw new RangeError(
        `Cannot create a tensor of shape [${shape}] from ${values.length} values, it takes ${
          elements(shape)
        }`,
      );
    }
    return { shape, dtype, op: "a constant", values };
  }

  /** The value of a symbol in the program. */
  value({ shape, dtype, values, value }: Symbol): Value {
    if (value) return value;
    const { element, from } = kindOf(dtype);
    return this.module.constant(from(values as ArrayLike<number>), shape, element);
  }

  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Symbol[],
    outputs: number,
  ): Symbol[] {
    // A constant that an op only reads as numbers is not written into the program.
    const lazily = inputs.map((input) => this.#lazy(input));
    const made = emit(this.module, name, attributes, lazily, (i) => inputs[i]?.values);
    if (made.length < outputs) throw new Error(`${name} has no output ${made.length}`);
    const results = made.slice(0, outputs).map((value): Symbol => ({
      shape: value.shape,
      dtype: name === "Bitcast" ? UINT64 : dtypeOf(value.element),
      op: name,
      value,
    }));
    if (!this.#counted.has(made[0]!)) {
      this.#counted.add(made[0]!);
      this.operations += productOperations(name, attributes, inputs, results);
    }
    return results;
  }

  #lazy(input: Symbol): Value {
    if (input.value) return input.value;
    const { shape, dtype } = input;
    const write = () => this.value(input).name;
    return {
      shape,
      element: kindOf(dtype).element,
      get name() {
        return write();
      },
    };
  }
}
