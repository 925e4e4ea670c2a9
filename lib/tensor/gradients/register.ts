import { tf } from "../tfjs.ts";

/** The gradient of each input, by the input's name in the kernel. */
export type InputGradients = Record<string, () => tf.Tensor>;

/** Gradients of a kernel, from the gradient `dy` of its output. */
export type Gradient<A> = (
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  attributes: A,
) => InputGradients;

/**
 * Registers the gradient of a kernel in place of that of TensorFlow.js.
 *
 * @param inputsToSave Names of the inputs that `gradient` reads; "all" for kernels of a list
 */
export function register<A = unknown>(
  kernelName: string,
  inputsToSave: readonly string[] | "all",
  gradient: Gradient<A>,
): void {
  if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    ...(inputsToSave === "all"
      ? { saveAllInputs: true }
      : { inputsToSave: inputsToSave as string[] }),
    gradFunc: (dy, saved, attributes) => gradient(dy as tf.Tensor, saved, attributes as A),
  });
}

/** Registers `dx = dy · derivative(x)`. */
export function registerElementwise<A = unknown>(
  kernelName: string,
  derivative: (x: tf.Tensor, attributes: A) => tf.Tensor,
): void {
  register<A>(kernelName, ["x"], (dy, [x], attributes) => ({
    x: () => tf.mul(dy, derivative(x!, attributes)),
  }));
}

/** Runs a kernel that `tf` has no function for. */
export function runKernel(
  kernelName: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: object,
): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}

/** Sums `dy` over the axes along which an input of shape `shape` was broadcast. */
export function unbroadcast(dy: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const missing = dy.rank - shape.length;
  const axes = dy.shape.map((_, axis) => axis).filter((axis) =>
    axis < missing || (shape[axis - missing] === 1 && dy.shape[axis] !== 1)
  );
  const summed = axes.length ? tf.sum(dy, axes) : dy;
  // A gradient must be a tensor of its own, since the engine disposes those that it adds up.
  return tf.util.arraysEqual(summed.shape, shape as number[])
    ? axes.length ? summed : tf.clone(dy)
    : tf.reshape(summed, shape as number[]);
}

/** Repeats `dy`, reduced over `axes`, to the shape before the reduction. */
export function expand(
  dy: tf.Tensor,
  shape: readonly number[],
  axes: readonly number[],
): tf.Tensor {
  // tf.broadcastTo takes an axis of no entries for one of one.
  if (shape.includes(0)) return tf.zeros(shape as number[]);
  const kept = shape.map((size, axis) => axes.includes(axis) ? 1 : size);
  return tf.broadcastTo(tf.reshape(dy, kept), shape as number[]);
}
