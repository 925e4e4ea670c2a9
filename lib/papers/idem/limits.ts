/** What bounds samples of DW-4 before any network is trained: the metrics, the start, the estimate. */
import { fileURLToPath } from "node:url";
import { rng } from "../../datasets/rng.ts";
import { normalSource } from "../../datasets/normal.ts";
import { geometricSchedule } from "../../diffusion/variance_schedule.ts";
import { doubleWell } from "../../energy/mod.ts";
import type { Points } from "../../metrics/mod.ts";
import { type ClusterMetrics, clusterMetrics, drawMonteCarlo } from "./evaluate.ts";
import { ownDw4Options } from "./settings.ts";

/** Samples under one condition. */
export interface LimitRow extends ClusterMetrics {
  /** What is perfect but for one thing: which. */
  readonly group: "exact samples" | "exact score, start" | "no network";
  readonly condition: string;
  readonly count: number;
  /** Of the draw; exact samples have none of their own. */
  readonly seed?: number;
  /** Of exact samples: which part of the reference's first half they are, from 0 on. */
  readonly part?: number;
}

/** A slice of points. */
export function slice({ values, dimension }: Points, from: number, count: number): Points {
  return { values: values.slice(from * dimension, (from + count) * dimension), dimension };
}

/** Four particles in a plane, without their mean. */
function centre(x: Float64Array): void {
  for (let axis = 0; axis < 2; axis++) {
    let mean = 0;
    for (let i = axis; i < x.length; i += 2) mean += 2 * x[i]! / x.length;
    for (let i = axis; i < x.length; i += 2) x[i]! -= mean;
  }
}

/**
 * Where the reverse equation ends if its score is exact, but its start is N(0, `start`²) and not what
 * data are under noise of deviation `noise`: the posterior of clean data given each start, which are
 * reference samples, each turned, mirrored and renamed at random, weighed by the noise.
 */
export function afterStart(
  reference: Points,
  { noise, start, count, copies, seed }: {
    readonly noise: number;
    readonly start: number;
    readonly count: number;
    /** Reference samples that a posterior is drawn from. */
    readonly copies: number;
    readonly seed: number;
  },
): Points {
  const d = reference.dimension, stream = rng(seed), normal = normalSource(stream);
  const known = new Float64Array(copies * d), available = reference.values.length / d;
  for (let m = 0; m < copies; m++) {
    const from = d * stream.int(available), angle = 2 * Math.PI * stream.uniform();
    const mirror = stream.uniform() < 0.5 ? -1 : 1, [c, s] = [Math.cos(angle), Math.sin(angle)];
    const order = [0, 1, 2, 3];
    for (let i = 3; i > 0; i--) {
      const j = stream.int(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    order.forEach((p, i) => {
      const [x, y] = [
        reference.values[from + 2 * p]!,
        mirror * reference.values[from + 2 * p + 1]!,
      ];
      known[m * d + 2 * i] = c * x - s * y;
      known[m * d + 2 * i + 1] = s * x + c * y;
    });
  }
  const values = new Float32Array(count * d), x = new Float64Array(d);
  const weights = new Float64Array(copies);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < d; i++) x[i] = start * normal();
    centre(x);
    let top = -Infinity, sum = 0, m = 0;
    for (m = 0; m < copies; m++) {
      let square = 0;
      for (let i = 0; i < d; i++) square += (x[i]! - known[m * d + i]!) ** 2;
      weights[m] = -square / (2 * noise * noise);
      top = Math.max(top, weights[m]!);
    }
    for (m = 0; m < copies; m++) sum += weights[m] = Math.exp(weights[m]! - top);
    let left = stream.uniform() * sum;
    for (m = 0; m < copies - 1 && (left -= weights[m]!) > 0;) m++;
    values.set(known.subarray(m * d, (m + 1) * d), k * d);
  }
  return { values, dimension: d };
}

/** A run of the reverse equation by the Monte-Carlo score itself. */
interface Run {
  readonly K: number;
  readonly steps?: number;
  readonly noise?: readonly [number, number];
  readonly kind?: "gradient" | "mixed";
  readonly free?: true;
  readonly count?: number;
}

const RUNS: readonly Run[] = [
  { K: 30 },
  { K: 100 },
  { K: 300 },
  { K: 1000, count: 500 },
  { K: 100, steps: 300 },
  { K: 100, noise: [0.1, 3] },
  { K: 100, noise: [0.03, 6] },
  { K: 100, kind: "gradient" },
  { K: 100, free: true },
];

const named = ({ K, steps = 100, noise = [0.03, 3], kind = "mixed", free }: Run) =>
  `K = ${K}, ${steps} steps, noise ${noise[0]} to ${noise[1]}, ${kind}${
    free ? ", centre of mass free" : ""
  }`;

/** How many parts of the reference stand for exact samples. */
const PARTS = 3;

/** All limits; `observe` sees each row. `reference` are 20,000 samples by 1,000 chains. */
export function limits(
  reference: Points,
  seeds: readonly number[],
  observe: (row: LimitRow) => void = () => {},
): LimitRow[] {
  const well = doubleWell(), rows: LimitRow[] = [];
  const against = slice(reference, 10_000, 10_000);
  const add = (points: Points, rest: Omit<LimitRow, keyof ClusterMetrics>) => {
    const row = { ...rest, ...clusterMetrics(points, against, well) };
    rows.push(row);
    observe(row);
  };
  // Parts of one run, the reference's own: it is of 1,000 chains, so that 1,000 samples are a state of each.
  for (const count of [500, 1000, 2000]) {
    for (let part = 0; part < PARTS; part++) {
      add(slice(reference, part * count, count), {
        ...{ group: "exact samples", condition: `${count} samples`, count, part },
      });
    }
  }
  const DATA = 1.85, count = 1000;
  for (const [noise, spread] of [[3, 0], [3, DATA], [6, 0]] as const) {
    for (const seed of seeds) {
      const start = Math.hypot(noise, spread);
      add(afterStart(reference, { noise, start, count, copies: 10_000, seed }), {
        ...{ group: "exact score, start", count, seed },
        condition: `noise up to ${noise}, start N(0, ${start.toFixed(2)}²)`,
      });
    }
  }
  for (const one of RUNS) {
    const { K, steps = 100, noise = [0.03, 3], kind = "mixed", free, count = 1000 } = one;
    const own = ownDw4Options(), [seed] = seeds as [number];
    const settings = {
      ...own,
      schedule: geometricSchedule(...noise),
      ...(free && { project: (x: Parameters<NonNullable<typeof own.project>>[0]) => x }),
    };
    const estimator = { ...own.estimator, samples: K, kind };
    add(drawMonteCarlo(settings, estimator, { count, steps, seed }), {
      ...{ group: "no network", condition: named(one), count, seed },
    });
  }
  return rows;
}

/** A record of `make_limits.ts`. */
export interface LimitRecord {
  readonly machine: string;
  readonly commit?: string;
  readonly seconds: number;
  readonly rows: readonly LimitRow[];
}

/** Reads data/papers/idem/dw4_limits.json. */
export function readLimits(): LimitRecord {
  const url = new URL("../../../data/papers/idem/dw4_limits.json", import.meta.url);
  return JSON.parse(Deno.readTextFileSync(fileURLToPath(url)));
}

/** A line for each condition: means over seeds, or parts, with their range where there are several. */
export function limitTable(rows: readonly LimitRow[]) {
  return [...Map.groupBy(rows, (row) => `${row.group}: ${row.condition}`).values()].map((own) => {
    const [{ group, condition, count }] = own as [LimitRow];
    const of = (key: "energyW2" | "energyW2Trimmed" | "distanceW2") => {
      const values = own.map((row) => row[key]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const ends = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(2)).join(" – ");
      return values.length > 1 ? `${mean.toFixed(2)} (${ends})` : mean.toFixed(2);
    };
    return {
      start: group,
      condition,
      samples: count.toLocaleString("en"),
      "energy W₂": of("energyW2"),
      "energy W₂, trimmed": of("energyW2Trimmed"),
      "distance W₂": of("distanceW2"),
    };
  });
}
