/**
 * Casts to the same type, reshapes to the same shape and transposes that move nothing cost nothing.
 *
 * Gradients are full of them, and tfjs-node would run each (and `compile` record it).
 */
import "../backend.ts";
import { tf } from "../tfjs.ts";

interface Inputs {
  readonly x: tf.TensorInfo;
}

function skipWhen<A>(kernelName: string, isIdle: (x: tf.TensorInfo, attributes: A) => boolean) {
  const kernel = tf.getKernel(kernelName, "tensorflow");
  if (!kernel) return;
  tf.unregisterKernel(kernelName, "tensorflow");
  tf.registerKernel({
    ...kernel,
    kernelFunc(call) {
      const { x } = call.inputs as unknown as Inputs;
      if (!isIdle(x, call.attrs as A)) return kernel.kernelFunc(call);
      (call.backend as tf.KernelBackend).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}

if (tf.getKernel("Cast", "tensorflow")) {
  skipWhen<{ dtype: string }>("Cast", (x, { dtype }) => x.dtype === dtype);
  skipWhen<{ shape: number[] }>("Reshape", (x, { shape }) => tf.util.arraysEqual(x.shape, shape));
  // Axes of one entry may go anywhere as long as the others keep their order and the shape is kept.
  skipWhen<{ perm: number[] }>("Transpose", ({ shape }, { perm }) => {
    const moved = perm.filter((axis) => shape[axis] !== 1);
    return perm.every((axis, i) => shape[axis] === shape[i]) &&
      moved.every((axis, i) => i === 0 || moved[i - 1]! < axis);
  });
}
