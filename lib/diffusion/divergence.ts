/** Divergence of a vector field, and its estimate. */
import { type Key, random, type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/** A field whose vector at an example depends on that example alone. */
export type VectorField = (x: Tensor) => Tensor;

/**
 * The field at x `[batch, …shape]` and its divergence `[batch]`, exactly: one backward pass for each
 * coordinate.
 */
export function withDivergence(
  field: VectorField,
  x: Tensor,
): { readonly value: Tensor; readonly divergence: Tensor1D } {
  return tf.tidy(() => {
    const size = x.size / x.shape[0]!;
    let value: Tensor | undefined;
    const parts = Array.from({ length: size }, (_, i) => {
      // Not oneHot, which refuses a single coordinate.
      const only = tf.tensor1d(Array.from({ length: size }, (_, k) => k === i ? 1 : 0));
      const direction = tf.mul(tf.reshape(only, [1, ...x.shape.slice(1)]), tf.onesLike(x));
      const both = tf.valueAndGrad(field)(x, direction);
      value ??= both.value as Tensor;
      return tf.sum(tf.mul(both.grad, direction), axesOf(x));
    });
    return { value: value!, divergence: parts.reduce((a, b) => tf.add(a, b)) as Tensor1D };
  });
}

/**
 * The same, its divergence estimated without bias from `probes` random signs v: ⟨v, ∂f/∂x·v⟩
 * (Hutchinson).
 */
export function withEstimatedDivergence(
  field: VectorField,
  x: Tensor,
  key: Key,
  probes = 1,
): { readonly value: Tensor; readonly divergence: Tensor1D } {
  return tf.tidy(() => {
    let value: Tensor | undefined;
    const parts = random.split(key, probes).map((one) => {
      const signs = tf.sub(tf.mul(tf.cast(random.integers(one, x.shape, 0, 2), "float32"), 2), 1);
      const both = tf.valueAndGrad(field)(x, signs);
      value ??= both.value as Tensor;
      return tf.sum(tf.mul(both.grad, signs), axesOf(x));
    });
    const sum = parts.reduce((a, b) => tf.add(a, b));
    return { value: value!, divergence: tf.div(sum, probes) as Tensor1D };
  });
}

const axesOf = (x: Tensor) => x.shape.map((_, axis) => axis).slice(1);
