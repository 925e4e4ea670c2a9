/** Landscapes over two-dimensional answers, as rows for maps. */
import { disposeTree, type Key, random, tf } from "../../../tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { cosineSchedule, type Schedule } from "../../../diffusion/schedule.ts";

/** A point of the plane on landscape `t`. */
export interface PlanePoint {
  readonly t: number;
  readonly x: number;
  readonly y: number;
}

/** The energy at a point. */
export interface PlaneCell extends PlanePoint {
  readonly energy: number;
}

/** The centres of `size` × `size` cells that cover ±`reach`, on each of `levels`. */
export function planeGrid(levels: readonly number[], size: number, reach: number): PlanePoint[] {
  const side = Array.from({ length: size }, (_, i) => reach * ((2 * i + 1) / size - 1));
  return levels.flatMap((t) => side.flatMap((x) => side.map((y) => ({ t, x, y }))));
}

/** What is looked at: a network, and one problem's condition `[1, …]`. */
export interface PlaneProblem {
  readonly network: EnergyNetwork;
  readonly params: Params;
  readonly condition: Condition;
}

/** E(x, y, t) at each of `points`; y is what the network sees on landscape t, unscaled. */
export function planeEnergies(
  { network, params, condition }: PlaneProblem,
  points: readonly PlanePoint[],
): PlaneCell[] {
  const energies = tf.tidy(() => {
    const encoded = network.encode(params, repeat(condition, points.length));
    const y = tf.tensor2d(points.map((point) => [point.x, point.y]));
    const t = tf.tensor1d(points.map((point) => point.t), "int32");
    return network.energy(params, encoded, y, t).dataSync();
  });
  return points.map((point, i) => ({ ...point, energy: energies[i]! }));
}

/** A condition `[1, …]` as one of `count` equal ones. */
export function repeat(condition: Condition, count: number): Condition {
  return Object.fromEntries(
    Object.entries(condition).map(([name, tensor]) => [
      name,
      tf.tile(tensor, [count, ...new Array<number>(tensor.rank - 1).fill(1)]),
    ]),
  );
}

/** Noisy answers √ᾱ_t·y + σ_t·ε of `answers`, `perLevel` of them on each of `levels`. */
export function noisedPoints(
  answers: readonly { readonly x: number; readonly y: number }[],
  options: { levels: readonly number[]; perLevel: number; key: Key; schedule?: Schedule },
): PlanePoint[] {
  const { levels, perLevel, key, schedule = cosineSchedule() } = options;
  const normal = random.normal(key, [levels.length * perLevel * 2]);
  const noise = normal.dataSync();
  disposeTree({ normal });
  return levels.flatMap((t, l) =>
    Array.from({ length: perLevel }, (_, i) => {
      const at = 2 * (l * perLevel + i);
      const one = answers[i % answers.length]!;
      const [scale, sigma] = [schedule.sqrtAlphaBar[t]!, schedule.sigma[t]!];
      return {
        t,
        x: scale * one.x + sigma * noise[at]!,
        y: scale * one.y + sigma * noise[at + 1]!,
      };
    })
  );
}

/** √ᾱ_t·y of each of `answers`: where it lies on each of `levels`. */
export function scaledPoints(
  answers: readonly { readonly x: number; readonly y: number }[],
  levels: readonly number[],
  schedule: Schedule = cosineSchedule(),
): PlanePoint[] {
  return levels.flatMap((t) => {
    const scale = schedule.sqrtAlphaBar[t]!;
    return answers.map(({ x, y }) => ({ t, x: scale * x, y: scale * y }));
  });
}

/**
 * The landscapes that a perfect network would learn where each of `answers` is right equally often:
 * E*(y, t) = -σ_t·ln Σ exp(-‖y - √ᾱ_t·y*‖²/2σ_t²), whose gradient is the expected noise of y.
 */
export function idealEnergies(
  answers: readonly { readonly x: number; readonly y: number }[],
  points: readonly PlanePoint[],
  schedule: Schedule = cosineSchedule(),
): PlaneCell[] {
  return points.map((point) => {
    const [scale, sigma] = [schedule.sqrtAlphaBar[point.t]!, schedule.sigma[point.t]!];
    const exponents = answers.map(({ x, y }) =>
      -((point.x - scale * x) ** 2 + (point.y - scale * y) ** 2) / (2 * sigma ** 2)
    );
    const most = Math.max(...exponents);
    const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - most), 0);
    return { ...point, energy: -sigma * (most + Math.log(sum)) };
  });
}

/** How well two energies agree on one landscape. */
export interface Agreement {
  readonly t: number;
  /** Correlation of the energies over the points: 1 where they differ by scale and offset only. */
  readonly correlation: number;
}

/** Correlations of the energies of the same points, by landscape. */
export function agreement(a: readonly PlaneCell[], b: readonly PlaneCell[]): Agreement[] {
  const levels = [...new Set(a.map(({ t }) => t))];
  const centred = (cells: readonly PlaneCell[], level: number) => {
    const own = cells.filter(({ t }) => t === level).map(({ energy }) => energy);
    const mean = own.reduce((sum, energy) => sum + energy, 0) / own.length;
    return own.map((energy) => energy - mean);
  };
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
  return levels.map((t) => {
    const [u, v] = [centred(a, t), centred(b, t)];
    return { t, correlation: dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v)) };
  });
}
