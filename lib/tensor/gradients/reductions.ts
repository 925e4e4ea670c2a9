/**
 * Gradients of sums, means, products and running sums. Those of max and min are the tape's, as TensorFlow.js has
 * them: each of several entries that are equally large gets the whole gradient, where PyTorch's amax and JAX share
 * it among them. Shipped networks that take the largest of what may be equal, such as the NLM, have learned so.
 */
import { tf } from "../tfjs.ts";
import { expand, register } from "./register.ts";

type Axes = number | number[] | null | undefined;

const parseAxes = (axis: Axes, shape: number[]) =>
  tf.util.parseAxisParam(axis ?? shape.map((_, i) => i), shape);

register<{ axis: Axes }>("Sum", ["x"], (dy, [x], { axis }) => ({
  x: () => expand(dy, x!.shape, parseAxes(axis, x!.shape)),
}));

register<{ axis: Axes }>("Mean", ["x"], (dy, [x], { axis }) => {
  const axes = parseAxes(axis, x!.shape);
  const count = axes.reduce((product, a) => product * x!.shape[a]!, 1);
  return { x: () => expand(tf.div(dy, count), x!.shape, axes) };
});

// The engine's own transposes the gradient unless the axis is the last.
register<{ axis: number; exclusive: boolean; reverse: boolean }>(
  "Cumsum",
  [],
  (dy, _, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy, axis, exclusive, !reverse),
  }),
);

/** ∏_{j ≠ i} x_j along the last axis, without a division. */
const productOfOthers = (x: tf.Tensor) =>
  tf.mul(tf.cumprod(x, x.rank - 1, true, false), tf.cumprod(x, x.rank - 1, true, true));

/** Moves `axes` behind the others and joins them. */
function axesLast(x: tf.Tensor, axes: number[]) {
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...others, ...axes];
  const moved = tf.transpose(x, order);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  const sizes = others.map((axis) => x.shape[axis]!);
  const joined = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  return {
    joined: tf.reshape(moved, [...sizes, joined]),
    back: (y: tf.Tensor) => tf.transpose(tf.reshape(y, moved.shape), inverse),
  };
}

// ∂/∂x_i ∏ x = ∏_{j ≠ i} x_j
register<{ axis: Axes }>("Prod", ["x"], (dy, [x], { axis }) => ({
  x: () => {
    const { joined, back } = axesLast(x!, parseAxes(axis, x!.shape));
    const shape = [...joined.shape.slice(0, -1), 1];
    return back(tf.mul(tf.reshape(dy, shape), productOfOthers(joined)));
  },
}));

/** `mask[i, j]` = 1 where entry j is a factor of the running product i. */
function factors(n: number, exclusive: boolean, reverse: boolean): tf.Tensor {
  const values = Float32Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n), j = k % n;
    return Number(exclusive && i === j ? 0 : reverse ? j >= i : j <= i);
  });
  return tf.tensor2d(values, [n, n]);
}

// Row i of M holds the factors of the running product i, and ones: y = ∏_j M. Its n² entries
// matter to second derivatives of a product only.
register<{ axis: number; exclusive: boolean; reverse: boolean }>(
  "Cumprod",
  ["x"],
  (dy, [x], { axis, exclusive, reverse }) => ({
    x: () => {
      const axes = tf.util.parseAxisParam(axis, x!.shape);
      const { joined, back } = axesLast(x!, axes);
      const n = joined.shape[joined.rank - 1]!;
      const mask = factors(n, exclusive, reverse);
      const rows = tf.add(tf.mul(tf.expandDims(joined, -2), mask), tf.sub(1, mask));
      const upstream = tf.expandDims(axesLast(dy, axes).joined, -1);
      const entries = tf.mul(tf.mul(upstream, productOfOthers(rows)), mask);
      return back(tf.sum(entries, -2));
    },
  }),
);
