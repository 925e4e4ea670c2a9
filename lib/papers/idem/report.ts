/** Samples of GMM-40 and DW-4 in tables, charts and claims. */
import type { Mixture, Target } from "../../energy/mod.ts";
import type { Points } from "../../metrics/mod.ts";
import { pointsOf } from "../../metrics/mod.ts";
import type { ComparisonRow, ResultKind } from "../../plots/comparison.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import type { ScatterPoint } from "../../plots/scatter.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import { temperedSamples, type TemperedSamplesOptions } from "../../samplers/mod.ts";
import { random, tf } from "../../tensor/mod.ts";
import { type EstimateRow, specified } from "./estimates.ts";
import { type ClusterMetrics, type MixtureMetrics, mixtureMetrics } from "./evaluate.ts";
import type { LossPoint } from "./files.ts";
import { GMM_SCALE } from "./settings.ts";

/** One way to sample GMM-40, measured. */
export interface MixtureRow extends MixtureMetrics {
  readonly method: string;
  readonly kind: ResultKind;
  readonly seed: number;
  /** Mean -log q of exact samples, where there is a density. */
  readonly nll?: number;
  /** Energies and gradients for each sample drawn; those of training are in `trained`. */
  readonly energies: number;
  readonly networks: number;
  readonly trained?: number;
  /** Steps of training, where there was one. */
  readonly steps?: number;
  readonly seconds: number;
}

/** A way to sample GMM-40. */
export interface MixtureSampler
  extends Omit<MixtureRow, keyof MixtureMetrics | "seed" | "seconds"> {
  /** Seeds of sampling. */
  readonly seeds: readonly number[];
  readonly draw: (seed: number) => Points;
}

/** Samples of GMM-40 in numbers, and points for maps. */
export interface MixtureSamples {
  readonly rows: readonly MixtureRow[];
  readonly maps: readonly ScatterPoint[];
}

/**
 * Draws and measures, once for each seed, against `count` exact samples, whose seed is 1,000 above.
 *
 * @param shown The seed whose points are for maps
 */
export function sampled(
  target: Mixture,
  { seeds, draw, ...about }: MixtureSampler,
  { count, shown }: { readonly count: number; readonly shown: number },
): MixtureSamples {
  const found = seeds.map((seed) => {
    const started = performance.now(), points = draw(seed);
    const seconds = (performance.now() - started) / 1000;
    const metrics = mixtureMetrics(points, exactPoints(target, count, seed + 1000), target);
    const maps = seed === shown ? shownPoints(points, about.method) : [];
    return { row: { ...about, seed, seconds, ...metrics }, maps };
  });
  return { rows: found.map(({ row }) => row), maps: found.flatMap(({ maps }) => maps) };
}

/** Several ways to sample, in this order. */
export const together = (all: readonly MixtureSamples[]): MixtureSamples => ({
  rows: all.flatMap(({ rows }) => rows),
  maps: all.flatMap(({ maps }) => maps),
});

/** Exact samples. */
export function exactPoints(target: Mixture, count: number, seed: number): Points {
  const key = random.key(seed), x = target.sample(key, count);
  const points = pointsOf(x);
  tf.dispose([key, x]);
  return points;
}

/** Points by chains alone, see {@link temperedSamples}. */
export function chains(target: Target, options: TemperedSamplesOptions): Points {
  const x = temperedSamples(target, options), points = pointsOf(x);
  x.dispose();
  return points;
}

/** The mean over seeds. */
export const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
const deviation = (v: readonly number[]) => {
  const m = mean(v);
  return Math.sqrt(v.reduce((s, x) => s + (x - m) ** 2, 0) / Math.max(1, v.length - 1));
};
const both = (v: readonly number[], digits = 2) =>
  v.length > 1
    ? `${mean(v).toFixed(digits)} ± ${deviation(v).toFixed(digits)}`
    : v[0]!.toFixed(digits);
const whole = (v: number) => Math.round(v).toLocaleString("en");

/** NLL of each training; rows of one training have the same. */
export const likelihoods = (rows: readonly MixtureRow[]): number[] => [
  ...new Set(rows.flatMap(({ nll }) => nll === undefined ? [] : [nll])),
];

/** Methods in rows, over seeds. */
export function mixtureTable(rows: readonly MixtureRow[]) {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => {
    const nll = likelihoods(own);
    return {
      method,
      "NLL": nll.length ? both(nll) : "",
      "mode TV": both(own.map((row) => row.modeTv), 3),
      modes: both(own.map((row) => row.modes), 0),
      "W₂": both(own.map((row) => row.w2)),
      "mean energy": both(own.map((row) => row.energy)),
      "energies for a sample": whole(own[0]!.energies),
      "network for a sample": whole(own[0]!.networks),
      "energies of training": own[0]!.trained ? own[0]!.trained.toExponential(1) : "",
    };
  });
}

/** Mode TV and mean energy, with their ranges over seeds. */
export function mixtureBars(rows: readonly MixtureRow[]): ComparisonRow[] {
  const panels = { "mode TV": "modeTv", "mean energy": "energy" } as const;
  return Object.entries(panels).flatMap(([split, key]) =>
    [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => {
      const values = own.map((row) => row[key]);
      const ends = { low: Math.min(...values), high: Math.max(...values) };
      return { method, split, kind: own[0]!.kind, value: mean(values), ...ends };
    })
  );
}

/** Points as they are, for maps. */
export function shownPoints({ values }: Points, panel: string, count = 600): ScatterPoint[] {
  return Array.from({ length: Math.min(count, values.length / 2) }, (_, i) => ({
    ...{ x: GMM_SCALE * values[2 * i]!, y: GMM_SCALE * values[2 * i + 1]!, panel },
  }));
}

/** Errors of estimates, a panel for each K; those above 100 % are no use to a single sampler step. */
export function estimateRows(rows: readonly EstimateRow[]): StepsRow[] {
  const title = { gradient: "forces (iDEM)", noise: "noise", mixed: "mixed (ours)" };
  return rows.map(({ kind, K, noise, error }) => ({
    ...{ method: title[kind], split: `K = ${K}` },
    ...{ steps: Number(noise.toPrecision(2)), value: error },
  }));
}

/** A line per noise level: errors by forces, with those of another program, and the mixture's. */
export function estimateLines(rows: readonly EstimateRow[]) {
  const of = (t: number, kind: string) => rows.filter((row) => row.kind === kind && row.t === t);
  return specified.filter(({ t }) => of(t, "gradient").length).map(({ t, errors }) => {
    const cells = of(t, "gradient").map(({ K, error }) => {
      const other = errors[[20, 100, 500].indexOf(K)];
      return [`K = ${K}`, `${error.toPrecision(2)}${other === undefined ? "" : ` [${other}]`}`];
    });
    const mixed = of(t, "mixed").map(({ K, error }) => [`mixed, K = ${K}`, error.toPrecision(2)]);
    return { t, ...Object.fromEntries([...cells, ...mixed.slice(0, 2)]) };
  });
}

/** Losses of trainings, for a chart. */
export function lossRows(trainings: Readonly<Record<string, readonly LossPoint[]>>): CurvePoint[] {
  return Object.entries(trainings).flatMap(([curve, losses]) =>
    losses.map(({ step, loss }) => ({ curve, x: step, y: loss }))
  );
}

/** Samples of DW-4 by one method, with the seed of sampling. */
export interface ClusterRow extends ClusterMetrics {
  readonly method: string;
  readonly seed: number;
}

/** Clusters in rows: means ± deviations over seeds. */
export function clusterTable(rows: readonly ClusterRow[]) {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => {
    const of = (key: keyof ClusterMetrics, digits: number) => both(own.map((r) => r[key]), digits);
    return {
      method,
      "energy W₂": of("energyW2", 3),
      "energy W₂, trimmed": of("energyW2Trimmed", 3),
      "distance W₂": of("distanceW2", 3),
      "TV of distances": of("tv", 3),
      "mean energy": of("meanEnergy", 2),
    };
  });
}
