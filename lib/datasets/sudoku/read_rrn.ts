/**
 * Reader of the RRN csv files (Palm et al. 2018, "sudoku-hard"): no header, one puzzle a row,
 * `81 digits,81 digits`, 0 for blank. The digits are read as text, never as numbers.
 *
 * @module
 */
import { formatGrid, type Grid, isSolution, parseGrid } from "./grid.ts";
import { countSolutions } from "./solver.ts";
import { board, type SudokuSet } from "./splits.ts";

/** A well-formed row that is no proper puzzle. */
export interface RejectedRow {
  /** Line number, from 1. */
  readonly line: number;
  /** What is wrong with the puzzle. */
  readonly reason: "no solution" | "several solutions";
}

/** What {@linkcode parseRrn} found. */
export interface RrnFile {
  /** The proper puzzles, in the order of the file. */
  readonly set: SudokuSet;
  /** Rows left out of the set because their puzzle has no solution or several. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * Reads a whole file; about 30 µs a row, a third of it for solving the puzzle.
 *
 * @throws {SyntaxError} With line number and reason, if a row is malformed, or if its second grid is
 *   not the solution of the first.
 * @example Usage
 * ```ts
 * import { parseRrn } from "lib/datasets/sudoku.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => parseRrn("123,456\n"), SyntaxError, "line 1");
 * ```
 */
export function parseRrn(text: string): RrnFile {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const puzzles = new Uint8Array(81 * lines.length);
  const solutions = new Uint8Array(81 * lines.length);
  const rejected: RejectedRow[] = [];
  let count = 0;
  lines.forEach((row, i) => {
    const line = i + 1;
    const [puzzle, solution] = parseRow(row, line);
    const found = countSolutions(puzzle, 2);
    if (found !== 1) {
      rejected.push({ line, reason: found === 0 ? "no solution" : "several solutions" });
      return;
    }
    checkSolution(puzzle, solution, line);
    puzzles.set(puzzle, 81 * count);
    solutions.set(solution, 81 * count);
    count++;
  });
  return {
    set: {
      count,
      puzzles: puzzles.slice(0, 81 * count),
      solutions: solutions.slice(0, 81 * count),
    },
    rejected,
  };
}

function parseRow(row: string, line: number): [Grid, Grid] {
  const fields = row.split(",");
  if (fields.length !== 2) {
    throw new SyntaxError(
      `Cannot read line ${line} as a row must be two fields "puzzle,solution": it has ` +
        (row === "" ? "none" : `${fields.length}`),
    );
  }
  return fields.map((field, i) => {
    if (/^[0-9]{81}$/.test(field)) return parseGrid(field);
    const shown = field.length > 90 ? `${field.length} characters` : JSON.stringify(field);
    throw new SyntaxError(
      `Cannot read line ${line} as its ${
        i ? "solution" : "puzzle"
      } must be 81 digits: it is ${shown}`,
    );
  }) as [Grid, Grid];
}

function checkSolution(puzzle: Grid, solution: Grid, line: number): void {
  const clash = puzzle.findIndex((v, i) => v !== 0 && v !== solution[i]);
  if (clash >= 0) {
    throw new SyntaxError(
      `Cannot read line ${line} as its solution must keep the clues: cell ${clash + 1} has ` +
        `${solution[clash]}, the clue is ${puzzle[clash]}`,
    );
  }
  if (!isSolution(solution)) {
    throw new SyntaxError(
      `Cannot read line ${line} as its solution must hold each digit once per row, column and box`,
    );
  }
}

/** A set as the text of such a file; {@linkcode parseRrn} gives it back. */
export function formatRrn(set: SudokuSet): string {
  return Array.from({ length: set.count }, (_, i) => {
    const { puzzle, solution } = board(set, i);
    return `${formatGrid(puzzle)},${formatGrid(solution)}\n`;
  }).join("");
}
