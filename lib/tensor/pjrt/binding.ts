/**
 * The native side that tfjs-node's kernels expect, for a PJRT device: while `record` runs, each op
 * becomes StableHLO; a recorded function is a program on the device. There are no eager ops.
 */
import type { EngineBinding, NativeFunction, TensorMetadata } from "../engine_binding.ts";
import type { Attribute } from "../libtensorflow/attributes.ts";
import { CONSTANTS } from "../libtensorflow/constants.ts";
import { elements, type HostValues } from "../libtensorflow/host_values.ts";
import type { ProgramCache } from "./cache.ts";
import type { Buffer, Client, Program } from "./client.ts";
import type { Precision } from "./emit/module.ts";
import { PjrtRecording, type Symbol } from "./recording.ts";

/** A tensor on the device. */
interface DeviceTensor {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly memory: SharedBuffer;
}

/** A buffer that several tensors may stand for. */
interface SharedBuffer {
  readonly buffer: Buffer;
  owners: number;
  /** Whether it is the copy of a tensor that lives elsewhere, which may be asked for again. */
  readonly held: boolean;
}

/** What {@link createPjrtBinding} makes. */
export interface PjrtBinding extends EngineBinding {
  readonly client: Client;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
}

/** How functions are compiled. */
export interface PjrtOptions {
  readonly precision: Precision;
  readonly cache: ProgramCache;
}

/** An engine on the devices of `client`, which records functions and compiles them. */
export function createPjrtBinding(client: Client, { precision, cache }: PjrtOptions): PjrtBinding {
  const tensors = new Map<number, DeviceTensor>();
  const symbols = new Map<number, Symbol>();
  let nextId = 1;
  let recording: PjrtRecording | undefined;

  const release = (memory: SharedBuffer) => {
    if (--memory.owners === 0) client.free(memory.buffer);
  };
  const addTensor = (shape: readonly number[], dtype: number, memory: SharedBuffer) => {
    tensors.set(nextId, { shape, dtype, memory });
    return nextId++;
  };
  const addSymbol = (symbol: Symbol): TensorMetadata => {
    symbols.set(nextId, symbol);
    return { id: nextId++, shape: [...symbol.shape], dtype: symbol.dtype };
  };
  const tensorOf = (id: number, what: string): DeviceTensor => {
    const tensor = tensors.get(id);
    if (tensor) return tensor;
    throw new Error(
      `Cannot run ${what}: an input was disposed, or was recorded inside compile and has no value`,
    );
  };
  const deleteNow = (id: number) => {
    const tensor = tensors.get(id);
    if (tensor) release(tensor.memory);
    tensors.delete(id);
  };
  const createEager = (shape: readonly number[], dtype: number, values: HostValues) =>
    addTensor([...shape], dtype, {
      buffer: client.put(shape, dtype, values as ArrayLike<number>),
      owners: 1,
      held: true,
    });

  /** The program's stand-in for any tensor: itself if recorded, else an argument. */
  function symbolOf(active: PjrtRecording, id: number, operation: string): Symbol {
    const own = symbols.get(id) ?? active.captured.get(id);
    if (own) return own;
    const { shape, dtype } = tensorOf(id, operation);
    const input = active.input(shape, dtype);
    active.captured.set(id, input);
    return input;
  }

  /** Results that may take the memory of donated arguments of their shape and type. */
  function aliasesOf(
    donated: readonly number[],
    inputs: readonly Symbol[],
    results: readonly Symbol[],
  ): Map<number, number> {
    const free = new Map<string, number[]>();
    const kind = ({ shape, dtype }: Symbol) => `${dtype}[${shape}]`;
    for (const i of donated) {
      const key = kind(inputs[i]!);
      free.set(key, [...free.get(key) ?? [], i]);
    }
    const aliases = new Map<number, number>();
    results.forEach((result, i) => {
      const argument = free.get(kind(result))?.shift();
      if (argument !== undefined) aliases.set(i, argument);
    });
    return aliases;
  }

  function program(mlir: string, name: string): Program {
    const dump = Deno.env.get("TENSOR_PJRT_DUMP");
    if (dump) Deno.writeTextFileSync(`${dump}/${name}.mlir`, mlir);
    const known = cache.read(mlir);
    if (known) {
      try {
        return client.load(known, name);
      } catch {
        cache.forget(mlir); // Of another version of the plugin, or damaged.
      }
    }
    const made = client.compile(mlir, name);
    cache.write(mlir, () => made.serialize());
    return made;
  }

  const record: EngineBinding["record"] = (name, specs, body, { donated = [], split = [] }) => {
    if (recording) throw new Error(`Cannot record ${name} while another function is recorded`);
    const active = recording = new PjrtRecording(name, precision, client.used);
    const firstId = nextId;
    const kept: SharedBuffer[] = [];
    let results: Symbol[] = [];
    let mlir: string, aliased: readonly number[];
    try {
      const inputs = specs.map(({ shape, dtype }) => active.input(shape, dtype));
      const shares = inputs.map((input, i) => split.includes(i) ? active.split(input) : input);
      const ids = body(shares.map(addSymbol));
      results = ids.map((id) => symbolOf(active, id, name));
      const values = results.map((result) => active.value(result));
      for (const id of active.captured.keys()) {
        const { memory } = tensorOf(id, name);
        memory.owners++;
        kept.push(memory);
      }
      const aliases = aliasesOf(donated, inputs, results);
      aliased = [...aliases.values()];
      mlir = active.module.text(name.replace(/[^A-Za-z0-9_]/g, "_"), values, aliases);
    } catch (error) {
      kept.forEach(release);
      throw error;
    } finally {
      recording = undefined;
      for (const id of [...symbols.keys()]) if (id >= firstId) symbols.delete(id);
      active.disposed.forEach(deleteNow);
    }
    const shapes = results.map(({ shape, dtype }) => ({ shape: [...shape], dtype }));
    let compiled: Program | undefined;
    const fn: NativeFunction = {
      nodes: active.module.nodes,
      operations: active.operations,
      call(ids) {
        compiled ??= program(mlir, name);
        const memories = [...ids.map((id) => tensorOf(id, name).memory), ...kept];
        // Memory that somebody else has a use for is not given away: its copy is.
        const shared = aliased.filter((i) =>
          memories[i]!.held || memories[i]!.owners > 1 || memories.indexOf(memories[i]!) !== i ||
          memories.lastIndexOf(memories[i]!) !== i
        );
        const outputs = compiled.run(memories.map(({ buffer }) => buffer), shared);
        return shapes.map(({ shape, dtype }, i) => ({
          id: addTensor(shape, dtype, { buffer: outputs[i]!, owners: 1, held: false }),
          shape,
          dtype,
        }));
      },
      dispose() {
        kept.splice(0).forEach(release);
        compiled?.dispose();
        compiled = undefined;
      },
    };
    return fn;
  };

  return {
    ...CONSTANTS,
    client,
    isUsingGpuDevice: () => client.platform !== "cpu",
    getNumOfTensors: () => tensors.size,
    createEager,
    record,
    recording: () => recording,

    createTensor(shape, dtype, values) {
      if (!recording) return createEager(shape, dtype, values);
      return addSymbol(recording.constant(shape, dtype, values)).id;
    },

    deleteTensor(id) {
      // A captured tensor must outlive the recording that reads it.
      if (recording?.captured.has(id)) recording.disposed.push(id);
      else deleteNow(id);
    },

    tensorDataSync(id) {
      const symbol = symbols.get(id);
      if (symbol?.values) return symbol.values as Float32Array;
      if (symbol) {
        const what = symbol.op.includes(" ") ? symbol.op : `the output of ${symbol.op}`;
        throw new Error(
          `Cannot read ${what} while compile records ${recording?.name}: it has no value yet`,
        );
      }
      const { shape, dtype, memory } = tensorOf(id, "a read");
      return client.get(memory.buffer, dtype, elements(shape), "Cannot read a tensor");
    },

    executeOp(
      name: string,
      attributes: readonly Attribute[],
      ids: readonly number[],
      outputs: number,
    ) {
      const active = recording;
      if (!active) throw new Error(`Cannot run ${name} on a PJRT device outside of compile`);
      const inputs = ids.map((id) => symbolOf(active, id, name));
      return active.op(name, attributes, inputs, outputs).map(addSymbol);
    },
  };
}
