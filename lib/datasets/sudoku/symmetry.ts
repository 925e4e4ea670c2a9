/**
 * The symmetries of Sudoku: relabelling the digits, permuting bands and stacks, rows within a band
 * and columns within a stack, and transposition; 9!·2·6⁸ in all.
 *
 * @module
 */
import type { Rng } from "../rng.ts";
import type { Grid } from "./grid.ts";

/** One symmetry: `result[i] = digits[grid[cells[i]]]`. */
export interface Symmetry {
  /** `[81]`: the cell that each cell of the result is taken from. */
  readonly cells: Uint8Array;
  /** `[10]`: what each digit becomes; blank stays blank (`digits[0]` is 0). */
  readonly digits: Uint8Array;
}

/** A symmetry drawn uniformly from all 9!·2·6⁸. */
export function randomSymmetry(random: Rng): Symmetry {
  const rows = lines(random), columns = lines(random);
  const transpose = random.int(2) === 1;
  const cells = Uint8Array.from({ length: 81 }, (_, i) => {
    const r = rows[Math.floor(i / 9)]!, c = columns[i % 9]!;
    return transpose ? 9 * c + r : 9 * r + c;
  });
  const digits = Uint8Array.of(0, ...random.shuffle([1, 2, 3, 4, 5, 6, 7, 8, 9]));
  return { cells, digits };
}

/** The image of `grid` (puzzle or solution, `[81]`) under `symmetry`. */
export function transform(grid: Grid, { cells, digits }: Symmetry): Grid {
  return Uint8Array.from({ length: 81 }, (_, i) => digits[grid[cells[i]!]!]!);
}

/** A random order of nine lines that keeps the groups of three together. */
function lines(random: Rng): number[] {
  return random.shuffle([0, 3, 6]).flatMap((first) =>
    random.shuffle([first, first + 1, first + 2])
  );
}
