/** How steep landscapes are, beside those of a perfect network. */
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import type { EnergyDistanceRow } from "../landscapes/landscapes.ts";
import type { Task } from "../tasks/mod.ts";

/** Energies by distance of one network. */
export interface NamedRows {
  readonly title: string;
  readonly rows: readonly EnergyDistanceRow[];
}

/**
 * Energy per mean squared distance, at the largest distance measured, by landscape: a line with
 * `t`, `perfect` and the title of each network.
 *
 * Where a problem has one right answer, the energy whose gradient is the noise is
 * E* = ‖y - √ᾱ_t·y*‖²/2σ_t: per mean squared distance, D·ᾱ_t/2σ_t, with D entries per answer.
 */
export function steepness(
  task: Task,
  networks: readonly NamedRows[],
): Readonly<Record<string, number>>[] {
  const { alphaBar, sigma, levels } = cosineSchedule();
  const entries = task.answerShape.reduce((product, size) => product * size, 1);
  return Array.from({ length: levels }, (_, i) => levels - 1 - i).map((t) => ({
    t,
    perfect: entries * alphaBar[t]! / (2 * sigma[t]!),
    ...Object.fromEntries(networks.map(({ title, rows }) => {
      const own = rows.filter((row) => row.t === t);
      const last = own.reduce((a, b) => b.distance > a.distance ? b : a, own[0]!);
      return [title, last.energy / last.distance];
    })),
  }));
}
