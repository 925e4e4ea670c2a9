/** What ladders are climbed on: a mixture in the plane, four particles and thirteen. */
import { particlesApart } from "../../datasets/particles_apart.ts";
import { rng } from "../../datasets/rng.ts";
import {
  centred,
  doubleWell,
  gmm40,
  lennardJones,
  type Mixture,
  type ParticleTarget,
  type Target,
  tempered,
} from "../../energy/mod.ts";
import {
  distanceVariation,
  firstPoints,
  gridDensity,
  modeCounts,
  modeVariation,
  particleDistances,
  type Points,
  pointsOf,
  sampleGrid,
  wasserstein2,
  wassersteinLine,
} from "../../metrics/mod.ts";
import { egnn } from "../../models/egnn.ts";
import { scoreMlp } from "../../models/score_mlp.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import { temperedSamples } from "../../samplers/mod.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";
import { shuffled } from "./fkc_metrics.ts";

/** One set of samples at one temperature. */
export interface RungBase {
  readonly temperature: number;
  readonly method: string;
  /** Between energies at temperature 1. */
  readonly energyW2: number;
  /** Lineages of the annealing that are left; all where nothing is resampled. */
  readonly lineages?: number;
}

/** What a row has before it is measured. */
export type RungHead = Pick<RungBase, "temperature" | "method" | "lineages">;

/** Samples of the mixture. */
export interface RungRow extends RungBase {
  readonly modeTv: number;
  /** Lengths as they are, on 500 points, or all if there are fewer. */
  readonly w2: number;
}

/** Samples of the cluster. */
export interface ClusterRung extends RungBase {
  /** W₂ between all distances of pairs. */
  readonly distanceW2: number;
  /** Total variation between histograms of distances. */
  readonly distanceTv: number;
}

/** The start of a climb. */
export interface HotStart {
  /** Steps of MALA; default 300. */
  readonly steps?: number;
  readonly stepSize: number;
  /** Deviation of the Gaussian that is settled; or … */
  readonly spread?: number;
  /** … states `[count, …shape]`, such as where a Gaussian's would collide. */
  readonly begin?: (count: number, seed: number) => Tensor;
}

/** A target, and all that a climb needs to know of it. */
export interface LadderTask<R extends RungBase = RungBase> {
  readonly name: string;
  readonly target: Target;
  /** Of two conditions: noise and temperature. */
  readonly network: VectorNetwork;
  /** Least and greatest deviation of noise. */
  readonly deviations: readonly [number, number];
  /** Where MALA starts at the hottest rung. */
  readonly hot: HotStart;
  /** Step size of MALA after annealing, at temperature 1; it grows as the root. */
  readonly stepSize: number;
  readonly project?: (x: Tensor) => Tensor;
  /** c of `energyOf`: up to about which noise U is the known energy; default: it is learned throughout. */
  readonly known?: number;
  /** Limit of the known energy in sampling, where it is not the training's. */
  readonly limit?: number;
  /** Probes of the divergence's estimate; default: it is exact. */
  readonly probes?: number;
  /**
   * Samples of a temperature to compare with, `seed` its own for each call. LJ-13's chains are
   * `effort` times as long as they should be, less in a quick check; default 1.
   */
  exact(temperature: number, count: number, seed: number, effort?: number): Points;
  /** Measures samples of a temperature. */
  row(points: Points, exact: Points, head: RungHead): R;
}

const digits = (v: number) => Number(v.toPrecision(4));

/** Energies of points of a target. */
function energiesOf(target: Target, { values, dimension }: Points) {
  const shape = [values.length / dimension, ...target.shape];
  return tf.tidy(() => target.energy(tf.tensor(Float32Array.from(values), shape)).dataSync());
}

/** Lengths of GMM-40 over it. */
export const LADDER_SCALE = 50;

/** A small network that sees x by sinusoids, the noise level and β. */
export const ladderNetwork = (): VectorNetwork =>
  scoreMlp({ conditions: 2, width: 96, embedding: 64, conditionScale: 10 });

/** Samples of a temperature of the mixture against exact ones. */
export function rungRow(
  target: Mixture,
  points: Points,
  exact: Points,
  head: RungHead,
): RungRow {
  // Resampling leaves relatives side by side.
  const matched = firstPoints(shuffled(points, 0), Math.min(500, points.values.length / 2));
  const others = firstPoints(exact, matched.values.length / 2);
  return {
    ...head,
    modeTv: digits(modeVariation(points, target.means, modeCounts(exact, target.means))),
    w2: digits(LADDER_SCALE * wasserstein2(matched, others)),
    energyW2: digits(wassersteinLine(energiesOf(target, points), energiesOf(target, exact))),
  };
}

/** GMM-40; exact samples come from a grid. */
export function mixtureTask(): LadderTask<RungRow> {
  const target = gmm40({ scale: LADDER_SCALE });
  return {
    ...{ name: "GMM-40", target, network: ladderNetwork(), deviations: [0.005, 3] },
    ...{ hot: { spread: 0.7, stepSize: 0.01 }, stepSize: 1e-3, known: 0.05 },
    exact(temperature, count, seed) {
      const hot = tempered(target, temperature), { uniform } = rng(seed);
      const grid = gridDensity((x) => hot.energy(x), { low: -2.2, high: 2.2, count: 640 });
      return sampleGrid(grid, Float64Array.from({ length: 3 * count }, uniform));
    },
    row: (points, exact, head) => rungRow(target, points, exact, head),
  };
}

/** Lengths of DW-4 over it, so that coordinates are of order 1. */
export const CLUSTER_SCALE = 2;

/** DW-4 in lengths over {@link CLUSTER_SCALE}. */
export function shrunkCluster(): ParticleTarget {
  const well = doubleWell();
  return { ...well, energy: (x) => tf.tidy(() => well.energy(tf.mul(x, CLUSTER_SCALE))) };
}

/**
 * DW-4; what stands for exact samples comes from chains that trade temperatures. The network sees distances
 * in bumps, and what is known of the energy is its own where there is little noise (both ours).
 */
export function clusterTask(): LadderTask<ClusterRung> {
  const target = shrunkCluster();
  return {
    ...{ name: target.name, target, deviations: [0.01, 5], project: centred },
    network: egnn({ conditions: 2, width: 32, layers: 3, bumps: 17 }),
    known: 0.1,
    ...{ hot: { spread: 1, stepSize: 2e-3 }, stepSize: 2e-3 },
    exact(temperature, count, seed) {
      const x = temperedSamples(tempered(target, temperature), {
        ...{ temperatures: [1, 2, 4], stepSize: 5e-3 * temperature, spread: 1, steps: 800 },
        ...{ kept: 5, count, seed, project: centred, mode: "graph" },
      });
      const points = pointsOf(x);
      x.dispose();
      return points;
    },
    row: (points, exact, head) => clusterRung(target, points, exact, head, CLUSTER_SCALE),
  };
}

/** Samples of a temperature of particles against others, lengths times `scale`. */
function clusterRung(
  target: ParticleTarget,
  points: Points,
  exact: Points,
  head: RungHead,
  scale = 1,
): ClusterRung {
  const [near, far] = [points, exact].map((p) => particleDistances(p, target.particles));
  return {
    ...head,
    energyW2: digits(wassersteinLine(energiesOf(target, points), energiesOf(target, exact))),
    distanceW2: digits(scale * wassersteinLine(near!, far!)),
    distanceTv: digits(distanceVariation(near!, far!)),
  };
}

/**
 * LJ-13, pairs softened where none of its samples are; what stands for exact samples comes from chains
 * that trade temperatures.
 */
export function lennardJonesTask(): LadderTask<ClusterRung> {
  const target = lennardJones({ softBelow: 0.65 }), { particles, dimensions } = target;
  return {
    ...{ name: target.name, target, deviations: [0.02, 10], project: centred },
    network: egnn({
      ...{ particles, dimensions, conditions: 2, width: 32, layers: 2 },
      ...{ bumps: 16, bumpRange: 2.4 },
    }),
    // Softened energies are finite, and push colliding particles apart.
    ...{ known: 0.05, probes: 1, limit: 1e6 },
    ...{ hot: { begin: particlesApart, stepSize: 1e-3, steps: 1500 }, stepSize: 2e-3 },
    exact(temperature, count, seed, effort = 1) {
      const steps = Math.ceil(3500 * effort);
      const x = temperedSamples(tempered(target, temperature), {
        ...{ temperatures: [1, 1.5, 2.2], stepSize: 5e-4 * temperature, begin: particlesApart },
        ...{ steps, kept: 5, count, seed, project: centred, mode: "graph" },
      });
      const points = pointsOf(x);
      x.dispose();
      return points;
    },
    row: (points, exact, head) => clusterRung(lennardJones(), points, exact, head),
  };
}
