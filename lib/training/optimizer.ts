/** Optimisers as chains of pure functions of gradients. */
import { assertFinite, assertNumber } from "../checks.ts";
import { type Tensor, type TensorTree, tf } from "../tensor/mod.ts";
import type { Params } from "../nn/parameters.ts";

/** Scalars by name that change from step to step. */
export type Numbers = Readonly<Record<string, Tensor>>;

/** Turns gradients into what is added to the parameters, or into what the next of a chain takes. */
export interface GradientTransformation<State extends TensorTree = TensorTree> {
  /** The state before the first step. */
  init(params: Params): State;
  /** What it needs of the step, 1, 2, …: computed on the host, in double precision. */
  numbers?(step: number): Readonly<Record<string, number>>;
  update(gradients: Params, state: State, params: Params, numbers: Numbers): [Params, State];
}

const mapped = (params: Params, fn: (tensor: Tensor, name: string) => Tensor): Params =>
  Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, fn(tensor, name)]));

/** √(sum of squares over all gradients), a scalar. */
export function globalNorm(gradients: Params): Tensor {
  return tf.sqrt(tf.addN(Object.values(gradients).map((g) => tf.sum(tf.square(g)))));
}

/**
 * Gradients scaled by min(1, `limit`/(norm + 1e-6)), as PyTorch's clip_grad_norm_ does.
 *
 * @throws {RangeError} If the limit is not above 0
 */
export function clipByGlobalNorm(limit: number): GradientTransformation<Record<string, never>> {
  assertNumber("clip", limit, "above 0");
  return {
    init: () => ({}),
    update(gradients, state) {
      const factor = tf.minimum(1, tf.div(limit, tf.add(globalNorm(gradients), 1e-6)));
      return [mapped(gradients, (g) => tf.mul(g, factor)), state];
    },
  };
}

/** First and second moments of the gradients, by parameter. */
export type Moments = { readonly first: Params; readonly second: Params };

/** Constants of {@link adam}. */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** IRED's, whose β₂ is 0.99. */
export const referenceAdam: AdamOptions = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };

/**
 * Adam (Kingma & Ba 2015): adds -η·m̂/(√v̂ + ε), m̂ = m/(1 - β₁ᵏ), v̂ = v/(1 - β₂ᵏ).
 *
 * @param learningRate η of step k = 1, 2, …
 * @throws {RangeError} If η is not a finite number of at least 0; of a step, when its numbers are asked for
 */
export function adam(
  learningRate: number | ((step: number) => number),
  { beta1, beta2, epsilon }: AdamOptions = referenceAdam,
): GradientTransformation<Moments> {
  if (typeof learningRate !== "function") {
    assertFinite("learningRate", learningRate, "at least 0");
  }
  const rate = (step: number): number => {
    if (typeof learningRate !== "function") return learningRate;
    const found = learningRate(step);
    assertFinite(`learningRate of step ${step}`, found, "at least 0");
    return found;
  };
  const zeros = (params: Params) => mapped(params, (p) => tf.zerosLike(p));
  return {
    init: (params) => ({ first: zeros(params), second: zeros(params) }),
    numbers: (step) => ({
      learningRate: rate(step),
      correction1: 1 - beta1 ** step,
      correction2: 1 - beta2 ** step,
    }),
    update(gradients, moments, _params, { learningRate, correction1, correction2 }) {
      const updates: Record<string, Tensor> = {};
      const first: Record<string, Tensor> = {}, second: Record<string, Tensor> = {};
      for (const [name, g] of Object.entries(gradients)) {
        const m = tf.add(tf.mul(moments.first[name]!, beta1), tf.mul(g, 1 - beta1));
        const v = tf.add(tf.mul(moments.second[name]!, beta2), tf.mul(tf.square(g), 1 - beta2));
        const root = tf.add(tf.sqrt(tf.div(v, correction2!)), epsilon);
        updates[name] = tf.neg(tf.div(tf.mul(tf.div(learningRate!, correction1!), m), root));
        first[name] = m;
        second[name] = v;
      }
      return [updates, { first, second }];
    },
  };
}

/** Updates times a factor each, by the parameter's name: learning rates of parts. */
export function scaleByName(
  factor: (name: string) => number,
): GradientTransformation<Record<string, never>> {
  return {
    init: () => ({}),
    update: (updates, state) => [mapped(updates, (u, name) => tf.mul(u, factor(name))), state],
  };
}

/** All numbers of links by their names, of which no two may be the same: one would be lost. */
function joined(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = all.flatMap(Object.keys), twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new RangeError(`Cannot chain two transformations that both need a number ${twice}`);
  }
  return Object.assign({}, ...all);
}

/**
 * Several transformations, one after the other; states by their place, "0", "1", …, numbers by their
 * names.
 *
 * @throws {RangeError} When numbers are asked for, if two links have one of the same name
 */
export function chain(
  ...links: readonly GradientTransformation[]
): GradientTransformation<Readonly<Record<string, TensorTree>>> {
  return {
    init: (params) => Object.fromEntries(links.map((link, i) => [i, link.init(params)])),
    numbers: (step) => joined(links.map((link) => link.numbers?.(step) ?? {})),
    update(gradients, state, params, numbers) {
      let updates = gradients;
      const next: Record<string, TensorTree> = {};
      links.forEach((link, i) => {
        [updates, next[i]] = link.update(updates, state[i]!, params, numbers);
      });
      return [updates, next];
    },
  };
}

/** θ + u, parameter by parameter. */
export function applyUpdates(params: Params, updates: Params): Params {
  return mapped(params, (p, name) => tf.add(p, updates[name]!));
}
