/** The two problems in the plane, and a search in more dimensions. */
import { type Chain, chainOf, type Noise } from "./chain.ts";
import { boardPrior, mixturePrior, type Prior } from "./priors.ts";

/** A reward r on top of a prior p; what is wanted is p(x)·exp(r(x))/Z. */
export interface Guided {
  readonly name: string;
  readonly prior: Prior;
  readonly chain: Chain;
  /** Times between which the tree, and resampling, see no state: from T down to 0. */
  readonly times: readonly number[];
  reward(x: Float64Array): number;
  /** Exact samples of p·exp(r)/Z, `[count × dimension]`. */
  exact?(count: number, noise: Noise): Float64Array;
}

/** Branching and resampling times of the paper in the plane. */
export const planeTimes = [100, 80, 60, 40, 20, 0] as const;

/** Eight means on a circle of radius 4; the first at angle 0. */
export const ringMeans: readonly (readonly number[])[] = Array.from(
  { length: 8 },
  (_, i) => [4 * Math.cos(Math.PI * i / 4), 4 * Math.sin(Math.PI * i / 4)],
);

/** Weights exp(1.5 i) of the modes of the target, i = 1 … 8, which add up to 1. */
export const ringWeights: readonly number[] = (() => {
  const raw = ringMeans.map((_, i) => Math.exp(1.5 * (i + 1)));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => w / sum);
})();

/**
 * Eight Gaussians of deviation .3, equal in the prior, weighted exp(1.5 i) in the target. The
 * paper's formula for r is lost; r = log Σ w_i N_i / Σ N_i, the logarithm of target over prior, is
 * what its figures show.
 */
export function ringProblem(): Guided {
  const deviation = 0.3, prior = mixturePrior(ringMeans, deviation);
  const squares = new Float64Array(8), means = Float64Array.from(ringMeans.flat());
  const reward = (x: Float64Array) => {
    let top = -Infinity;
    for (let i = 0; i < 8; i++) {
      const [a, b] = [x[0]! - means[2 * i]!, x[1]! - means[2 * i + 1]!];
      squares[i] = -(a * a + b * b) / (2 * deviation ** 2);
      if (squares[i]! > top) top = squares[i]!;
    }
    let above = 0, below = 0;
    for (let i = 0; i < 8; i++) {
      const e = Math.exp(squares[i]! - top);
      below += e;
      above += 8 * ringWeights[i]! * e;
    }
    return Math.log(above / below);
  };
  return {
    name: "eight Gaussians",
    prior,
    chain: chainOf(prior),
    times: planeTimes,
    reward,
    exact: (count, { uniform, normal }) => {
      const out = new Float64Array(2 * count);
      for (let k = 0; k < count; k++) {
        let u = uniform(), i = 0;
        while (i < 7 && (u -= ringWeights[i]!) >= 0) i++;
        out[2 * k] = ringMeans[i]![0]! + deviation * normal();
        out[2 * k + 1] = ringMeans[i]![1]! + deviation * normal();
      }
      return out;
    },
  };
}

/** Every other square of [-4, 4]², tilted by r = -½|x|²: exact samples by rejection. */
export function boardProblem(): Guided {
  const prior = boardPrior();
  const reward = (x: Float64Array) => -0.5 * (x[0]! ** 2 + x[1]! ** 2);
  return {
    name: "checkerboard",
    prior,
    chain: chainOf(prior),
    times: planeTimes,
    reward,
    exact: (count, { uniform, normal }) => {
      const out = new Float64Array(2 * count);
      for (let k = 0; k < count;) {
        const x = prior.sample(uniform, normal);
        if (uniform() < Math.exp(reward(x))) out.set(x, 2 * k++);
      }
      return out;
    },
  };
}

/**
 * Search: 32 Gaussians of deviation .3 in `dimension` dimensions, and a reward that is the negative
 * squared distance, in deviations, from one point near one of them, r = -½|x - x*|²/.3².
 */
export function needleProblem({ uniform, normal }: Noise, dimension = 10): Guided {
  const means = Array.from({ length: 32 }, () => Array.from({ length: dimension }, normal));
  const prior = mixturePrior(means, 0.3);
  const chosen = means[Math.floor(uniform() * means.length)]!;
  const goal = chosen.map((value) => value + 0.3 * normal());
  return {
    name: `a point in ${dimension} dimensions`,
    prior,
    chain: chainOf(prior),
    times: planeTimes,
    reward: (x) => -0.5 * goal.reduce((sum, g, i) => sum + (x[i]! - g) ** 2, 0) / 0.09,
  };
}
