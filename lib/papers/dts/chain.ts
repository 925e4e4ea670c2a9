/** The chain of a diffusion model with a known denoiser. */
import { linearSchedule } from "../../diffusion/ddpm.ts";
import type { Prior } from "./priors.ts";

/** Noise that a step adds, and what it is drawn with. */
export interface Noise {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** A chain x_T → … → x_0; x_t has gone through t of T steps of noise. */
export interface Chain {
  readonly steps: number;
  readonly dimension: number;
  /** x_T ~ N(0, I). */
  start(noise: Noise): Float64Array;
  /** x̂_0(x_t), Tweedie's estimate, into `out`. */
  estimate(x: Float64Array, t: number, out: Float64Array): void;
  /** Variance of one step from t to t - 1. */
  variance(t: number): number;
  /** Mean of x_{t-1} given x_t and x̂_0, into `out`, which may be `x`. */
  mean(x: Float64Array, estimate: Float64Array, t: number, out: Float64Array): void;
  /** Ancestral steps from t to `until`, in place; t - until evaluations. */
  walk(x: Float64Array, t: number, until: number, noise: Noise): void;
}

/**
 * Ancestral sampling of DDPM with the posterior variance, 100 steps of β from .001 to .07. ᾱ_T is
 * .026, so that a start in N(0, I) is not quite what the prior becomes under noise.
 */
export function chainOf(prior: Prior, steps = 100): Chain {
  const { beta, alphaBar, posteriorVariance } = linearSchedule(steps);
  const dimension = prior.dimension;
  const scaled = new Float64Array(dimension), estimated = new Float64Array(dimension);
  const before = (t: number) => t > 1 ? alphaBar[t - 2]! : 1;

  function estimate(x: Float64Array, t: number, out: Float64Array): void {
    const a = alphaBar[t - 1]!, root = Math.sqrt(a);
    for (let i = 0; i < dimension; i++) scaled[i] = x[i]! / root;
    prior.denoise(scaled, (1 - a) / a, out);
  }
  function mean(x: Float64Array, x0: Float64Array, t: number, out: Float64Array): void {
    const a = alphaBar[t - 1]!, last = before(t), b = beta[t - 1]!;
    const ofEstimate = Math.sqrt(last) * b / (1 - a);
    const ofState = Math.sqrt(1 - b) * (1 - last) / (1 - a);
    for (let i = 0; i < dimension; i++) out[i] = ofEstimate * x0[i]! + ofState * x[i]!;
  }
  return {
    steps,
    dimension,
    start: ({ normal }) => Float64Array.from({ length: dimension }, normal),
    estimate,
    mean,
    variance: (t) => posteriorVariance[t - 1]!,
    walk(x, t, until, { normal }) {
      for (let k = t; k > until; k--) {
        estimate(x, k, estimated);
        mean(x, estimated, k, x);
        const s = Math.sqrt(posteriorVariance[k - 1]!);
        if (s > 0) { for (let i = 0; i < dimension; i++) x[i]! += s * normal(); }
      }
    },
  };
}
