/**
 * A small implicit latent causal model (after Brehmer et al. 2022, arXiv:2203.16437): it learns
 * noises e and causal variables z from pairs of observations alone, told which sets may have been
 * intervened upon but not which one was.
 *
 * An encoder gives each x a Gaussian over noises e; a decoder gives x back. Solution functions turn
 * noises into variables, z_i = a_i + b_i e_i with a_i, b_i functions of the other noises: no graph is
 * given, and of order only that of the variables within one set (see `contextOf`). For each set S of the family, both of a pair share the noises outside of S, and the
 * new z_i, i ∈ S, are standard normal. A pair's loss is −log Σ_S exp(−loss given S) / |family|,
 * whose weights are the posterior over S; in training they may be balanced over the sets.
 */
import {
  type Key,
  random,
  stopGradient,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../tensor/mod.ts";
import { dense, swish } from "../../nn/layers.ts";
import { denseSpec, type ParameterSpecs, type Params } from "../../nn/parameters.ts";

/** Sizes and constants of the model. */
export interface LatentModelConfig {
  /** Number of variables, and of observed coordinates, n. */
  readonly variables: number;
  /** Sets that may have been intervened upon. */
  readonly family: readonly (readonly number[])[];
  /** Width of the two hidden layers of encoder and decoder. */
  readonly width: number;
  /** Width of the hidden layer of the solution functions. */
  readonly solutionWidth: number;
}

/** Least slope b_i of a solution function. */
const LEAST_SLOPE = 0.2;

/** The model's parameters, to be drawn. */
export function latentModelSpec({ variables: n, width, solutionWidth }: LatentModelConfig) {
  const mlp = (name: string, outputs: number): ParameterSpecs => ({
    ...denseSpec(`${name}/1`, n, width),
    ...denseSpec(`${name}/2`, width, width),
    ...denseSpec(`${name}/3`, width, outputs),
    ...denseSpec(`${name}/skip`, n, outputs),
  });
  const solutions = Array.from({ length: n }, (_, i): ParameterSpecs => ({
    ...denseSpec(`solution${i}/1`, n, solutionWidth),
    ...denseSpec(`solution${i}/2`, solutionWidth, solutionWidth),
    ...denseSpec(`solution${i}/3`, solutionWidth, 2),
  }));
  const specs: ParameterSpecs = { ...mlp("encoder", 2 * n), ...mlp("decoder", n) };
  return solutions.reduce((all, one) => ({ ...all, ...one }), specs);
}

function mlp(params: Params, name: string, x: Tensor): Tensor {
  const one = swish(dense(params, `${name}/1`, x));
  const two = swish(dense(params, `${name}/2`, one));
  return tf.add(dense(params, `${name}/3`, two), dense(params, `${name}/skip`, x));
}

/** Means and logarithms of the standard deviations of e given x, both `[batch, n]`. */
export function encodeNoise(params: Params, x: Tensor): { mean: Tensor2D; logScale: Tensor2D } {
  const [mean, raw] = tf.split(mlp(params, "encoder", x), 2, 1) as [Tensor2D, Tensor2D];
  // Starts at about e^-2; kept from running off to where a Gaussian is a point.
  return { mean, logScale: tf.clipByValue(tf.sub(raw, 2), -6, 1) };
}

/** x `[…, n]` of noises e `[…, n]`. */
export const decode = (params: Params, e: Tensor2D): Tensor2D =>
  mlp(params, "decoder", e) as Tensor2D;

/**
 * What the solution function of variable i may read if S is intervened upon: every noise but its own,
 * and of S only those before it. So the density of new values stays one, whatever the functions.
 *
 * @returns Of noise j for variable i, `[i][j]`
 */
export function contextOf(set: readonly number[], variables: number): number[][] {
  const all = Array.from({ length: variables }, (_, k) => k);
  return all.map((i) => all.map((j) => Number(j !== i && !(set.includes(j) && j > i))));
}

/**
 * Variables z of noises e `[…, n]`, and log ∂z_i/∂e_i of each.
 *
 * @param context What variable i may read of the noises, a tensor for each i that meets e
 */
export function solve(
  params: Params,
  e: Tensor,
  context: readonly Tensor[],
): { z: Tensor; logSlope: Tensor } {
  const n = e.shape.at(-1)!, last = e.rank - 1;
  const own = tf.split(e, n, last);
  const columns = own.map((column, i) => {
    const seen = tf.mul(e, context[i]!);
    const one = swish(dense(params, `solution${i}/1`, seen));
    const two = swish(dense(params, `solution${i}/2`, one));
    const [shift, raw] = tf.split(dense(params, `solution${i}/3`, two), 2, last);
    const slope = tf.add(LEAST_SLOPE, tf.softplus(tf.add(raw!, 0.2)));
    return { z: tf.add(shift!, tf.mul(slope, column)), logSlope: tf.log(slope) };
  });
  return {
    z: tf.concat(columns.map(({ z }) => z), last),
    logSlope: tf.concat(columns.map(({ logSlope }) => logSlope), last),
  };
}

/** Variables z `[rows, n]` of noises e `[rows, n]`, each as in the first set that has it. */
export function variablesOf(
  params: Params,
  { family, variables: n }: LatentModelConfig,
  e: Tensor2D,
): Tensor2D {
  const context = Array.from({ length: n }, (_, i) => {
    const set = family.find((one) => one.includes(i)) ?? [i];
    return tf.tensor1d(contextOf(set, n)[i]!);
  });
  return solve(params, e, context).z as Tensor2D;
}

/** What {@link pairLoss} gives. */
export interface PairLoss {
  /** Mean over the pairs, a scalar. */
  readonly loss: Tensor;
  /** Weights over the family, `[sets, batch]`: its posterior where nothing is balanced. */
  readonly posterior: Tensor2D;
}

/**
 * The negative evidence bound of pairs x, x̃ `[batch, n]`: Σ_S w_S (loss given S + log w_S) + log
 * |family|, with the weights of {@link guessSets}. With the posterior it is −log Σ_S exp(−loss given
 * S)/|family|, and its gradient is that; with other weights it is larger, and still a bound.
 *
 * @param observationNoise Standard deviation of x given e, a scalar
 * @param balance Of {@link guessSets}, a scalar; 0 by default
 */
export function pairLoss(
  params: Params,
  { family, variables: n }: LatentModelConfig,
  { x, after }: { readonly x: Tensor2D; readonly after: Tensor2D },
  observationNoise: Tensor,
  key: Key,
  balance: Tensor = tf.scalar(0),
): PairLoss {
  const [shareKey, firstKey, secondKey] = random.split(key, 3);
  const batch = x.shape[0], sets = family.length;
  const indicator = family.map((set) =>
    Array.from({ length: n }, (_, k) => set.includes(k) ? 1 : 0)
  );
  const hit = tf.reshape(tf.tensor2d(indicator), [sets, 1, n]), kept = tf.sub(1, hit);
  const one = encodeNoise(params, x), two = encodeNoise(params, after);
  const share = random.uniform(shareKey!, [batch, 1]);
  const blend = (a: Tensor, b: Tensor) => tf.add(tf.mul(share, a), tf.mul(tf.sub(1, share), b));
  const both = {
    mean: blend(one.mean, two.mean),
    logScale: tf.log(blend(tf.exp(one.logScale), tf.exp(two.logScale))),
  };
  const choose = (intervened: Tensor, shared: Tensor) =>
    tf.add(tf.mul(hit, intervened), tf.mul(kept, shared));
  const draw = (k: Key, mean: Tensor, logScale: Tensor) =>
    tf.add(mean, tf.mul(tf.exp(logScale), random.normal(k, [1, batch, n])));
  const first = {
    mean: choose(one.mean, both.mean),
    logScale: choose(one.logScale, both.logScale),
  };
  const e = draw(firstKey!, first.mean, first.logScale);
  const then = choose(draw(secondKey!, two.mean, two.logScale), e);
  const rows = tf.reshape(tf.concat([e, then], 1), [sets * 2 * batch, n]) as Tensor2D;
  const wanted = tf.concat([x, after], 0);
  const seen = tf.reshape(decode(params, rows), [sets, 2 * batch, n]);
  const errors = tf.sum(tf.square(tf.sub(seen, wanted)), 2);
  const [before, later] = tf.split(errors, 2, 1);
  const misfit = tf.div(tf.add(before!, later!), tf.mul(2, tf.square(observationNoise)));
  const prior = tf.sub(
    tf.div(tf.sub(tf.add(tf.square(first.mean), tf.exp(tf.mul(2, first.logScale))), 1), 2),
    first.logScale,
  );
  const contexts = family.map((set) => contextOf(set, n));
  const context = Array.from(
    { length: n },
    (_, i) => tf.reshape(tf.tensor2d(contexts.map((rows) => rows[i]!)), [sets, 1, n]),
  );
  const { z, logSlope } = solve(params, then, context);
  const fresh = tf.sub(tf.sub(tf.div(tf.sub(tf.square(z), 1), 2), logSlope), two.logScale);
  const divergence = tf.sum(tf.add(prior, tf.mul(hit, fresh)), 2);
  const logits = tf.neg(tf.add(misfit, divergence)) as Tensor2D;
  const weights = guessSets(logits, balance);
  const log = tf.log(tf.add(weights, 1e-12));
  const bound = tf.sub(tf.sum(tf.mul(weights, tf.sub(logits, log)), 0), Math.log(sets));
  return { loss: tf.neg(tf.mean(bound)), posterior: weights };
}

/** Rounds in which {@link guessSets} makes the sets equally frequent. */
const ROUNDS = 8;

/**
 * Weights of the sets for each pair, `[sets, batch]`, through which no gradient goes: softmax of
 * logit + balance·bias, with biases that give each set the same share of the batch (Sinkhorn's
 * rounds). All sets are equally likely when pairs are drawn, so that the truth has these shares, while
 * a wrong guess that gives one set nearly all pairs has not.
 *
 * @param logits `[sets, batch]`
 * @param balance 0: the posterior under the model; 1: equal shares
 */
export function guessSets(logits: Tensor2D, balance: Tensor): Tensor2D {
  const fixed = stopGradient(logits), sets = logits.shape[0];
  const softmax = (x: Tensor) => tf.exp(tf.sub(x, tf.logSumExp(x, 0, true)));
  let bias: Tensor = tf.zeros([sets, 1]);
  for (let round = 0; round < ROUNDS; round++) {
    const share = tf.mean(softmax(tf.add(fixed, bias)), 1, true);
    bias = tf.sub(bias, tf.log(tf.add(tf.mul(share, sets), 1e-6)));
  }
  return softmax(tf.add(fixed, tf.mul(balance, bias))) as Tensor2D;
}

/** Which set of the family is most likely for each pair, `[batch]`: its number in the family. */
export function inferSets(posterior: Tensor2D): Tensor1D {
  return tf.argMax(posterior, 0) as Tensor1D;
}
