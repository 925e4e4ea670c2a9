/**
 * Gradients that are right to second order.
 *
 * TensorFlow.js records the clone of a saved output before the op itself, so that a gradient which
 * reads a saved output is cut off from the tape of an outer gradient. Those here save inputs.
 *
 * @module
 */
import { tf } from "./tfjs.ts";

type Derivative = (x: tf.Tensor) => tf.Tensor;

/** Registers `dx = dy · derivative(x)`. */
function registerElementwise(kernelName: string, derivative: Derivative): void {
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, derivative(x!)) }),
  });
}

registerElementwise("Sigmoid", (x) => {
  const s = tf.sigmoid(x);
  return tf.mul(s, tf.sub(1, s));
});
registerElementwise("Exp", (x) => tf.exp(x));
registerElementwise("Tanh", (x) => tf.sub(1, tf.square(tf.tanh(x))));
