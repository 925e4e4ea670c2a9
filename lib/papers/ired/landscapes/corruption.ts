/** Energies of right answers against corrupted ones, as rows for charts. */
import { type Key, random, type Tensor } from "../../../tensor/mod.ts";
import type { Problems } from "../problems.ts";
import { problemEnergies } from "./energies.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";
import { meanOf } from "../../../records/statistics.ts";

/** Options of {@link corruptionRows}. */
export interface CorruptionOptions extends EvaluateOptions {
  /** Answers corrupted by `amount`, like the right ones; observed, if any, are to be left alone. */
  corrupt(key: Key, problems: Problems, amount: number): Tensor;
  /** How much: shares or numbers of entries, as `corrupt` takes them. */
  readonly amounts: readonly number[];
  /** Which landscapes; all of them by default. */
  readonly levels?: readonly number[];
}

/** What corruption of some amount does to the energy on a landscape. */
export interface CorruptionRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  readonly amount: number;
  /** Energy of the corrupted answer less that of the right one, averaged over problems. */
  readonly energy: number;
  /** Standard error of `energy`. */
  readonly standardError: number;
  /** Share of the corrupted answers that lie higher than the right one; those that equal it half. */
  readonly told: number;
}

/**
 * E(x, √ᾱ_t·y′, t) - E(x, √ᾱ_t·y*, t) for right answers y* and corrupted ones y′: what the
 * contrastive loss is to make positive. Over the first `problems` (64 by default, at most 256) of a
 * set; each amount corrupts with numbers of its own, the same on every landscape.
 */
export function corruptionRows(
  { corrupt, amounts, levels: shown, ...options }: CorruptionOptions,
): CorruptionRow[] {
  const energies = problemEnergies(options);
  const { problems, key } = energies;
  const levels = shown ?? energies.levels;
  const right = new Map(levels.map((t) => [t, energies.of(problems.answer, t)]));
  try {
    return amounts.flatMap((amount, i) => {
      const own = random.fold(key, i);
      const corrupted = corrupt(own, problems, amount);
      const rows = levels.map((t) => {
        const above = energies.of(corrupted, t).map((energy, b) => energy - right.get(t)![b]!);
        const { mean, standardError } = meanOf(above);
        const told = meanOf(above.map((gap) => gap > 0 ? 1 : gap < 0 ? 0 : 0.5)).mean;
        return { t, amount, energy: mean, standardError, told };
      });
      [own, corrupted].forEach((tensor) => tensor.dispose());
      return rows;
    });
  } finally {
    energies.dispose();
  }
}
