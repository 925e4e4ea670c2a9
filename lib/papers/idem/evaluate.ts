/** How good samples of GMM-40 and DW-4 are. */
import type { Mixture, ParticleTarget } from "../../energy/mod.ts";
import {
  distanceVariation,
  firstPoints,
  modeCounts,
  modeVariation,
  particleDistances,
  type Points,
  pointsOf,
  wasserstein2,
  wassersteinLine,
} from "../../metrics/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import {
  likelihood,
  type MonteCarloOptions,
  monteCarloScore,
  reverseSde,
  run,
} from "../../samplers/mod.ts";
import { disposeTree, type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import type { NoiseLevel, VarianceSchedule } from "../../diffusion/variance_schedule.ts";
import { GMM_SCALE } from "./settings.ts";
import { type IdemOptions, scoreOf } from "./options.ts";

/** Samples of GMM-40 in numbers. */
export interface MixtureMetrics {
  /** W₂ on 1,000 points, lengths as they are. */
  readonly w2: number;
  /** Total variation between the shares of the forty modes and 1/40 each. */
  readonly modeTv: number;
  /**
   * Modes with at least one in a thousand samples within three of its deviations, which 1.1 % of exact
   * samples are not (so many as a fortieth of what it should have).
   */
  readonly modes: number;
  /** Mean energy; its exact value is the entropy, 6.8595. */
  readonly energy: number;
}

/** Measures samples of GMM-40, lengths over 50, against exact ones. */
export function mixtureMetrics(points: Points, exact: Points, target: Mixture): MixtureMetrics {
  const count = points.values.length / 2, near = within(points, target);
  const energies = energiesOf(target, points);
  return {
    w2: GMM_SCALE * wasserstein2(firstPoints(points, 1000), firstPoints(exact, 1000)),
    modeTv: modeVariation(points, target.means, target.weights),
    modes: modeCounts(near, target.means).filter((n) => n >= count / 1000).length,
    energy: mean(energies) + 2 * Math.log(GMM_SCALE),
  };
}

/** Points within three deviations of a mean: others, as of a cloud over all modes, are of none. */
function within({ values, dimension }: Points, { means, deviation }: Mixture): Points {
  const limit = (3 * deviation) ** 2;
  const kept = Array.from({ length: values.length / dimension }, (_, i) => i).filter((i) =>
    means.some((mean) =>
      mean.reduce((sum, m, axis) => sum + (values[i * dimension + axis]! - m) ** 2, 0) <= limit
    )
  );
  const flat = kept.flatMap((i) => [...values.slice(i * dimension, (i + 1) * dimension)]);
  return { values: Float64Array.from(flat), dimension };
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Energies of points of a target. */
export function energiesOf(target: Mixture | ParticleTarget, { values, dimension }: Points) {
  const shape = [values.length / dimension, ...target.shape];
  return tf.tidy(() =>
    Float32Array.from(target.energy(tf.tensor(Float32Array.from(values), shape)).dataSync())
  ) as unknown as Float32Array;
}

/** Samples of a cluster in numbers. */
export interface ClusterMetrics {
  /** √ of the optimal transport cost between energies. */
  readonly energyW2: number;
  /** The same without the highest and lowest hundredth. */
  readonly energyW2Trimmed: number;
  /** W₂ between all distances of pairs. */
  readonly distanceW2: number;
  /** Total variation between histograms of distances, 200 bins. */
  readonly tv: number;
  readonly meanEnergy: number;
}

/** Measures samples of a cluster against reference samples. */
export function clusterMetrics(
  points: Points,
  reference: Points,
  target: ParticleTarget,
): ClusterMetrics {
  const [own, other] = [energiesOf(target, points), energiesOf(target, reference)];
  const [near, far] = [points, reference].map((p) => particleDistances(p, target.particles));
  return {
    energyW2: wassersteinLine(own, other),
    energyW2Trimmed: wassersteinLine(own, other, { trim: .01 }),
    distanceW2: wassersteinLine(near!, far!),
    tv: distanceVariation(near!, far!),
    meanEnergy: mean(own),
  };
}

type Settings = Omit<IdemOptions, "steps" | "seed" | "source">;

/** `count` samples by a trained network. */
export function drawIdem(
  options: Settings,
  params: Params,
  { count, steps, seed }: { count: number; steps: number; seed: number },
): Points {
  const { schedule, project = (x: Tensor) => x } = options;
  const sampler = reverseSde<Params>({
    schedule,
    score: scoreOf(options),
    steps,
    project,
    mode: "graph",
  });
  return draw(options, sampler, params, count, seed);
}

/** `count` samples without a network: the reverse SDE by the Monte-Carlo score itself. */
export function drawMonteCarlo(
  options: Settings,
  estimator: MonteCarloOptions,
  { count, steps, seed, startVariance, mode = "xla" }: {
    readonly count: number;
    readonly steps: number;
    readonly seed: number;
    /** As `reverseSde` takes it. */
    readonly startVariance?: number;
    /** How it is compiled: "graph" is ready sooner, and slower then. */
    readonly mode?: "xla" | "graph";
  },
): Points {
  const { schedule, target, project = (x: Tensor) => x } = options;
  const key = random.key(seed);
  // Each step needs noise of its own, and a score is a function: its key comes in with the context.
  const sampler = reverseSde<{ readonly key: Key }>({
    schedule,
    score: (context, x, { t, h }: NoiseLevel) => {
      const step = tf.cast(tf.mul(t, 1e6), "int32");
      return monteCarloScore(target, random.fold(context.key, step), x, h, estimator).score;
    },
    ...{ steps, project, mode },
    ...(startVariance !== undefined && { startVariance }),
  });
  const points = draw(options, sampler, { key }, count, seed + 1);
  key.dispose();
  return points;
}

/** Samples, by a sampler that is not used again. */
function draw<C extends Parameters<ReturnType<typeof reverseSde>["init"]>[1]>(
  { target }: Settings,
  sampler: ReturnType<typeof reverseSde<C>>,
  context: C,
  count: number,
  seed: number,
): Points {
  const key = random.key(seed);
  try {
    const state = run(sampler, key, context, [count, ...target.shape]);
    const points = pointsOf(state.x);
    disposeTree({ ...state });
    return points;
  } finally {
    key.dispose();
    sampler.dispose?.();
  }
}

/** A variance that is nothing beside that of a mode, lengths over 50: .036². */
const CLEAN = (0.036 / 50) ** 2;

/** t with h(t) = `variance`, by bisection. */
function timeOfVariance({ h }: VarianceSchedule, variance: number): number {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 50; turn++) {
    const middle = (low + high) / 2;
    if (h(middle) < variance) low = middle;
    else high = middle;
  }
  return high;
}

/** Entropy of GMM-40, lengths as they are, from a grid: its mean energy. */
const ENTROPY = 6.8595;

/**
 * -log q averaged over GMM-40, q being the density of the network's probability flow, in lengths as they are.
 * Over so few samples the mean of -log q is mostly luck in where they lie, and that of -log p is it, too:
 * so the entropy, which is the least it can be, and the mean of log p - log q.
 */
export function negativeLogLikelihood(
  options: Settings,
  params: Params,
  { count, steps, seed }: { count: number; steps: number; seed: number },
): number {
  const { schedule, target } = options;
  const density = likelihood<Params>({
    schedule,
    score: scoreOf(options),
    steps,
    from: timeOfVariance(schedule, CLEAN),
    dataVariance: 0.216,
    mode: "graph",
  });
  try {
    return tf.tidy(() => {
      const x = target.sample!(random.key(seed), count);
      const above = tf.sub(tf.neg(target.energy(x)), density(params, x));
      return ENTROPY + mean(above.dataSync());
    }) as unknown as number;
  } finally {
    density.dispose();
  }
}
