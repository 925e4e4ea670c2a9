/** Samples of GMM-40 and DW-4 in tables, charts and claims. */
import type { Mixture, Target } from "../../energy/mod.ts";
import type { Points } from "../../metrics/mod.ts";
import { pointsOf } from "../../metrics/mod.ts";
import type { ComparisonRow, ResultKind } from "../../plots/comparison.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import type { ScatterPoint } from "../../plots/scatter.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import type { Claim } from "../../plots/verdicts.ts";
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
  readonly seconds: number;
}

/** Draws and measures; `exact` are samples to compare with. */
export function measured(
  target: Mixture,
  exact: Points,
  draw: () => Points,
  rest: Omit<MixtureRow, keyof MixtureMetrics | "seconds">,
): { readonly row: MixtureRow; readonly points: Points } {
  const started = performance.now(), points = draw();
  const seconds = (performance.now() - started) / 1000;
  return { row: { ...rest, seconds, ...mixtureMetrics(points, exact, target) }, points };
}

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

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
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
const likelihoods = (rows: readonly MixtureRow[]) => [
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

/** What the rows say of the claims. */
export function idemClaims(
  { mixture, clusters, estimates }: {
    readonly mixture: readonly MixtureRow[];
    readonly clusters: readonly ClusterRow[];
    readonly estimates: readonly EstimateRow[];
  },
): Claim[] {
  const of = (method: string, key: "modeTv" | "nll" | "modes" | "energy") =>
    mean(mixture.filter((row) => row.method === method).map((row) => row[key] ?? NaN));
  const names = [...new Set(mixture.map(({ method }) => method))];
  const trained = names.filter((name) => /^iDEM/.test(name));
  const bestOf = (some: readonly string[]) =>
    some.reduce((a, b) => of(a, "nll") <= of(b, "nll") ? a : b);
  const best = bestOf(trained);
  const prior = names.find((name) => /^pDEM/.test(name));
  const trainings = (name: string) =>
    likelihoods(mixture.filter(({ method }) => method === name)).length;
  const spent = (name?: string) => mixture.find(({ method }) => method === name)?.trained;
  // The outer loop is judged by a training of as many energies, if there is one.
  const equal = trained.filter((name) => spent(name) === spent(prior));
  const loop = equal.length > 0 ? bestOf(equal) : best;
  const plain = names.filter((name) => /^no network|^parallel/.test(name));
  const written = (name: string) =>
    `${name}: NLL ${of(name, "nll").toFixed(2)}, mode TV ${of(name, "modeTv").toFixed(3)}`;
  const large = estimates.filter(({ t }) => t >= 0.8);
  const error = (kind: string) => mean(large.filter((e) => e.kind === kind).map((e) => e.error));
  const fours = [...Map.groupBy(clusters, (row) => row.method)].map(([method, own]) => ({
    method,
    energyW2: mean(own.map((row) => row.energyW2)),
    distanceW2: mean(own.map((row) => row.distanceW2)),
  }));
  const cluster = fours.find(({ method }) => /^iDEM/.test(method));
  const reached = cluster && [cluster.energyW2 <= 0.6, cluster.distanceW2 <= 0.2];
  /** Whether one kind of training comes within the goals, which are ours. */
  const learns = (kind: string, some: readonly string[]): Claim[] => {
    if (some.length === 0) return [];
    const one = bestOf(some);
    const goals = [of(one, "nll") <= 7.1, of(one, "modes") === 40, of(one, "modeTv") <= 0.15];
    const count = goals.filter(Boolean).length;
    return [{
      claim:
        `a score network learns GMM-40 from energies alone, ${kind}: NLL ≤ 7.1, 40 modes, mode TV ≤ .15`,
      holds: count === 3 ? true : count > 0 ? "partly" : false,
      evidence: `best: ${written(one)}, ${of(one, "modes").toFixed(0)} modes` +
        some.filter((name) => name !== one).map((name) => `; beside it ${written(name)}`).join(""),
    }];
  };
  const printed = trained.filter((name) => /as printed/.test(name));
  return [
    ...learns("as printed, in 3,000 of its 100,000 steps", printed),
    ...learns("with settings of ours", trained.filter((name) => !printed.includes(name))),
    ...prior
      ? [{
        claim: "the outer loop, training on own samples, helps",
        holds: of(loop, "nll") < of(prior, "nll") && of(loop, "modeTv") < of(prior, "modeTv")
          ? true
          : of(loop, "nll") < of(prior, "nll") || of(loop, "modeTv") < of(prior, "modeTv")
          ? "partly" as const
          : false,
        evidence: `${written(loop)}; ${written(prior)}; ${trainings(loop)} and ${
          trainings(prior)
        } trainings`,
      }]
      : [],
    {
      claim: "training is needed: nothing without a network does as well",
      holds: plain.every((name) => of(name, "modeTv") > of(best, "modeTv")),
      evidence: [best, ...plain].map((name) => `${name} ${of(name, "modeTv").toFixed(3)}`)
        .join("; ") + " (mode TV)",
    },
    {
      claim: "where there is much noise, forces alone are as good an estimate as any",
      holds: error("gradient") <= 1.1 * error("mixed"),
      evidence: `mean relative error at t ≥ .8: forces ${error("gradient").toFixed(1)}, noise ${
        error("noise").toFixed(2)
      }, mixed ${error("mixed").toFixed(2)}`,
    },
    ...cluster
      ? [{
        claim: "DW-4: energy W₂ ≤ .6 and distance W₂ ≤ .2",
        holds: reached!.every(Boolean) ? true : reached!.some(Boolean) ? "partly" as const : false,
        evidence: fours.map((one) =>
          `${one.method} ${one.energyW2.toFixed(2)} and ${one.distanceW2.toFixed(2)}`
        ).join("; "),
      }]
      : [],
  ];
}
