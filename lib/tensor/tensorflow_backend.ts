/** tfjs-node's JavaScript kernels as a TensorFlow.js backend over our own binding. */
import "./node_shim.ts";
import { tf } from "./tfjs.ts";
import "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/register_all_kernels.js";
import * as kernels from "npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/nodejs_kernel_backend.js";
import type { Attribute } from "./libtensorflow/attributes.ts";
import type { EngineBinding, TensorMetadata } from "./engine_binding.ts";
import type { HostValues } from "./libtensorflow/host_values.ts";
import { repairKernels } from "./kernel_repairs.ts";
import { readProductsAlongRows } from "./product_strides.ts";

/** What a tensor of this backend is: an id of the binding, or values not uploaded yet. */
interface TensorData {
  readonly shape: number[];
  readonly dtype: number;
  values: HostValues | null;
  id: number;
}

/** The parts of tfjs-node's `NodeJSKernelBackend` that the engine uses or replaces. */
export interface NativeBackend extends tf.KernelBackend {
  readonly binding: EngineBinding;
  readonly tensorMap: { has(id: object): boolean; get(id: object): TensorData };
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  incRef(dataId: object): void;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  executeSingleOutput(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
  ): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): tf.backend_util.BackendValues;
  move(dataId: object, values: HostValues, shape: number[], dtype: string, refs: number): void;
}

type BackendClass = new (binding: EngineBinding, packageName: string) => NativeBackend;
const { NodeJSKernelBackend } = kernels as unknown as { NodeJSKernelBackend: BackendClass };

/**
 * Makes the backend.
 *
 * Some of its methods are replaced: inputs are looked up with an error that names the op where
 * tfjs-node would crash; values that wait on the host are uploaded outside of a recording if they
 * were created outside; and reads know whether compile is recording.
 */
export function createBackend(binding: EngineBinding): NativeBackend {
  const backend = new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node-gpu");
  const original = {
    getInputTensorIds: backend.getInputTensorIds.bind(backend),
    executeSingleOutput: backend.executeSingleOutput.bind(backend),
    executeMultipleOutputs: backend.executeMultipleOutputs.bind(backend),
    move: backend.move.bind(backend),
    incRef: backend.incRef.bind(backend),
  };
  const engine = tf.engine() as unknown as { state: { tensorInfo: WeakMap<object, unknown> } };
  /** Tensors of another backend are known to the engine, and move here when they are looked up. */
  const isKnown = (dataId: object) =>
    backend.tensorMap.has(dataId) || engine.state.tensorInfo.has(dataId);
  let running = "an op";
  return Object.assign(backend, {
    getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[] {
      const active = binding.recording();
      for (const { dataId } of tensors) {
        if (!dataId) continue; // tfjs-node's Int64Scalar
        if (!isKnown(dataId)) {
          throw new Error(`Cannot run ${running}: an input tensor was disposed`);
        }
        if (!active || active.ownData.has(dataId)) continue;
        const data = backend.tensorMap.get(dataId);
        if (data.values !== null) {
          data.id = binding.createEager(data.shape, data.dtype, data.values);
          data.values = null;
          active.ownData.delete(dataId); // Where `get` has just moved it here from another backend.
        }
      }
      return original.getInputTensorIds(tensors);
    },
    incRef(dataId: object) {
      if (!isKnown(dataId)) throw new Error("Cannot run Identity: its input tensor was disposed");
      original.incRef(dataId);
    },
    executeSingleOutput(
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly tf.TensorInfo[],
    ) {
      running = name;
      return original.executeSingleOutput(name, attributes, inputs);
    },
    executeMultipleOutputs(
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly tf.TensorInfo[],
      outputs: number,
    ) {
      running = name;
      return original.executeMultipleOutputs(name, attributes, inputs, outputs);
    },
    move(dataId: object, values: HostValues, shape: number[], dtype: string, refs: number) {
      binding.recording()?.ownData.add(dataId);
      original.move(dataId, values, shape, dtype, refs);
    },
  });
}

/** Registers a backend under the name "tensorflow", which tfjs-node's kernels are bound to. */
export function registerNative(backend: NativeBackend): NativeBackend {
  tf.registerBackend("tensorflow", () => backend, 3);
  return backend;
}

repairKernels();
readProductsAlongRows();
