/** A PJRT device as what `compile` runs on, beside the backend that runs eager ops. */
import { createBackend, type NativeBackend } from "../tensorflow_backend.ts";
import { tf } from "../tfjs.ts";
import type { TensorMetadata } from "../engine_binding.ts";
import { root } from "../libtensorflow/locate.ts";
import { openApi } from "./api.ts";
import { createPjrtBinding, type PjrtBinding } from "./binding.ts";
import { openCache } from "./cache.ts";
import { createClient } from "./client.ts";
import type { Precision } from "./emit/module.ts";
import { prepareCuda } from "./libraries.ts";
import type { PluginPath } from "./locate.ts";

/** The engine's parts that choose what runs an op. */
interface Engine {
  backendName: string;
  backendInstance: tf.KernelBackend;
  readonly state: { readonly tensorInfo: WeakMap<object, { backend: tf.KernelBackend }> };
  makeTensorFromTensorInfo(info: tf.TensorInfo, backend?: tf.KernelBackend): tf.Tensor;
  moveData(backend: tf.KernelBackend, dataId: object): void;
}
const engine = tf.engine() as unknown as Engine;

/** A PJRT device that `compile` runs on. */
export interface PjrtDevice {
  readonly binding: PjrtBinding;
  readonly backend: NativeBackend;
  /** Runs `body` with ops recorded for the device. */
  recording<T>(body: () => T): T;
  /** Ids of the copies on the device of data of another backend. */
  copiesOf(dataId: object): readonly number[];
}

/** What TENSOR_PRECISION asks for; a CPU has no short products, and emulates them. */
function precisionAsked(platform: string): Precision {
  const asked = Deno.env.get("TENSOR_PRECISION") ?? "float32";
  if (asked === "tf32" && platform === "cpu") return "tf32 emulated";
  if (asked === "float32" || asked === "tf32") return asked;
  throw new RangeError(`TENSOR_PRECISION must be float32 or tf32: current value is ${asked}`);
}

/** Where in the program, outside of the engine, this is called from. */
function callerOf(): string {
  const lines = (new Error().stack ?? "").split("\n").slice(1);
  const outside = lines.find((line) => !/lib\/tensor\/|node_modules|ext:/.test(line));
  return outside?.trim().replace(`file://${root}/`, "").replace(/^at /, "") ?? "somewhere";
}

/**
 * Opens the plugin and its first device.
 *
 * @throws {Error} If it does not open
 */
export function openDevice(plugin: PluginPath): PjrtDevice {
  if (plugin.accelerator && /cuda/i.test(plugin.path)) prepareCuda(plugin.path);
  if (!Deno.env.has("TF_CPP_MIN_LOG_LEVEL")) Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "3");
  const client = createClient(openApi(plugin.path), Number(Deno.env.get("TENSOR_DEVICES") ?? 1));
  const { size, mtime } = Deno.statSync(plugin.path);
  const depends = [
    size,
    mtime?.getTime(),
    client.platformVersion,
    client.devices,
    client.used,
    Deno.env.get("XLA_FLAGS"),
    Deno.build.target,
  ];
  const cache = openCache(`${root}/.runtime/pjrt_cache`, depends);
  const binding = createPjrtBinding(client, { precision: precisionAsked(client.platform), cache });
  const backend = createBackend(binding);
  return createDevice(binding, backend);
}

function createDevice(binding: PjrtBinding, backend: NativeBackend): PjrtDevice {
  /** Copies on the device, by shape, of data that live in another backend, as long as those do. */
  const mirrors = new WeakMap<object, Map<string, number>>();
  const watched = new WeakSet<tf.KernelBackend>();

  /** Frees copies when what they are copies of is freed. */
  function watch(other: tf.KernelBackend): void {
    if (watched.has(other)) return;
    watched.add(other);
    const dispose = other.disposeData.bind(other);
    other.disposeData = (dataId, force) => {
      const freed = dispose(dataId, force);
      if (freed) {
        mirrors.get(dataId)?.forEach((mirror) => binding.deleteTensor(mirror));
        mirrors.delete(dataId);
      }
      return freed;
    };
  }

  // Results belong to the device, whichever backend runs eager ops now.
  backend.createOutputTensor = ({ id, shape, dtype }: TensorMetadata) => {
    const dataId = {};
    const data = { shape, dtype, id, values: null, refCount: 1 };
    (backend.tensorMap as unknown as Map<object, object>).set(dataId, data);
    const type = types.get(dtype) ?? "int32";
    return engine.makeTensorFromTensorInfo({ dataId, shape, dtype: type }, backend);
  };
  const names = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, bool: binding.TF_BOOL };
  const types = new Map<number, tf.DataType>(
    Object.entries(names).map(([name, n]) => [n, name as tf.DataType]),
  );

  let warned = false;
  const moveData = engine.moveData.bind(engine);
  engine.moveData = (to, dataId) => {
    const from = engine.state.tensorInfo.get(dataId)?.backend;
    if (from !== backend && to === backend) {
      throw new Error("Cannot move data to a PJRT device, which holds copies instead");
    }
    if (from === backend && to !== backend && !warned) {
      warned = true;
      console.error(
        `An op outside of compile copies a tensor from the device, which is slow in a loop: ${callerOf()}`,
      );
    }
    moveData(to, dataId);
  };

  const inputIds = backend.getInputTensorIds.bind(backend);

  /** What is on the device already; read past the storage's own look-up, which moves what it lacks. */
  const { data: stored } = backend.tensorMap as unknown as {
    readonly data: WeakMap<object, { readonly id: number; readonly values: unknown }>;
  };

  function idOf(tensor: tf.TensorInfo): number {
    const { dataId, shape } = tensor;
    const here = dataId && stored.get(dataId);
    if (here && here.values === null) return here.id;
    // Without data it is an Int64Scalar of tfjs-node, without an owner it was disposed.
    const owner = dataId && engine.state.tensorInfo.get(dataId)?.backend;
    if (!owner || owner === backend) return inputIds([tensor])[0]!;
    const copies = mirrors.get(dataId) ?? new Map<string, number>();
    const known = copies.get(shape.join());
    if (known !== undefined) return known;
    const dtype = names[tensor.dtype as keyof typeof names];
    if (dtype === undefined) {
      throw new TypeError(
        `Cannot copy a ${tensor.dtype} tensor to the device: it must be float32, int32 or bool`,
      );
    }
    const id = binding.createEager(shape, dtype, owner.readSync(dataId) as Float32Array);
    mirrors.set(dataId, copies.set(shape.join(), id));
    watch(owner);
    return id;
  }
  backend.getInputTensorIds = (tensors) => tensors.map(idOf);
  const incRef = backend.incRef.bind(backend);
  backend.incRef = (dataId) => {
    const owner = engine.state.tensorInfo.get(dataId)?.backend;
    if (!owner || owner === backend) incRef(dataId);
    else owner.incRef(dataId);
  };

  return {
    binding,
    backend,
    copiesOf: (dataId) => [...mirrors.get(dataId)?.values() ?? []],
    recording(body) {
      const { backendName, backendInstance } = engine;
      engine.backendName = "tensorflow"; // which the kernels are registered for
      engine.backendInstance = backend;
      try {
        return body();
      } finally {
        engine.backendName = backendName;
        engine.backendInstance = backendInstance;
      }
    },
  };
}
