/**
 * States of the model's own descents as training data: a persistent pool, as of persistent chains
 * (Tieleman 2008), but of answers on their way down IRED's landscapes.
 */
import { type Key, random, type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import { type Levels, levelsAt } from "../../../diffusion/levels.ts";
import { clampTo, holdObserved } from "../../../diffusion/noising.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import type { Problems } from "../problems.ts";

/** Problems being solved, each on a landscape of its own. */
export type Pool = {
  readonly problems: Problems;
  /** Where each is, at the scale of its landscape, like the answers. */
  readonly y: Tensor;
  /** Landscapes, int32 `[members]`. */
  readonly t: Tensor1D;
};

/** Chance that a member goes to the next landscape after its step. */
export const LEAVES = 0.6;
/** Squared distances from the answer, in those of noise, beyond which a member begins anew. */
const STRAY = 4;
/** Chance that its step is the jump to the estimate of the answer. */
const JUMPS = 0.5;

type Tree = Tensor | { readonly [name: string]: Tree };

/** A function of the tensors of two batches of problems, one by one. */
function both<T extends Tree>(a: T, b: T, fn: (a: Tensor, b: Tensor) => Tensor): T {
  if (a instanceof tf.Tensor) return fn(a, b as Tensor) as T;
  const names = Object.keys(a) as (keyof T & string)[];
  return Object.fromEntries(
    names.map((name) => [name, both(a[name] as Tree, b[name] as Tree, fn)]),
  ) as T;
}

/** Examples from `first` on, `count` of them. */
export function rows(tensor: Tensor, first: number, count: number): Tensor {
  const zeros = tensor.shape.slice(1).map(() => 0);
  return tf.slice(tensor, [first, ...zeros], [count, ...tensor.shape.slice(1)]);
}

/** The same of all of a batch. */
export function problemRows(problems: Problems, first: number, count: number): Problems {
  return both(problems as Tree, problems as Tree, (a) => rows(a, first, count)) as Problems;
}

/** One batch after another. */
export function joinProblems(a: Problems, b: Problems): Problems {
  return both(a as Tree, b as Tree, (x, y) => tf.concat([x, y])) as Problems;
}

/** A member per problem, at the start of its descent. */
export function freshPool(key: Key, problems: Problems, schedule: Schedule): Pool {
  const t = tf.fill([problems.answer.shape[0]!], schedule.levels - 1, "int32") as Tensor1D;
  const noise = random.normal(key, problems.answer.shape);
  const y = holdObserved(noise, problems.observed, levelsAt(schedule, t, noise.rank));
  return { problems, y, t };
}

/** What the gradient at a member should be: (y - √ᾱ_t·y*)/σ_t, the noise that leads to the answer. */
export function poolTarget({ y, problems }: Pool, { scale, sigma }: Levels): Tensor {
  return tf.div(tf.sub(y, tf.mul(scale, problems.answer)), sigma);
}

/** `choice` `[batch]` as ones and zeros for tensors of that rank. */
const wide = (choice: Tensor, rank: number) =>
  tf.reshape(choice, [choice.shape[0]!, ...new Array<number>(rank - 1).fill(1)]);

/**
 * Whether members, at `y`, have strayed: their squared distance to the answer is more than `limit`
 * times that of pure noise, σ² + ᾱ·|y*|² by entry, or no number. Where answers are ±1
 * and states are clamped to them, none can; elsewhere an energy that is no energy yet can throw a
 * state as far as numbers go, and a loss there teaches nothing.
 */
function strayed(
  y: Tensor,
  { answer }: Problems,
  { scale, sigma }: Levels,
  limit: number,
): Tensor1D {
  const axes = y.shape.map((_, axis) => axis).slice(1);
  const signal = tf.mul(scale, answer);
  const apart = tf.mean(tf.square(tf.sub(y, signal)), axes);
  const noise = tf.mean(tf.add(tf.square(sigma), tf.square(signal)), axes);
  return tf.logicalNot(tf.lessEqual(apart, tf.mul(noise, limit))) as Tensor1D;
}

/**
 * The pool after its members moved: each goes to the next landscape with chance {@link LEAVES}, and
 * who leaves the last one, or has strayed, gives way to a new problem.
 *
 * @param at Where the members are on the landscape that they came to, as a function of it
 * @param spares New problems, one per member
 * @param stray Squared distance from the answer, in that of pure noise, at which a member has strayed
 */
export function onwards(
  key: Key,
  { t, problems }: Pool,
  at: (t: Tensor1D) => Tensor,
  spares: Problems,
  schedule: Schedule,
  stray = Infinity,
): Pool {
  const [leaveKey, noiseKey] = random.split(key);
  const leaves = tf.less(random.uniform(leaveKey!, [t.shape[0]]), LEAVES);
  const next = tf.sub(t, tf.cast(leaves, "int32"));
  const kept = tf.maximum(next, tf.scalar(0, "int32")) as Tensor1D;
  const y = at(kept);
  const ended = tf.less(next, 0);
  const done = stray === Infinity
    ? ended
    : tf.logicalOr(ended, strayed(y, problems, levelsAt(schedule, kept, y.rank), stray));
  const fresh = freshPool(noiseKey!, spares, schedule);
  const replace = (new_: Tensor, old: Tensor) => tf.where(wide(done, old.rank), new_, old);
  return {
    problems: both(spares as Tree, problems as Tree, replace) as Problems,
    y: replace(fresh.y, y),
    t: tf.where(done, fresh.t, kept) as Tensor1D,
  };
}

/**
 * Moves every member: half of them jump, y ← √ᾱ_t·clamp((y - σ_t·∇E)/√ᾱ_t), the others descend,
 * y ← y - λ_t·∇E; then {@link onwards}.
 *
 * @param gradient ∇E at the members, as the loss has it
 * @param spares New problems, one per member
 * @param clamp Largest |y/√ᾱ_t|
 */
export function advancePool(
  key: Key,
  pool: Pool,
  gradient: Tensor,
  spares: Problems,
  { schedule, clamp }: { readonly schedule: Schedule; readonly clamp: number },
): Pool {
  const { y, t, problems } = pool;
  const [jumpKey, onKey] = random.split(key);
  const here = levelsAt(schedule, t, y.rank);
  const jumps = tf.less(random.uniform(jumpKey!, [t.shape[0]]), JUMPS);
  const bound = tf.mul(here.scale, clamp);
  const jumped = tf.sub(y, tf.mul(here.sigma, gradient));
  const stepped = tf.sub(y, tf.mul(here.stepSize, gradient));
  const moved = clampTo(tf.where(wide(jumps, y.rank), jumped, stepped), bound);
  const at = (kept: Tensor1D) => {
    const there = levelsAt(schedule, kept, y.rank);
    const rescaled = tf.div(tf.mul(moved, there.scale), here.scale);
    return holdObserved(rescaled, problems.observed, there);
  };
  return onwards(onKey!, pool, at, spares, schedule, STRAY);
}
