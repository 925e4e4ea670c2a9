/** The six cells run in a notebook, beside their two competitors and ours. */
import { stoppable } from "../../checks/interruption.ts";
import type { Points } from "../../metrics/mod.ts";
import { type NotebookDisplay, progressBar } from "../../plots/progress.ts";
import type { ScatterPoint } from "../../plots/scatter.ts";
import { competitors } from "./competitors.ts";
import { FKC_SCALE, fkcCells, fkcSampler, flowCells, runFkc } from "./fkc.ts";
import { fkcMetrics, fkcReference } from "./fkc_metrics.ts";
import { type FkcRow, nameOf, runCompetitors } from "./report.ts";

/** What {@link liveFkc} computes. */
export interface LiveFkc {
  readonly rows: readonly FkcRow[];
  /** Samples of the first seed, 1,000 of each cell, lengths as they are. */
  readonly points: readonly ScatterPoint[];
}

const shown = ({ values }: Points, panel: string): ScatterPoint[] => {
  const stride = Math.max(1, Math.floor(values.length / 2000));
  return Array.from({ length: Math.floor(values.length / 2 / stride) }, (_, i) => ({
    x: values[2 * i * stride]! * FKC_SCALE,
    y: values[2 * i * stride + 1]! * FKC_SCALE,
    panel,
  }));
};

/** Sizes of {@link liveFkc}. */
export interface LiveFkcOptions {
  readonly particles: number;
  readonly steps: number;
  readonly seeds: readonly number[];
  /** How many points of each run are compared by assignment. */
  readonly compared: number;
}

/**
 * Runs exact samples, both competitors, every cell, and ours with systematic resampling, for every seed.
 *
 * @param options Sizes
 * @param display `Deno.jupyter.display`, for a progress bar
 * @throws {Stopped} If it is stopped, between two runs
 */
export async function liveFkc(
  { particles, steps, seeds, compared }: LiveFkcOptions,
  display?: NotebookDisplay,
): Promise<LiveFkc> {
  const rows: FkcRow[] = [], points: ScatterPoint[] = [];
  const cells = [...fkcCells, flowCells[2]!];
  const total = seeds.length * (1 + Object.keys(competitors).length + cells.length);
  const bar = progressBar({ total, label: "sampling", display }), work = stoppable();
  const done = async (row: FkcRow, found: Points, panel = nameOf(row)) => {
    rows.push(row);
    if (row.seed === seeds[0]) points.push(...shown(found, panel));
    bar.update(rows.length, nameOf(row));
    await work.pause(() => `stopped after ${rows.length} of ${total} runs`);
  };
  try {
    const references = new Map(seeds.map((seed) => [seed, fkcReference(particles, seed)]));
    for (const seed of seeds) {
      const reference = references.get(seed)!, exact = fkcReference(particles, seed + 1000).cold;
      if (seed === seeds[0]) points.push(...shown(reference.hot, "the model, T = 1"));
      const metrics = fkcMetrics(exact, reference, seed, compared);
      const row = { scheme: "exact", corrector: "none", seed, metrics };
      await done(row, exact, "the target, T = 1/3");
    }
    for (const seed of seeds) {
      const reference = references.get(seed)!;
      for (const run of runCompetitors({ particles, steps, seed }, reference, compared)) {
        await done(run.row, run.points, run.row.scheme.replace(/, a tenth.*/, ""));
      }
    }
    for (const cell of cells) {
      const sampler = fkcSampler(cell, steps);
      try {
        for (const seed of seeds) {
          const { points: found, seconds, survivors } = runFkc(sampler, { particles, seed });
          const metrics = fkcMetrics(found, references.get(seed)!, seed, compared);
          await done({ ...cell, seed, seconds, survivors, metrics }, found);
        }
      } finally {
        sampler.dispose?.();
      }
    }
  } finally {
    work.end();
    await bar.finish();
  }
  return { rows, points };
}
