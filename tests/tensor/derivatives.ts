/** First and second derivatives against finite differences. */
import { compile, tf } from "lib/tensor/mod.ts";

/** An op under test: where to evaluate it, and what to evaluate. */
export interface Case {
  readonly inputs: readonly (() => tf.Tensor)[];
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Step of the differences, 0.02 by default; small where derivatives grow fast. */
  readonly step?: number;
}

/** How derivatives are computed: at once, or recorded. */
export type Mode = "eager" | "graph" | "xla";

/** Errors relative to the norm of the derivative. */
export interface Errors {
  readonly first: number;
  readonly second: number;
}

/** Values spread over [`low`, `high`] in no order, none of them equal. */
export function spread(shape: number[], low = -1.5, high = 1.5): () => tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const values = Float32Array.from({ length: size }, (_, i) => {
    const position = (0.37 + i * 0.6180339887498949) % 1;
    return low + (high - low) * position;
  });
  return () => tf.tensor(values, shape);
}

type Vectors = Float64Array[];

const read = (tensors: tf.Tensor[]): Vectors => tensors.map((t) => Float64Array.from(t.dataSync()));
const dot = (a: Vectors, b: Vectors) =>
  a.reduce((sum, v, i) => sum + v.reduce((s, x, j) => s + x * b[i]![j]!, 0), 0);
const norm = (a: Vectors) => Math.sqrt(dot(a, a));
const combine = (a: Vectors, b: Vectors, f: (x: number, y: number) => number): Vectors =>
  a.map((v, i) => v.map((x, j) => f(x, b[i]![j]!)));

/** Richardson's extrapolation of central differences: f′(0) with an error of order h⁴. */
function difference(f: (s: number) => Vectors, h: number): Vectors {
  const central = (s: number) => combine(f(s), f(-s), (a, b) => (a - b) / (2 * s));
  return combine(central(h), central(2 * h), (near, far) => (4 * near - far) / 3);
}

/**
 * The errors of a case, along a direction v: of ∇L · v, and of the Hessian times v, where
 * L(x) = Σ w (u + 0.3 u²), u = op(x), so that the gradient of even a linear op depends on x.
 *
 * Differences of float32 values are summed in float64 on the host.
 */
export function derivativeErrors({ inputs, op, step = 0.02 }: Case, mode: Mode = "eager"): Errors {
  return tf.tidy(() => {
    const x = inputs.map((make) => make());
    const v = inputs.map((_, i) => spread(x[i]!.shape, i % 2 ? 0.8 : -1.1, i % 2 ? -0.9 : 1)());
    const w = spread(op(...x).shape, 1.3, -0.6)();
    const terms = (...xs: tf.Tensor[]) => {
      const u = op(...xs);
      return tf.mul(w, tf.add(u, tf.mul(0.3, tf.mul(u, u))));
    };
    const loss = (...xs: tf.Tensor[]) => tf.sum(terms(...xs)) as tf.Scalar;
    const slope = (...xs: tf.Tensor[]) =>
      tf.addN(tf.grads(loss)(xs).map((g, i) => tf.sum(tf.mul(g, v[i]!)))) as tf.Scalar;
    const named = (ts: readonly tf.Tensor[]) => Object.fromEntries(ts.map((t, i) => [`x${i}`, t]));
    const run = (f: (...xs: tf.Tensor[]) => tf.Tensor[]) => {
      if (mode === "eager") return (xs: tf.Tensor[]) => f(...xs);
      const compiled = compile((o: Record<string, tf.Tensor>) => named(f(...Object.values(o))), {
        mode,
        name: "derivatives",
      });
      return (xs: tf.Tensor[]) => Object.values(compiled(named(xs)));
    };
    const gradient = run((...xs) => tf.grads(loss)(xs));
    const hessian = run((...xs) => tf.grads(slope)(xs));

    const at = (s: number) => x.map((t, i) => tf.add(t, tf.mul(v[i]!, s)));
    const size = norm(read(v)), h = step;
    const lossSlope = difference((s) => read([terms(...at(s))]), h)[0]!.reduce((a, b) => a + b, 0);
    const first = read(gradient(x));
    const secondExpected = difference((s) => read(gradient(at(s))), h);
    const second = read(hessian(x));
    return {
      first: Math.abs(dot(first, read(v)) - lossSlope) / (norm(first) * size),
      second: norm(combine(second, secondExpected, (a, b) => a - b)) /
        Math.max(norm(secondExpected), norm(second)),
    };
  });
}
