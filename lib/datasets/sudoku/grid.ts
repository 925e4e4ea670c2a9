/**
 * Sudoku grids as bytes.
 *
 * @module
 */

/** A grid `[81]`, row by row; 0 is a blank cell, 1–9 a digit. */
export type Grid = Uint8Array;

/** The 27 units (rows, then columns, then boxes) `[27, 9]` of cell indices 0–80. */
export const UNITS: readonly Uint8Array[] = Array.from({ length: 27 }, (_, u) => {
  const k = u % 9;
  return Uint8Array.from({ length: 9 }, (_, i) => {
    if (u < 9) return 9 * k + i;
    if (u < 18) return 9 * i + k;
    return 9 * (3 * Math.floor(k / 3) + Math.floor(i / 3)) + 3 * (k % 3) + i % 3;
  });
});

/**
 * Reads 81 characters, `0` or `.` for blank.
 *
 * @throws {SyntaxError} If the length or a character is wrong.
 */
export function parseGrid(text: string): Grid {
  if (text.length !== 81) {
    throw new SyntaxError(
      `Cannot read the grid as it must have 81 characters: it has ${text.length}`,
    );
  }
  const grid = new Uint8Array(81);
  for (let i = 0; i < 81; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) grid[i] = c - 48;
    else if (c !== 46) {
      throw new SyntaxError(
        `Cannot read the grid as character ${i + 1} must be a digit or ".": it is ${
          JSON.stringify(text[i])
        }`,
      );
    }
  }
  return grid;
}

/** The 81 digits of a grid as text, 0 for blank. */
export function formatGrid(grid: Grid): string {
  return grid.join("");
}

/** How many of the 81 cells are filled. */
export function countClues(grid: Grid): number {
  let n = 0;
  for (const v of grid) if (v !== 0) n++;
  return n;
}

/** Whether every row, column and box of the grid `[81]` holds each digit exactly once. */
export function isSolution(grid: Grid): boolean {
  return UNITS.every((unit) => unit.reduce((seen, cell) => seen | (1 << grid[cell]!), 0) === 0x3fe);
}
