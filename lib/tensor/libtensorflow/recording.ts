import type { Attribute } from "./attributes.ts";
import { ATTRIBUTE, nodeSetters, setAttributes } from "./attributes.ts";
import type { HostValues } from "./host_values.ts";
import { elements, TF, toTensor } from "./host_values.ts";
import type { Library } from "./library.ts";
import { cString, dimensions } from "./library.ts";
import { opDefinitions } from "./op_definition.ts";

/** A tensor that a recording will compute: an output of a node, with its static shape. */
export interface SymbolicTensor {
  /** A `TF_Output`: the node's address and the output's index. */
  readonly output: Uint8Array<ArrayBuffer>;
  readonly key: string;
  /** Name of the op that computes it. */
  readonly op: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Known only for constants. */
  readonly values?: HostValues;
}

/** Constants up to this many values are shared between the nodes of a recording. */
const SHARED_CONSTANT = 64;

const OUTPUT_BYTES = 16;

/** `TF_Output`s side by side, as the C API takes lists of them. */
export function concatOutputs(tensors: readonly SymbolicTensor[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(tensors.length, 1) * OUTPUT_BYTES);
  tensors.forEach((tensor, i) => bytes.set(tensor.output, i * OUTPUT_BYTES));
  return bytes;
}

/** Whether all values are the same number. */
function isUniform(values: HostValues): boolean {
  if (!(values instanceof Float32Array || values instanceof Int32Array)) return false;
  return values.every((value) => value === values[0]);
}

/**
 * A graph under construction.
 *
 * Equal nodes are made once: gradients that recompute their inputs, as ours do to be right to
 * second order, would otherwise double the graph.
 */
export class Recording {
  readonly graph: Deno.PointerValue;
  /** Data created by the recorded function; what is older lives outside of the graph. */
  readonly ownData = new WeakSet<object>();
  /** Eager tensors that the function reads from outside, with the inputs that stand for them. */
  readonly captured = new Map<number, SymbolicTensor>();
  /** Captured tensors that the function disposed. */
  readonly disposed: number[] = [];
  nodes = 0;
  readonly #merged = new Map<string, readonly SymbolicTensor[]>();

  constructor(
    readonly name: string,
    readonly library: Library,
    readonly definition: ReturnType<typeof opDefinitions>,
  ) {
    this.graph = library.api.TF_NewGraph();
  }

  /** Adds an input of the graph. */
  input(shape: readonly number[], dtype: number): SymbolicTensor {
    return this.#node("Placeholder", (node) => {
      this.library.api.TF_SetAttrType(node, cString("dtype"), dtype);
      this.library.api.TF_SetAttrShape(node, cString("shape"), dimensions(shape), shape.length);
    }, 1)[0]!;
  }

  /** Adds a constant. */
  constant(shape: readonly number[], dtype: number, values: HostValues): SymbolicTensor {
    const key = elements(shape) <= SHARED_CONSTANT
      ? `Const ${dtype} ${shape.join()} ${Array.from(values as ArrayLike<unknown>).join()}`
      : undefined;
    const known = key && this.#merged.get(key);
    if (known) return known[0]!;
    if (!key && dtype !== TF.COMPLEX64 && isUniform(values)) {
      return { ...this.#fill(shape, dtype, values), values };
    }
    const { api, status, check } = this.library;
    const tensor = toTensor(this.library, shape, dtype, dimensions(shape), values);
    const [made] = this.#node("Const", (node) => {
      api.TF_SetAttrType(node, cString("dtype"), dtype);
      api.TF_SetAttrTensor(node, cString("value"), tensor, status);
      check("Const");
    }, 1);
    api.TF_DeleteTensor(tensor);
    const constant = { ...made!, values };
    if (key) this.#merged.set(key, [constant]);
    return constant;
  }

  /** A large constant of one value, which gradients make many of, as an op of two small ones. */
  #fill(shape: readonly number[], dtype: number, values: HostValues): SymbolicTensor {
    const dims = this.constant([shape.length], TF.INT32, shape);
    const value = this.constant([], dtype, [values[0]!]);
    const types = [
      { name: "T", type: ATTRIBUTE.TYPE, value: dtype },
      { name: "index_type", type: ATTRIBUTE.TYPE, value: TF.INT32 },
    ];
    return this.op("Fill", types, [dims, value], 1)[0]!;
  }

  /** Adds an op, or returns the outputs of an equal one. */
  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    outputs: number,
  ): readonly SymbolicTensor[] {
    const definition = this.definition(this.graph, name);
    const key = definition.stateful
      ? undefined
      : `${name} ${inputs.map((i) => i.key).join()} ${JSON.stringify(attributes)}`;
    const known = key === undefined ? undefined : this.#merged.get(key);
    if (known) return known;
    const made = this.#node(name, (node) => {
      this.#addInputs(node, definition.inputs, attributes, inputs);
      setAttributes(nodeSetters(this.library), node, name, attributes);
    }, outputs);
    if (key !== undefined) this.#merged.set(key, made);
    return made;
  }

  dispose(): void {
    this.library.api.TF_DeleteGraph(this.graph);
  }

  #addInputs(
    node: Deno.PointerValue,
    slots: readonly (string | undefined)[],
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
  ): void {
    const { api } = this.library;
    const lists = slots.filter((slot) => slot !== undefined).length;
    let next = 0;
    for (const slot of slots) {
      if (slot === undefined) {
        api.TF_AddInput(node, inputs[next++]!.output);
        continue;
      }
      const value = attributes.find((a) => a.name === slot)?.value;
      const length = lists === 1
        ? inputs.length - (slots.length - 1)
        : Array.isArray(value)
        ? value.length
        : Number(value);
      api.TF_AddInputList(node, concatOutputs(inputs.slice(next, next + length)), length);
      next += length;
    }
  }

  #node(
    name: string,
    describe: (node: Deno.PointerValue) => void,
    outputs: number,
  ): readonly SymbolicTensor[] {
    const { api, status, check } = this.library;
    const index = this.nodes++;
    const node = api.TF_NewOperation(this.graph, cString(name), cString(`${name}_${index}`));
    describe(node);
    const operation = api.TF_FinishOperation(node, status);
    check(name);
    return Array.from({ length: outputs }, (_, i) => this.#output(name, operation, index, i));
  }

  #output(name: string, node: Deno.PointerValue, index: number, i: number): SymbolicTensor {
    const { api, status, check } = this.library;
    const output = new Uint8Array(OUTPUT_BYTES);
    const view = new DataView(output.buffer);
    view.setBigUint64(0, BigInt(Deno.UnsafePointer.value(node)), true);
    view.setInt32(8, i, true);
    const rank = api.TF_GraphGetTensorNumDims(this.graph, output, status);
    check(name);
    const dims = new BigInt64Array(Math.max(rank, 1));
    if (rank > 0) api.TF_GraphGetTensorShape(this.graph, output, dims, rank, status);
    check(name);
    const shape = Array.from(dims.subarray(0, Math.max(rank, 0)), Number);
    if (rank < 0 || shape.some((d) => d < 0)) {
      throw new Error(
        `Cannot record ${name}: the shape of its output depends on values, which are not known yet`,
      );
    }
    const dtype = api.TF_OperationOutputType(output);
    return { output, key: `${index}:${i}`, op: name, shape, dtype };
  }
}
