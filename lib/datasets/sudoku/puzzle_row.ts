/** One row of a puzzle file: its fields, and the grids among them. */
import type { Grid } from "./grid.ts";
import { contradiction } from "./read_boards.ts";
import { enumerate } from "./solver.ts";

/** A grid is 81 digits or blanks. */
export const isGrid = (field: string): boolean => /^[0-9.*?]{81}$/.test(field);

/** Spreadsheets drop leading zeros, so up to 16 may be missing. */
export const isShortened = (field: string): boolean => /^[0-9]{65,80}$/.test(field);

/** Cells `[81]`, 0 for blank; what is missing is taken for leading zeros. */
export const toGrid = (field: string): Grid =>
  Uint8Array.from(field.padStart(81, "0"), (c) => Number(c) || 0);

/** The grids of a row. */
export interface RowGrids {
  readonly puzzle: Grid;
  /** What stands beside it. */
  readonly claimed?: Grid;
  /** Whether zeros were put in front of the puzzle. */
  readonly padded: boolean;
}

/**
 * What is wrong with a puzzle of fewer digits that got zeros in front: with one solution it is the
 * puzzle that was meant, while other cells than leading zeros may be missing from one with none or
 * several.
 */
function wronglyPadded(puzzle: Grid, digits: number): string | undefined {
  const repeated = contradiction(puzzle);
  const found = repeated ? 0 : enumerate(puzzle, new Uint8Array(162));
  if (found === 1) return undefined;
  const why = repeated ?? (found === 0 ? "it has no solution" : "it has several solutions");
  return `it has ${digits} digits instead of 81, and with zeros in front ${why}`;
}

/** The grids of a row and its puzzle among them, or what is wrong with it. */
export function puzzleOf(fields: readonly string[]): RowGrids | string {
  let grids = fields.filter((field) => isGrid(field) || isShortened(field));
  // Boards whose rows or cells are set apart by spaces.
  if (grids.length === 0) {
    grids = fields.map((field) => field.replace(/\s+/g, "")).filter(isGrid);
  }
  if (grids.length === 0) {
    const longest = fields.reduce((a, b) => b.length > a.length ? b : a, "");
    const shown = longest.length > 24 ? `${longest.slice(0, 24)}…` : longest;
    return `no field has 81 cells, the longest has ${longest.length}: ${JSON.stringify(shown)}`;
  }
  if (grids.length > 2) return `it has ${grids.length} fields of 81 cells, accepted are 1 and 2`;
  const [first, second] = grids.map(toGrid);
  const swapped = second !== undefined && isFull(first!) && !isFull(second);
  const [puzzle, claimed] = swapped ? [second, first] : [first!, second];
  // As where the puzzle beside a solution has lost a cell.
  if (isFull(puzzle)) return "it has no puzzle with 81 cells, of which some are blank";
  const { length: digits } = grids[swapped ? 1 : 0]!, padded = digits < 81;
  const wrong = padded ? wronglyPadded(puzzle, digits) : undefined;
  return wrong ?? { puzzle, padded, ...(claimed && { claimed }) };
}

/** Whether no cell is blank. */
export const isFull = (grid: Grid): boolean => grid.every((v) => v > 0);
