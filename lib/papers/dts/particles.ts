/** The plain competitors: independent rollouts, weights on the way, guidance by a gradient. */
import { assertChoice, assertCount, assertFinite, assertNumber } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { normalisedWeights, systematic } from "../../samplers/resample.ts";
import type { Noise } from "./chain.ts";
import type { Guided } from "./problems.ts";
import { logMeanExp } from "./log_mean_exp.ts";

/** Ends, and the logarithms of their weights. */
export interface Ends {
  readonly points: readonly Float64Array[];
  readonly logWeights: Float64Array;
  readonly evaluations: number;
  /**
   * Logarithm of what weights say of Z = E exp(λr). For all but "dps" and "max" the mean of Z itself
   * is exact for any number of particles; where weights are skewed, nearly all runs are below it.
   */
  readonly logEvidence: number;
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
   * - "tds": shifted so, and weighed for it at each step (twisted diffusion);
   * - "tempered": as "tds", with λ·(1 - t/T) for λ at time t, so that r(x̂_0) counts for nothing where
   *   x̂_0 says nothing (as DAS has it; the straight line is ours).
   */
  readonly method: "rollouts" | "smc" | "max" | "dps" | "tds" | "tempered";
  readonly lambda?: number;
  /** Guidance moves a mean by this many deviations of the step at most; default: as far as it says. */
  readonly longest?: number;
}

/** Names of {@link ParticleOptions}. */
const OPTION_NAMES = [
  ...["particles", "method", "lambda", "longest"],
] as const satisfies (keyof ParticleOptions)[];

const METHODS: readonly ParticleOptions["method"][] = [
  ...["rollouts", "smc", "max", "dps", "tds", "tempered"] as const,
];

/**
 * Runs particles down the chain at once. Gradients of r(x̂_0(x)) are differences; they are
 * counted as one evaluation a step, as if the backward pass of a network cost nothing.
 *
 * @throws {RangeError} If there is no particle or no such method, λ is below 0 or not finite, pushes are to
 * be shorter than 0, or an option's name is unknown
 */
export function particles(
  { chain, times, reward }: Guided,
  options: ParticleOptions,
  noise: Noise,
): Ends {
  assertOptionNames(options, OPTION_NAMES, true);
  const { particles: count, method, lambda = 1, longest = Infinity } = options;
  assertCount("particles", count);
  assertChoice("method", method, METHODS);
  assertFinite("lambda", lambda, "at least 0");
  assertNumber("longest", longest, "at least 0");
  const guided = method === "dps" || method === "tds" || method === "tempered";
  const twisted = guided && method !== "dps";
  const weighed = twisted || method === "smc" || method === "max";
  /** λ at time t. */
  const inverse = (t: number) => method === "tempered" ? lambda * (1 - t / chain.steps) : lambda;
  const d = chain.dimension, estimate = new Float64Array(d), other = new Float64Array(d);
  const moved = new Float64Array(d), shift = new Float64Array(d), mean = new Float64Array(d);
  const looked = (x: Float64Array, t: number, into = estimate) => {
    if (t === 0) return reward(x);
    chain.estimate(x, t, into);
    return reward(into);
  };
  let points = Array.from({ length: count }, () => chain.start(noise));
  let logWeights = new Float64Array(count), logEvidence = 0;
  /** λ·r(x̂_0) that weights hold already. */
  let held = new Float64Array(count);

  const resampling = () => {
    logEvidence += logMeanExp(logWeights);
    const ancestors = systematic(normalisedWeights(logWeights), noise.uniform());
    points = Array.from(ancestors, (i) => Float64Array.from(points[i]!));
    held = held.map((_, k) => held[ancestors[k]!]!);
    logWeights = new Float64Array(count);
  };

  /** One guided step from t, in place; returns log p(x'|x) - log q(x'|x). */
  function guidedStep(x: Float64Array, t: number): number {
    const here = looked(x, t);
    for (let a = 0; a < d; a++) {
      moved.set(x);
      moved[a]! += STEP;
      shift[a] = (looked(moved, t, other) - here) / STEP;
    }
    chain.mean(x, estimate, t, mean);
    const variance = chain.variance(t), s = Math.sqrt(variance);
    let square = 0;
    for (let a = 0; a < d; a++) square += shift[a]! ** 2;
    const size = inverse(t) * s * Math.sqrt(square);
    const cut = size > longest ? longest / size : 1;
    let correction = 0;
    for (let a = 0; a < d; a++) {
      const pushed = cut * inverse(t) * variance * shift[a]!, e = noise.normal();
      x[a] = mean[a]! + pushed + s * e;
      // log N(x; mean, s²) - log N(x; mean + pushed, s²)
      if (s > 0) correction -= (pushed * pushed + 2 * pushed * s * e) / (2 * variance);
    }
    return correction;
  }

  if (twisted) {
    held = Float64Array.from(points, (x) => inverse(chain.steps) * looked(x, chain.steps));
    logWeights.set(held);
  }
  for (let k = 0; k + 1 < times.length; k++) {
    const [from, until] = [times[k]!, times[k + 1]!];
    points.forEach((x, i) => {
      if (!guided) chain.walk(x, from, until, noise);
      else for (let t = from; t > until; t--) logWeights[i]! += guidedStep(x, t);
      if (!weighed) return;
      // Potentials in between cancel: those at the times of resampling are enough.
      const now = inverse(until) * looked(x, until);
      if (method === "max") {
        held[i] = k === 0 ? now : Math.max(now, held[i]!);
        logWeights[i] = held[i]!;
      } else {
        logWeights[i]! += now - held[i]!;
        held[i] = now;
      }
    });
    if (weighed && until > 0) resampling();
  }
  if (method === "dps") logWeights.fill(0);
  // Weights at the end of a search would only pick among what is there.
  if (method === "rollouts" || method === "max") {
    logWeights = Float64Array.from(points, (x) => lambda * reward(x));
  }
  logEvidence += logMeanExp(logWeights);
  return { points, logWeights, evaluations: count * chain.steps, logEvidence };
}

/** Of the differences, in units of x. */
const STEP = 1e-4;
