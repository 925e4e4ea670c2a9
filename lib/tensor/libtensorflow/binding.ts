import { ATTRIBUTE, type Attribute, eagerSetters, setAttributes } from "./attributes.ts";
import { CONSTANTS } from "./constants.ts";
import { fromTensor, type HostValues, toTensor } from "./host_values.ts";
import { cString, dimensions, type Library, readCString } from "./library.ts";
import { opDefinitions } from "./op_definition.ts";
import { concatOutputs, type SymbolicTensor } from "./graph.ts";
import { Recording } from "./recording.ts";
import { type SharedFunction, SharedFunctions } from "./shared_functions.ts";
import type { NativeFunction, RecordSettings, TensorMetadata } from "../engine_binding.ts";

/** A device TensorFlow found, such as `{ name: "…/device:CPU:0", type: "CPU" }`. */
export interface Device {
  readonly name: string;
  readonly type: string;
}

function openContext(library: Library, threads: number | undefined): Deno.PointerValue {
  const { api, status, check } = library;
  const options = api.TFE_NewContextOptions();
  if (threads !== undefined) {
    // ConfigProto { intra_op_parallelism_threads = 2, inter_op_parallelism_threads = 5 }
    const config = new Uint8Array([2 << 3, threads, 5 << 3, threads]);
    api.TFE_ContextOptionsSetConfig(options, config, BigInt(config.length), status);
    check("Cannot set the number of threads");
  }
  const context = api.TFE_NewContext(options, status);
  check("Cannot start TensorFlow");
  return context;
}

function listDevices({ api, status }: Library, context: Deno.PointerValue): Device[] {
  const list = api.TFE_ContextListDevices(context, status);
  const devices = Array.from({ length: api.TF_DeviceListCount(list) }, (_, i) => ({
    name: readCString(api.TF_DeviceListName(list, i, status)),
    type: readCString(api.TF_DeviceListType(list, i, status)),
  }));
  api.TF_DeleteDeviceList(list);
  return devices;
}

/**
 * The native side that tfjs-node's kernels expect (`TFJSBinding`), over the C API: eager ops, and
 * the same calls recorded into a graph while `record` runs.
 *
 * @param threads Threads of TensorFlow's pools, all cores by default
 */
export function createBinding(library: Library, threads?: number) {
  const { api, status, check } = library;
  const context = openContext(library, threads);
  const devices = listDevices(library, context);
  const setters = eagerSetters(library);
  const definition = opDefinitions(library);
  const handles = new Map<number, Deno.PointerValue>();
  const symbolic = new Map<number, SymbolicTensor>();
  let nextId = 1;
  /** How many functions have had a name; XLA's cache finds them by it and their number again. */
  const named = new Map<string, number>();
  const functions = new SharedFunctions((name) =>
    api.TFE_ContextRemoveFunction(context, cString(name), status)
  );
  let recording: Recording | undefined;
  let handleBuffer = new BigUint64Array(64);
  const outputCount = new Int32Array(1);

  const addHandle = (handle: Deno.PointerValue): number => {
    handles.set(nextId, handle);
    return nextId++;
  };
  const addSymbolic = (tensor: SymbolicTensor): TensorMetadata => {
    symbolic.set(nextId, tensor);
    return { id: nextId++, shape: [...tensor.shape], dtype: tensor.dtype };
  };
  const handleOf = (id: number, operation: string): Deno.PointerValue => {
    const handle = handles.get(id);
    if (handle) return handle;
    throw new Error(
      `Cannot run ${operation}: an input was disposed, or was recorded inside compile and has no value`,
    );
  };
  const describe = (handle: Deno.PointerValue) => {
    const rank = api.TFE_TensorHandleNumDims(handle, status);
    const shape = new Array<number>(rank);
    for (let i = 0; i < rank; i++) shape[i] = Number(api.TFE_TensorHandleDim(handle, i, status));
    return { shape, dtype: api.TFE_TensorHandleDataType(handle) };
  };

  const deleteHandle = (id: number) => {
    const handle = handles.get(id);
    if (handle) api.TFE_DeleteTensorHandle(handle);
    handles.delete(id);
  };

  /** A tensor on the device, even while recording. */
  function createEager(shape: readonly number[], dtype: number, values: HostValues): number {
    const tensor = toTensor(library, shape, dtype, dimensions(shape), values);
    const handle = api.TFE_NewTensorHandle(tensor, status);
    api.TF_DeleteTensor(tensor);
    check("Cannot create a tensor");
    return addHandle(handle);
  }

  function executeEager(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Deno.PointerValue[],
    outputs: number,
  ): TensorMetadata[] {
    const op = api.TFE_NewOp(context, cString(name), status);
    check(name);
    try {
      for (const input of inputs) {
        api.TFE_OpAddInput(op, input, status);
        check(name);
      }
      setAttributes(setters, op, name, attributes);
      if (handleBuffer.length < outputs) handleBuffer = new BigUint64Array(outputs);
      outputCount[0] = outputs;
      api.TFE_Execute(op, handleBuffer, outputCount, status);
      check(name);
    } finally {
      api.TFE_DeleteOp(op);
    }
    return Array.from({ length: outputs }, (_, i) => {
      const handle = Deno.UnsafePointer.create(handleBuffer[i]!);
      return { id: addHandle(handle), ...describe(handle) };
    });
  }

  /** The graph's stand-in for any tensor: itself if recorded, else an input that captures it. */
  function symbolOf(active: Recording, id: number, operation: string): SymbolicTensor {
    const own = symbolic.get(id) ?? active.captured.get(id);
    if (own) return own;
    const { shape, dtype } = describe(handleOf(id, operation));
    const input = active.input(shape, dtype);
    active.captured.set(id, input);
    return input;
  }

  function uniqueName(name: string): string {
    const stem = name.replace(/[^A-Za-z0-9_]/g, "_"), count = named.get(stem) ?? 0;
    named.set(stem, count + 1);
    return `${stem}_${count}`;
  }

  /** Finishes `active` as a function of `inputs` that gives `outputs`. */
  function toFunction(
    active: Recording,
    name: string,
    inputs: readonly SymbolicTensor[],
    outputs: readonly SymbolicTensor[],
    xla: boolean,
  ): void {
    const fn = api.TF_GraphToFunction(
      active.graph.pointer,
      cString(name),
      0,
      -1,
      null,
      inputs.length,
      concatOutputs(inputs),
      outputs.length,
      concatOutputs(outputs),
      null,
      null,
      null,
      status,
    );
    check(`Cannot compile ${name}`);
    if (xla) {
      const yes = new Uint8Array([5 << 3, 1]); // AttrValue { b: true }
      api.TF_FunctionSetAttrValueProto(fn, cString("_XlaMustCompile"), yes, 2n, status);
      check(`Cannot compile ${name}`);
    }
    api.TFE_ContextAddFunction(context, fn, status);
    api.TF_DeleteFunction(fn);
    check(`Cannot compile ${name}`);
  }

  /**
   * Records `body`, a function of tensor ids.
   *
   * @param name Shown in errors and profiles
   * @param specs Shape and `TF_DataType` of each input
   */
  function record(
    name: string,
    specs: readonly { readonly shape: readonly number[]; readonly dtype: number }[],
    body: (inputs: TensorMetadata[]) => number[],
    { xla }: RecordSettings,
  ): NativeFunction {
    if (recording) throw new Error(`Cannot record ${name} while another function is recorded`);
    const active = recording = new Recording(name, library, definition, xla);
    const firstId = nextId;
    let outputs = 0;
    let shared: SharedFunction | undefined;
    const kept: Deno.PointerValue[] = [];
    try {
      const inputs = specs.map((spec) => active.input(spec.shape, spec.dtype));
      const ids = body(inputs.map(addSymbolic));
      outputs = ids.length;
      // A function may not return its own argument without a node between.
      const results = ids.map((id) => {
        const result = symbolOf(active, id, name);
        if (result.op !== "Placeholder") return result;
        const type = { name: "T", type: ATTRIBUTE.TYPE, value: result.dtype };
        return active.op("Identity", [type], [result], 1)[0]!;
      });
      for (const id of active.captured.keys()) {
        kept.push(api.TFE_TensorHandleCopySharingTensor(handleOf(id, name), status));
        check(name);
      }
      shared = functions.take(active.content(results), xla, () => {
        const unique = uniqueName(name);
        toFunction(active, unique, [...inputs, ...active.captured.values()], results, xla);
        return unique;
      });
    } catch (error) {
      kept.forEach((handle) => api.TFE_DeleteTensorHandle(handle));
      throw error;
    } finally {
      recording = undefined;
      for (let id = firstId; id < nextId; id++) symbolic.delete(id);
      active.disposed.forEach(deleteHandle);
      active.dispose();
    }
    const made = shared;
    const ending = (end: () => void) => () => {
      kept.splice(0).forEach((handle) => api.TFE_DeleteTensorHandle(handle));
      end();
    };
    return {
      nodes: active.graph.nodes,
      operations: active.operations,
      call: (ids) =>
        executeEager(made.name, [], [...ids.map((id) => handleOf(id, name)), ...kept], outputs),
      dispose: ending(made.release),
      discard: ending(made.discard),
    };
  }

  return {
    ...CONSTANTS,
    TF_Version: library.version,
    devices,
    isUsingGpuDevice: () => devices.some((device) => device.type === "GPU"),
    getNumOfTensors: () => handles.size,
    createEager,
    record,
    recording: () => recording,

    createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
      if (!recording) return createEager(shape, dtype, values);
      return addSymbolic(recording.constant(shape, dtype, values)).id;
    },

    deleteTensor(id: number): void {
      // A captured tensor must outlive the recording that reads it.
      if (recording?.captured.has(id)) recording.disposed.push(id);
      else deleteHandle(id);
    },

    tensorDataSync(id: number, operation = "a read") {
      const symbol = symbolic.get(id);
      if (symbol?.values) return symbol.values;
      if (symbol) {
        const what = symbol.op === "Placeholder" ? "an input" : `the output of ${symbol.op}`;
        throw new Error(
          `Cannot read ${what} while compile records ${recording?.name}: it has no value yet`,
        );
      }
      const handle = handleOf(id, operation);
      const tensor = api.TFE_TensorHandleResolve(handle, status);
      check(operation);
      try {
        return fromTensor(library, tensor, api.TFE_TensorHandleDataType(handle));
      } finally {
        api.TF_DeleteTensor(tensor);
      }
    },

    executeOp(
      name: string,
      attributes: readonly Attribute[],
      ids: readonly number[],
      outputs: number,
    ): TensorMetadata[] {
      const active = recording;
      if (!active) {
        return executeEager(name, attributes, ids.map((id) => handleOf(id, name)), outputs);
      }
      const inputs = ids.map((id) => symbolOf(active, id, name));
      return active.op(name, attributes, inputs, outputs).map(addSymbolic);
    },
  };
}

/** The native side of the `tensorflow` backend. */
export type Binding = ReturnType<typeof createBinding>;
