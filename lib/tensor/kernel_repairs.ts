/** Kernels of tfjs-node that do not work on a current libtensorflow, or while compile records. */
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

type Kernel = tf.KernelConfig["kernelFunc"];

function replace(name: string, make: (original: Kernel) => Kernel): void {
  const config = tf.getKernel(name, "tensorflow")!;
  tf.unregisterKernel(name, "tensorflow");
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc) });
}

/**
 * Replaces the kernels that need it:
 * - GatherV2 checks its indices on the host, which a recording cannot (TensorFlow checks them
 *   itself);
 * - Round gives 0 for every int32 in TensorFlow 2.21.
 */
export function repairKernels(): void {
  const unchecked = (backend: NativeBackend) =>
    Object.create(backend, { readSync: { value: () => [] } });
  replace("GatherV2", (original) => (args) => {
    const backend = args.backend as NativeBackend;
    return original(backend.binding.recording() ? { ...args, backend: unchecked(backend) } : args);
  });
  replace("Round", (original) => (args) => {
    const x = args.inputs.x!;
    if (x.dtype !== "int32") return original(args);
    const backend = args.backend as NativeBackend;
    const { TF_ATTR_TYPE, TF_INT32 } = backend.binding;
    const type = { name: "T", type: TF_ATTR_TYPE, value: TF_INT32 };
    return backend.executeSingleOutput("Identity", [type], [x]);
  });
}
