/** Landscapes along the line between two answers, as rows for charts. */
import { type Key, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Problems } from "../problems.ts";
import { problemEnergies } from "./energies.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";

/** Options of {@link lineRows}. */
export interface LineOptions extends EvaluateOptions {
  /** Other answers, like the right ones. */
  to(key: Key, problems: Problems): Tensor;
  /** Where to look, 0 at the right answer, 1 at the other; by default 31 from -0.25 to 1.25. */
  readonly positions?: readonly number[];
  /** Which landscapes; all of them by default. */
  readonly levels?: readonly number[];
}

/** An energy on the way from the right answer to another one. */
export interface LineRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** 0 at the right answer, 1 at the other. */
  readonly position: number;
  /** Energy less the energy at the right answer, averaged over problems. */
  readonly energy: number;
}

/**
 * E(x, √ᾱ_t·((1 - s)·y* + s·y′), t) less its value at s = 0, for right answers y* and others y′,
 * averaged over the first `problems` (64 by default, at most 256) of a set.
 */
export function lineRows(
  { to, positions = Array.from({ length: 31 }, (_, i) => (i - 5) / 20), levels, ...options }:
    LineOptions,
): LineRow[] {
  const energies = problemEnergies(options);
  const { problems, key } = energies;
  const other = to(key, problems);
  const mean = (values: Float32Array) => values.reduce((sum, e) => sum + e, 0) / values.length;
  const at = (position: number, t: number) => {
    const step = tf.tidy(() =>
      tf.add(tf.mul(problems.answer, 1 - position), tf.mul(other, position))
    );
    const energy = mean(energies.of(step, t));
    step.dispose();
    return energy;
  };
  try {
    return (levels ?? energies.levels).flatMap((t) => {
      const right = at(0, t);
      return positions.map((position) => ({ t, position, energy: at(position, t) - right }));
    });
  } finally {
    other.dispose();
    energies.dispose();
  }
}
