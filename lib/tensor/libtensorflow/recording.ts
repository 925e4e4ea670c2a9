import { createHash } from "node:crypto";
import type { Attribute } from "./attributes.ts";
import { ATTRIBUTE } from "./attributes.ts";
import { Graph, type SymbolicTensor } from "./graph.ts";
import type { HostValues } from "./host_values.ts";
import { elements, TF } from "./host_values.ts";
import type { Library } from "./library.ts";
import type { opDefinitions } from "./op_definition.ts";
import { productOperations } from "./operations.ts";

/** Constants up to this many values are shared between the nodes of a recording. */
const SHARED_CONSTANT = 4096;

/** Whether all values are the same number. */
function isUniform(values: HostValues): boolean {
  if (!(values instanceof Float32Array || values instanceof Int32Array)) return false;
  return values.every((value) => Object.is(value, values[0]));
}

/** What equal constants have in common, if they are worth sharing. */
function constantKey(
  shape: readonly number[],
  dtype: number,
  values: HostValues,
): string | undefined {
  if (dtype === TF.STRING || elements(shape) > SHARED_CONSTANT) return undefined;
  // By bits, since 0 and -0 differ.
  const exact = values instanceof Float32Array
    ? new Int32Array(values.buffer, values.byteOffset, values.length)
    : Array.from(values as ArrayLike<number>, (v) => Object.is(v, -0) ? "-0" : v);
  return `${dtype}[${shape}]${exact.join()}`;
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** The shape that `Reshape` of `x` gives, if `target` is constant. */
function reshapedShape(x: SymbolicTensor, target: SymbolicTensor): number[] | undefined {
  if (!target.values) return undefined;
  const shape = Array.from(target.values as ArrayLike<number>);
  const open = shape.indexOf(-1);
  if (open < 0) return shape;
  const rest = -elements(shape);
  if (rest === 0) return undefined;
  shape[open] = elements(x.shape) / rest;
  return shape;
}

/**
 * A graph that a function is recorded into.
 *
 * Equal nodes are made once: gradients that recompute their inputs, as ours do to be right to
 * second order, would otherwise double the graph. A reshaping of a reshaping is one, or none.
 */
export class Recording {
  /** Data created by the recorded function; what is older lives outside of the graph. */
  readonly ownData = new WeakSet<object>();
  /** Eager tensors that the function reads from outside, with the inputs that stand for them. */
  readonly captured = new Map<number, SymbolicTensor>();
  /** Captured tensors that the function disposed. */
  readonly disposed: number[] = [];
  readonly graph: Graph;
  /** Floating-point operations of the products recorded so far. */
  operations = 0;
  /** Takes in each node as it is made. */
  readonly #content = createHash("sha256");
  #shareable = true;
  readonly #merged = new Map<string, readonly SymbolicTensor[]>();
  readonly #constants = new Map<string, SymbolicTensor>();

  constructor(
    readonly name: string,
    library: Library,
    readonly definition: ReturnType<typeof opDefinitions>,
    /** Whether XLA will compile it, whose kernels differ from TensorFlow's in what they do to NaN. */
    readonly xla: boolean,
  ) {
    this.graph = new Graph(library);
  }

  /**
   * What is recorded, in short: functions that have it in common compute the same. Undefined for one that keeps a
   * state of its own, or holds what cannot be compared.
   */
  content(outputs: readonly SymbolicTensor[]): string | undefined {
    if (!this.#shareable) return undefined;
    const ends = outputs.map(({ id }) => id).join();
    return this.#content.copy().update(`${this.name} ${this.xla} gives ${ends}`).digest("hex");
  }

  /** Adds an input of the graph. */
  input(shape: readonly number[], dtype: number): SymbolicTensor {
    this.#content.update(`input ${dtype}[${shape}]\n`);
    return this.graph.placeholder(shape, dtype);
  }

  /** Adds a constant, or returns an equal one. */
  constant(shape: readonly number[], dtype: number, values: HostValues): SymbolicTensor {
    const key = constantKey(shape, dtype, values);
    if (key === undefined) {
      if (dtype !== TF.COMPLEX64 && isUniform(values)) {
        return { ...this.#fill(shape, dtype, values), values };
      }
      this.#content.update(`constant ${dtype}[${shape}]\n`);
      if (ArrayBuffer.isView(values)) this.#content.update(values as Uint8Array);
      else this.#shareable = false;
      return this.graph.constant(shape, dtype, values);
    }
    let constant = this.#constants.get(key);
    if (!constant) {
      this.#content.update(`constant ${key}\n`);
      this.#constants.set(key, constant = this.graph.constant(shape, dtype, values));
    }
    return constant;
  }

  /** Adds an op, or returns the outputs of an equal one. */
  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    outputs: number,
  ): readonly SymbolicTensor[] {
    if (name === "Reshape") return [this.#reshape(attributes, inputs[0]!, inputs[1]!)];
    return this.#merge(name, attributes, inputs, outputs);
  }

  #merge(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    outputs: number,
  ): readonly SymbolicTensor[] {
    const definition = this.definition(this.graph.pointer, name);
    if (definition.stateful) {
      this.#shareable = false;
      return this.graph.op(name, definition, attributes, inputs, outputs);
    }
    let key = name;
    for (const { id } of inputs) key += ` ${id}`;
    for (const attribute of attributes) key += ` ${attribute.name} ${attribute.value}`;
    let made = this.#merged.get(key);
    if (!made) {
      this.#content.update(`${key}\n`);
      // An object, such as a function's, looks like any other.
      const plain = ({ value }: Attribute) => typeof value !== "object" || Array.isArray(value);
      if (!attributes.every(plain)) this.#shareable = false;
      made = this.graph.op(name, definition, attributes, inputs, outputs);
      this.#merged.set(key, made);
      this.operations += productOperations(name, attributes, inputs, made);
    }
    return made;
  }

  #reshape(
    attributes: readonly Attribute[],
    x: SymbolicTensor,
    target: SymbolicTensor,
  ): SymbolicTensor {
    const origin = x.reshaped ?? x;
    const shape = reshapedShape(x, target);
    if (shape && sameShape(shape, x.shape)) return x;
    if (shape && sameShape(shape, origin.shape)) return origin;
    // A wrong target goes to the tensor itself, for the error to speak of.
    const fits = shape !== undefined && elements(shape) === elements(x.shape);
    const [made] = this.#merge("Reshape", attributes, [fits ? origin : x, target], 1);
    return { ...made!, reshaped: origin };
  }

  /** A large constant of one value, which gradients make many of, as an op of two small ones. */
  #fill(shape: readonly number[], dtype: number, values: HostValues): SymbolicTensor {
    const dims = this.constant([shape.length], TF.INT32, shape);
    // Floats stay floats: a plain array is told apart by its values, an array of floats by its bits.
    const first = values instanceof Float32Array ? values.slice(0, 1) : [values[0]!];
    const value = this.constant([], dtype, first);
    const types = [
      { name: "T", type: ATTRIBUTE.TYPE, value: dtype },
      { name: "index_type", type: ATTRIBUTE.TYPE, value: TF.INT32 },
    ];
    return this.op("Fill", types, [dims, value], 1)[0]!;
  }

  dispose(): void {
    this.graph.dispose();
  }
}
