/** Wrong Sudoku boards, as digits on the host. */
import type { Rng } from "../../../lib/datasets/rng.ts";
import type { NegativeKind } from "../../../lib/papers/ired/tasks/sudoku/negatives.ts";

/** Options of {@linkcode corruptBoards}. */
export interface CorruptOptions {
  /** Default `reference`. */
  readonly kind?: NegativeKind;
  /** Probability per cell, default 0.05. */
  readonly rate?: number;
}

/**
 * Corrupted copies of solutions, as digits.
 *
 * @param solutions `[batch, 81]`, 1–9
 * @param puzzles `[batch, 81]`, 0 for blank; clues survive
 * @returns `[batch, 81]`, 1–9
 */
export function corruptBoards(
  solutions: Uint8Array,
  puzzles: Uint8Array,
  random: Rng,
  options: CorruptOptions = {},
): Uint8Array {
  const { kind = "reference", rate = 0.05 } = options;
  if (solutions.length !== puzzles.length || solutions.length % 81 !== 0) {
    throw new RangeError(
      `Cannot corrupt boards as solutions and puzzles must both be [batch, 81]: lengths are ` +
        `${solutions.length} and ${puzzles.length}`,
    );
  }
  if (!(rate >= 0 && rate <= 1)) {
    throw new RangeError(`Cannot corrupt boards as rate must be in 0..1: current value is ${rate}`);
  }
  const wrong = solutions.slice();
  for (let board = 0; board < wrong.length; board += 81) {
    const unknown: number[] = [];
    let changed = false;
    for (let i = board; i < board + 81; i++) {
      if (puzzles[i] === 0) unknown.push(i);
      if (random.uniform() >= rate) continue;
      const digit = kind === "reference" ? 1 + random.int(9) : otherDigit(solutions[i]!, random);
      if (puzzles[i] !== 0) continue;
      wrong[i] = digit;
      changed = true;
    }
    if (kind === "corrected" && !changed && unknown.length > 0) {
      const i = unknown[random.int(unknown.length)]!;
      wrong[i] = otherDigit(solutions[i]!, random);
    }
  }
  return wrong;
}

/** A uniform digit 1–9 that is not `digit`. */
function otherDigit(digit: number, random: Rng): number {
  return 1 + (digit + random.int(8)) % 9;
}
