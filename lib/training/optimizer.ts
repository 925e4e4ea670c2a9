/** Adam and gradient clipping, as pure functions of tensors. */
import { type Tensor, tf } from "../tensor/mod.ts";
import type { Params } from "../nn/parameters.ts";

/** First and second moments of the gradients, by parameter. */
export interface Moments {
  readonly first: Params;
  readonly second: Params;
}

/** Adam's constants (Kingma & Ba 2015); IRED has β₂ = 0.99. */
export const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8 } as const;

/** Moments before the first step. */
export function zeroMoments(params: Params): Moments {
  const zeros = () =>
    Object.fromEntries(Object.entries(params).map(([name, p]) => [name, tf.zerosLike(p)]));
  return { first: zeros(), second: zeros() };
}

/** √(sum of squares over all gradients), a scalar. */
export function globalNorm(gradients: Params): Tensor {
  return tf.sqrt(tf.addN(Object.values(gradients).map((g) => tf.sum(tf.square(g)))));
}

/** Gradients scaled by min(1, `limit`/(norm + 1e-6)), as PyTorch's clip_grad_norm_ does. */
export function clipByGlobalNorm(gradients: Params, norm: Tensor, limit: number): Params {
  const factor = tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]),
  );
}

/**
 * One step of Adam: θ ← θ - η·m̂/(√v̂ + ε), m̂ = m/(1 - β₁ᵏ), v̂ = v/(1 - β₂ᵏ).
 *
 * @param correction1 1 - β₁ᵏ for step k = 1, 2, …, a scalar; `correction2` alike
 */
export function adamStep(
  params: Params,
  gradients: Params,
  moments: Moments,
  learningRate: Tensor,
  correction1: Tensor,
  correction2: Tensor,
): { readonly params: Params; readonly moments: Moments } {
  const next: Record<string, Tensor> = {};
  const first: Record<string, Tensor> = {};
  const second: Record<string, Tensor> = {};
  const { beta1, beta2, epsilon } = adam;
  for (const [name, p] of Object.entries(params)) {
    const g = gradients[name]!;
    const m = tf.add(tf.mul(moments.first[name]!, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(moments.second[name]!, beta2), tf.mul(tf.square(g), 1 - beta2));
    const root = tf.add(tf.sqrt(tf.div(v, correction2)), epsilon);
    next[name] = tf.sub(p, tf.div(tf.mul(tf.div(learningRate, correction1), m), root));
    first[name] = m;
    second[name] = v;
  }
  return { params: next, moments: { first, second } };
}
