/** One step of Adam on clipped gradients, and a running mean of the parameters. */
import type { Params } from "../../nn/parameters.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";

/** What a step changes. */
export interface Learned {
  readonly [part: string]: Params;
  readonly params: Params;
  readonly first: Params;
  readonly second: Params;
  /** Running mean of the parameters: what samples are made with. */
  readonly average: Params;
}

/** Adam's usual constants, the paper's clipping, and the rate of the running mean. */
const [BETA1, BETA2, EPSILON, CLIP, AVERAGE] = [0.9, 0.999, 1e-8, 0.5, 0.002] as const;

/** Parameters with zero moments, the mean being a copy. */
export function freshlyLearned(params: Params): Learned {
  const map = (f: (t: Tensor) => Tensor) =>
    Object.fromEntries(Object.entries(params).map(([name, t]) => [name, f(t)]));
  return { params, first: map(tf.zerosLike), second: map(tf.zerosLike), average: map(tf.clone) };
}

/**
 * Adam after gradients are cut to a norm of 0.5.
 *
 * @param step Steps done before this one, a scalar
 */
export function adamStep(learned: Learned, gradients: Params, rate: Tensor, step: Tensor): Learned {
  const names = Object.keys(learned.params);
  const norm = tf.sqrt(tf.addN(names.map((name) => tf.sum(tf.square(gradients[name]!)))));
  const cut = tf.minimum(1, tf.div(CLIP, tf.add(norm, 1e-6)));
  const number = tf.add(tf.cast(step, "float32"), 1);
  const correct = (beta: number) => tf.sub(1, tf.pow(tf.scalar(beta), number));
  const [one, two] = [correct(BETA1), correct(BETA2)];
  // At first the mean follows quickly, so that it forgets where the parameters began.
  const follow = tf.maximum(AVERAGE, tf.div(1, number));
  const parts = {
    params: {} as Record<string, Tensor>,
    first: {} as Record<string, Tensor>,
    second: {} as Record<string, Tensor>,
    average: {} as Record<string, Tensor>,
  };
  for (const name of names) {
    const g = tf.mul(gradients[name]!, cut);
    const m = tf.add(tf.mul(learned.first[name]!, BETA1), tf.mul(g, 1 - BETA1));
    const v = tf.add(tf.mul(learned.second[name]!, BETA2), tf.mul(tf.square(g), 1 - BETA2));
    const scaled = tf.div(tf.div(m, one), tf.add(tf.sqrt(tf.div(v, two)), EPSILON));
    const next = tf.sub(learned.params[name]!, tf.mul(rate, scaled));
    const old = learned.average[name]!;
    parts.params[name] = next;
    parts.first[name] = m;
    parts.second[name] = v;
    parts.average[name] = tf.add(old, tf.mul(follow, tf.sub(next, old)));
  }
  return parts;
}
