/** The plain competitors: independent rollouts, weights on the way, guidance by a gradient. */
import { normalisedWeights, systematic } from "../../samplers/resample.ts";
import type { Noise } from "./chain.ts";
import type { Guided } from "./problems.ts";

/** Ends, and the logarithms of their weights. */
export interface Ends {
  readonly points: readonly Float64Array[];
  readonly logWeights: Float64Array;
  readonly evaluations: number;
}

/** `count` ends drawn in proportion to their weights, one after the other in one array. */
export function drawEnds({ points, logWeights }: Ends, count: number, uniform: () => number) {
  const weights = normalisedWeights(logWeights);
  const edges = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((w, i) => edges[i] = sum += w);
  const dimension = points[0]!.length, out = new Float64Array(count * dimension);
  for (let k = 0; k < count; k++) {
    const u = uniform() * sum;
    let [a, b] = [0, edges.length - 1];
    while (a < b) {
      const m = (a + b) >> 1;
      if (edges[m]! > u) b = m;
      else a = m + 1;
    }
    out.set(points[a]!, k * dimension);
  }
  return out;
}

/** How particles are pushed and weighed. */
export interface ParticleOptions {
  /** Particles; each takes as many evaluations as the chain has steps. */
  readonly particles: number;
  /**
   * - "rollouts": the prior's chain, weights exp(λr) at the end: importance sampling;
   * - "smc": resampled at the branching times by exp(λ(r(x̂_0) now - r(x̂_0) before)) (Feynman-Kac
   *   steering, "diff");
   * - "max": the same by exp(λ·the best r(x̂_0) so far), for search (Feynman-Kac steering, "max");
   * - "dps": means shifted by λσ²∇r(x̂_0), and no weights;
   * - "tds": shifted so, and weighed for it at each step (twisted diffusion).
   */
  readonly method: "rollouts" | "smc" | "max" | "dps" | "tds";
  readonly lambda?: number;
}

/**
 * Runs particles down the chain at once. Gradients of r(x̂_0(x)) are differences; they are
 * counted as one evaluation a step, as if the backward pass of a network cost nothing.
 */
export function particles(
  { chain, times, reward }: Guided,
  { particles: count, method, lambda = 1 }: ParticleOptions,
  noise: Noise,
): Ends {
  const guided = method === "dps" || method === "tds";
  const weighed = method === "smc" || method === "tds" || method === "max";
  const d = chain.dimension, estimate = new Float64Array(d), moved = new Float64Array(d);
  const shift = new Float64Array(d), mean = new Float64Array(d);
  const looked = (x: Float64Array, t: number) => {
    if (t === 0) return reward(x);
    chain.estimate(x, t, estimate);
    return reward(estimate);
  };
  let points = Array.from({ length: count }, () => chain.start(noise));
  let logWeights = new Float64Array(count);
  /** λ·r(x̂_0) that weights hold already. */
  let held = new Float64Array(count);

  const resampling = () => {
    const ancestors = systematic(normalisedWeights(logWeights), noise.uniform());
    points = Array.from(ancestors, (i) => Float64Array.from(points[i]!));
    held = held.map((_, k) => held[ancestors[k]!]!);
    logWeights = new Float64Array(count);
  };
  if (method === "tds") {
    held = Float64Array.from(points, (x) => lambda * looked(x, chain.steps));
    logWeights.set(held);
  }
  for (let k = 0; k + 1 < times.length; k++) {
    const [from, until] = [times[k]!, times[k + 1]!];
    points.forEach((x, i) => {
      if (!guided) return chain.walk(x, from, until, noise);
      for (let t = from; t > until; t--) {
        const here = looked(x, t);
        for (let a = 0; a < d; a++) {
          moved.set(x);
          moved[a]! += STEP;
          shift[a] = (looked(moved, t) - here) / STEP;
        }
        chain.estimate(x, t, estimate);
        chain.mean(x, estimate, t, mean);
        const variance = chain.variance(t), s = Math.sqrt(variance);
        let correction = 0;
        for (let a = 0; a < d; a++) {
          const pushed = lambda * variance * shift[a]!, e = noise.normal();
          x[a] = mean[a]! + pushed + s * e;
          // log N(x; mean, s²) - log N(x; mean + pushed, s²)
          if (s > 0) correction -= (pushed * pushed + 2 * pushed * s * e) / (2 * variance);
        }
        if (method === "tds") {
          const now = lambda * looked(x, t - 1);
          logWeights[i]! += correction + now - held[i]!;
          held[i] = now;
        }
      }
    });
    if (method === "smc") {
      points.forEach((x, i) => {
        const now = lambda * looked(x, until);
        logWeights[i]! += now - held[i]!;
        held[i] = now;
      });
    }
    if (method === "max") {
      points.forEach((x, i) => {
        const now = lambda * looked(x, until);
        held[i] = k === 0 ? now : Math.max(now, held[i]!);
        logWeights[i] = held[i]!;
      });
    }
    if (weighed && until > 0) resampling();
  }
  if (method === "rollouts") logWeights = Float64Array.from(points, (x) => lambda * reward(x));
  // Weights at the end of a search would only pick among what is there.
  if (method === "max") logWeights = Float64Array.from(points, (x) => lambda * reward(x));
  return { points, logWeights, evaluations: count * chain.steps };
}

/** Of the differences, in units of x. */
const STEP = 1e-4;
