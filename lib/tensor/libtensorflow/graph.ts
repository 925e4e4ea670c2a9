import type { Attribute } from "./attributes.ts";
import { nodeSetters, setAttributes } from "./attributes.ts";
import type { HostValues } from "./host_values.ts";
import { toTensor } from "./host_values.ts";
import type { Library } from "./library.ts";
import { cString, dimensions } from "./library.ts";
import type { OpDefinition } from "./op_definition.ts";

/** A tensor that a graph will compute: an output of a node, with its static shape. */
export interface SymbolicTensor {
  /** The node, a `TF_Operation`. */
  readonly node: Deno.PointerValue;
  /** Which of the node's outputs. */
  readonly index: number;
  /** No other tensor of the graph has this number. */
  readonly id: number;
  /** Name of the op that computes it. */
  readonly op: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Known only for constants. */
  readonly values?: HostValues;
  /** The tensor it is a reshaping of. */
  readonly reshaped?: SymbolicTensor;
}

/** `TF_Output`s side by side, as the C API takes lists of them. */
export function concatOutputs(tensors: readonly SymbolicTensor[]): BigUint64Array<ArrayBuffer> {
  const words = new BigUint64Array(Math.max(2 * tensors.length, 1));
  tensors.forEach(({ node, index }, i) => {
    words[2 * i] = Deno.UnsafePointer.value(node);
    words[2 * i + 1] = BigInt(index);
  });
  return words;
}

const encoder = new TextEncoder();
const nodeName = new Uint8Array(256);
const dims = new BigInt64Array(16);
const halves = new Int32Array(dims.buffer);

/** `${op}_${index}` as a C string, in a buffer that the next call overwrites. */
function uniqueName(op: string, index: number): Uint8Array<ArrayBuffer> {
  nodeName[encoder.encodeInto(`${op}_${index}`, nodeName.subarray(0, 255)).written] = 0;
  return nodeName;
}

/** A `TF_Graph` under construction; each method adds one node. */
export class Graph {
  readonly pointer: Deno.PointerValue;
  nodes = 0;
  #tensors = 0;
  readonly #setters: ReturnType<typeof nodeSetters>;

  constructor(readonly library: Library) {
    this.pointer = library.api.TF_NewGraph();
    this.#setters = nodeSetters(library);
  }

  /** Adds an input of the graph. */
  placeholder(shape: readonly number[], dtype: number): SymbolicTensor {
    const { api } = this.library;
    return this.#node("Placeholder", (node) => {
      api.TF_SetAttrType(node, cString("dtype"), dtype);
      api.TF_SetAttrShape(node, cString("shape"), dimensions(shape), shape.length);
    }, 1)[0]!;
  }

  /** Adds a constant. */
  constant(shape: readonly number[], dtype: number, values: HostValues): SymbolicTensor {
    const { api, status, check } = this.library;
    const tensor = toTensor(this.library, shape, dtype, dimensions(shape), values);
    const [made] = this.#node("Const", (node) => {
      api.TF_SetAttrType(node, cString("dtype"), dtype);
      api.TF_SetAttrTensor(node, cString("value"), tensor, status);
      check("Const");
    }, 1);
    api.TF_DeleteTensor(tensor);
    return { ...made!, values };
  }

  /** Adds an op. */
  op(
    name: string,
    definition: OpDefinition,
    attributes: readonly Attribute[],
    inputs: readonly SymbolicTensor[],
    outputs: number,
  ): readonly SymbolicTensor[] {
    return this.#node(name, (node) => {
      this.#addInputs(node, definition.inputs, attributes, inputs);
      // Types that the inputs have set need not be set again.
      const { implied } = definition;
      const left = attributes.filter((attribute) => !implied.has(attribute.name));
      setAttributes(this.#setters, node, name, left);
    }, outputs);
  }

  dispose(): void {
    this.library.api.TF_DeleteGraph(this.pointer);
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
        const input = inputs[next++]!;
        api.TF_AddInput(node, input.node, input.index);
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
    const unfinished = api.TF_NewOperation(
      this.pointer,
      cString(name),
      uniqueName(name, this.nodes++),
    );
    describe(unfinished);
    const node = api.TF_FinishOperation(unfinished, status);
    check(name);
    const tensors = new Array<SymbolicTensor>(outputs);
    for (let i = 0; i < outputs; i++) {
      const shape = this.#shape(name, node, i);
      const dtype = api.TF_OperationOutputType(node, i);
      tensors[i] = { node, index: i, id: this.#tensors++, op: name, shape, dtype };
    }
    return tensors;
  }

  #shape(name: string, node: Deno.PointerValue, index: number): number[] {
    const { api, status } = this.library;
    const rank = api.TF_GraphGetTensorNumDims(this.pointer, node, index, status);
    if (rank > 0) api.TF_GraphGetTensorShape(this.pointer, node, index, dims, rank, status);
    const shape = new Array<number>(Math.max(rank, 0));
    let known = rank >= 0;
    for (let i = 0; i < rank; i++) {
      shape[i] = halves[2 * i]! + halves[2 * i + 1]! * 2 ** 32;
      known &&= shape[i]! >= 0;
    }
    if (known) return shape;
    throw new Error(
      `Cannot record ${name}: the shape of its output depends on values, which are not known yet`,
    );
  }
}
