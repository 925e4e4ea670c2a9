/**
 * How a tensor shows itself, in `console.log` and as the value of a notebook's cell: its shape, dtype
 * and first values, instead of the ids that TensorFlow.js keeps.
 *
 * @module
 */
import { isRecording } from "./backend.ts";
import { tf } from "./tfjs.ts";

/** How many values are shown, unless there are hardly more. */
const SHOWN = 8;

/** Four significant digits at most, so that a line holds eight of them. */
function formatValue(value: unknown): string {
  return typeof value === "number" && Number.isFinite(value)
    ? String(Number(value.toPrecision(4)))
    : typeof value === "string"
    ? JSON.stringify(value)
    : String(value);
}

/** `Tensor float32 [2, 3]: 1, 2, 3, …`; says so if the values are gone, or not there yet. */
export function describeTensor(tensor: tf.Tensor): string {
  const head = `Tensor ${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (tensor.isDisposed) return `${head}, disposed`;
  if (isRecording()) return `${head}, being recorded`;
  if (tensor.size === 0) return `${head}, empty`;
  const few = tensor.size <= SHOWN + 1;
  const first = tf.tidy(() => {
    const flat = tf.reshape(tensor, [-1]);
    return few ? flat : tf.slice(flat, 0, SHOWN);
  });
  const values: unknown[] = Array.from(first.dataSync() as ArrayLike<unknown>);
  first.dispose();
  const shown = values.map((value) => formatValue(tensor.dtype === "bool" ? !!value : value));
  return `${head}: ${shown.join(", ")}${few ? "" : ", …"}`;
}

/** Adds what Deno and its Jupyter kernel ask a value for to every tensor. */
const display = {
  [Symbol.for("Deno.customInspect")](this: tf.Tensor): string {
    return describeTensor(this);
  },
  [Symbol.for("Jupyter.display")](this: tf.Tensor): Record<string, string> {
    return { "text/plain": describeTensor(this) };
  },
};
for (const symbol of Object.getOwnPropertySymbols(display)) {
  const descriptor = Object.getOwnPropertyDescriptor(display, symbol)!;
  Object.defineProperty(tf.Tensor.prototype, symbol, { ...descriptor, enumerable: false });
}
