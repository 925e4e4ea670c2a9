/** Kernels of tfjs-node that do not work on a current libtensorflow, or while compile records. */
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

type Kernel = tf.KernelConfig["kernelFunc"];

/** Puts what `make` makes of a backend's kernel `name` in its place. */
export function replaceKernel(
  name: string,
  make: (original: Kernel) => Kernel,
  backend = "tensorflow",
): void {
  const config = tf.getKernel(name, backend)!;
  tf.unregisterKernel(name, backend);
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc) });
}

/**
 * Replaces the kernels that need it:
 * - GatherV2 checks its indices on the host, which a recording cannot: TensorFlow's own kernel
 *   checks them itself, in mode "graph", while XLA takes the nearest entry that there is; its check also
 *   knows no axis that is counted from the end;
 * - Round gives 0 for every int32 in TensorFlow 2.21;
 * - while compile records, those that would lose a NaN ({@linkcode passNaN}).
 */
export function repairKernels(): void {
  const unchecked = (backend: NativeBackend) =>
    Object.create(backend, { readSync: { value: () => [] } });
  replaceKernel("GatherV2", (original) => (args) => {
    const backend = args.backend as NativeBackend;
    const { axis } = args.attrs as { axis: number }, { rank } = args.inputs.x as tf.Tensor;
    const attrs = { ...args.attrs, axis: axis < 0 ? axis + rank : axis };
    return original({
      ...args,
      attrs,
      ...(backend.binding.recording() && { backend: unchecked(backend) }),
    });
  });
  replaceKernel("Round", (original) => (args) => {
    const x = args.inputs.x!;
    if (x.dtype !== "int32") return original(args);
    const backend = args.backend as NativeBackend;
    const { TF_ATTR_TYPE, TF_INT32 } = backend.binding;
    const type = { name: "T", type: TF_ATTR_TYPE, value: TF_INT32 };
    return backend.executeSingleOutput("Identity", [type], [x]);
  });
  passNaN();
}

type Reduction = { reductionIndices?: number | number[]; axis?: number | number[] };

/** What the backend of a kernel's call records at the moment. */
const recordingOf = ({ backend }: { backend: unknown }) =>
  (backend as NativeBackend).binding.recording();

/** Whether `x` can hold a NaN: integers have none, and their ops stay as they are. */
const isFloat = ({ dtype }: tf.TensorInfo) => dtype === "float32";

/** The values of `x` where they are known while it is recorded, as a clamp's bound mostly is. */
const knownValues = (backend: NativeBackend, { dataId }: tf.TensorInfo) =>
  backend.tensorMap.has(dataId)
    ? backend.tensorMap.get(dataId).values as Float32Array | null
    : null;

/**
 * Gives compiled functions eager's NaN. XLA's max and min skip NaN on a CPU (max of [1, NaN, 3] is
 * 3; of a pair, the larger and the smaller skip that of the second) and its argMin points anywhere,
 * where eager's pass over it; TensorFlow's softmax in a graph leaves 0 beside a NaN, where eager's
 * row is NaN throughout.
 *
 * Kernels run off the tape, so the ops made here have no gradient to be wrong about.
 */
function passNaN(): void {
  for (const name of ["Max", "Min"]) {
    replaceKernel(name, (original) => (call) => {
      const x = call.inputs.x as tf.Tensor;
      const result = original(call) as tf.Tensor;
      if (!recordingOf(call)?.xla || !isFloat(x)) return result;
      const { reductionIndices, axis = reductionIndices } = call.attrs as Reduction;
      const lost = tf.any(tf.isNaN(x), axis);
      return tf.where(tf.reshape(lost, result.shape), tf.fill(result.shape, NaN), result);
    });
  }
  for (const name of ["Maximum", "Minimum"]) {
    replaceKernel(name, (original) => (call) => {
      const inputs = call.inputs as Record<"a" | "b", tf.Tensor>;
      if (!recordingOf(call)?.xla || !isFloat(inputs.a)) return original(call);
      const backend = call.backend as NativeBackend;
      // What is known goes second, where XLA would put it, too: free of NaN, it needs no repair.
      const turned = knownValues(backend, inputs.a) !== null;
      const [a, b] = turned ? [inputs.b, inputs.a] : [inputs.a, inputs.b];
      const isClean = knownValues(backend, b)?.every((value) => !Number.isNaN(value));
      const result = original({ ...call, inputs: { a, b } }) as tf.Tensor;
      return isClean || result.size === 0 ? result : tf.where(tf.isNaN(b), b, result);
    });
  }
  const beyond = { ArgMax: -Infinity, ArgMin: Infinity };
  for (const [name, worst] of Object.entries(beyond)) {
    replaceKernel(name, (original) => (call) => {
      const x = call.inputs.x as tf.Tensor;
      if (!recordingOf(call)?.xla || !isFloat(x)) return original(call);
      const clean = tf.where(tf.isNaN(x), tf.fill(x.shape, worst), x);
      return original({ ...call, inputs: { ...call.inputs, x: clean } });
    });
  }
  replaceKernel("Softmax", (original) => (call) => {
    const result = original(call) as tf.Tensor;
    const recording = recordingOf(call);
    if (!recording || recording.xla || result.size === 0) return result;
    const lost = tf.isNaN(tf.sum(result, -1, true));
    return tf.where(lost, tf.fill(result.shape, NaN), result);
  });
}
