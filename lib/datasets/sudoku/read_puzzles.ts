/**
 * Reader of puzzle files as people have them: tables of puzzles, with or without solutions, headers,
 * quotes, further columns and a bad row here and there. A file of any size is read in pieces.
 *
 * @module
 */
import { type Grid, isSolution } from "./grid.ts";
import { contradiction } from "./read_boards.ts";
import { enumerate } from "./solver.ts";
import type { SudokuSet } from "./splits.ts";
import { linesOf } from "../lines.ts";

/** A proper puzzle of a file. */
export interface PuzzleRow {
  /** Line number, from 1. */
  readonly line: number;
  /** `[81]`, 0 for blank. */
  readonly puzzle: Grid;
  /** `[81]`. */
  readonly solution: Grid;
  /** Whether the file holds the solution; otherwise it was solved here. */
  readonly given: boolean;
}

/** A row that was left out. */
export interface LeftOut {
  readonly line: number;
  /** What is wrong with it. */
  readonly reason: string;
}

/** What a reading has met so far; the first few rows left out, so that it stays small. */
export interface PuzzleReading {
  /** Rows read, without blank lines and header. */
  rows: number;
  /** Proper puzzles among them. */
  puzzles: number;
  /** Puzzles of those without a solution in the file, which were solved here. */
  solved: number;
  /** Rows that were left out. */
  leftOut: number;
  /** The first {@linkcode REASONS} of them. */
  readonly reasons: LeftOut[];
}

/** How many reasons a reading keeps. */
export const REASONS = 5;

/** The fields of a row: separated by comma, semicolon or tab, in quotes or not, trimmed. */
function fieldsOf(line: string): string[] {
  return line.split(/[,;\t]/).map((field) => field.trim().replace(/^(["'])(.*)\1$/, "$2").trim());
}

/** A grid is 81 digits or blanks; spreadsheets drop leading zeros, so up to 16 may be missing. */
const isGrid = (field: string) => /^[0-9.*?]{81}$/.test(field);
const isShortened = (field: string) => /^[0-9]{65,80}$/.test(field);

const toGrid = (field: string): Grid =>
  Uint8Array.from(field.padStart(81, "0"), (c) => Number(c) || 0);

/** The grids of a row and its puzzle among them, or what is wrong with it. */
function puzzleOf(fields: readonly string[]): { puzzle: Grid; claimed?: Grid } | string {
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
  return claimed ? { puzzle, claimed } : { puzzle };
}

/** What a row holds, or what is wrong with it. */
function readRow(line: string): { puzzle: Grid; solution: Grid; given: boolean } | string {
  const found = puzzleOf(fieldsOf(line));
  return typeof found === "string" ? found : withSolution(found);
}

/** A proper puzzle with its solution, or what is wrong with it, or with the solution it came with. */
function withSolution(
  { puzzle, claimed }: { readonly puzzle: Grid; readonly claimed?: Grid },
): { puzzle: Grid; solution: Grid; given: boolean } | string {
  const wrong = contradiction(puzzle);
  if (wrong) return wrong;
  const found = new Uint8Array(162);
  const count = enumerate(puzzle, found);
  if (count !== 1) return count === 0 ? "no solution" : "several solutions";
  const solution = found.slice(0, 81);
  const given = claimed !== undefined && isFull(claimed);
  if (given && !isSolution(claimed)) return "its solution repeats a digit";
  const differs = given ? solution.findIndex((v, i) => v !== claimed[i]) : -1;
  if (differs >= 0) {
    const cell = `row ${Math.floor(differs / 9) + 1}, column ${differs % 9 + 1}`;
    return `its solution has ${claimed![differs]} in ${cell}, the puzzle's has ${
      solution[differs]
    }`;
  }
  return { puzzle, solution, given };
}

const isFull = (grid: Grid) => grid.every((v) => v > 0);

/** Whether a first line names columns: it holds letters, and neither a grid nor a long number. */
const isHeader = (line: string) => /[a-z]/i.test(line) && !/[0-9.]{20}/.test(line);

/** The lines of a short text that are no comments, with their numbers; a header stands first or nowhere. */
function rowsOf(text: string): { header: boolean; rows: { line: number; text: string }[] } {
  const rows = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
    .map((text, i) => ({ line: i + 1, text }))
    .filter(({ text }) => text.trim() !== "" && !/^\s*#/.test(text));
  const header = rows.length > 0 && isHeader(rows[0]!.text);
  return { header, rows: header ? rows.slice(1) : rows };
}

/**
 * Whether a text is a table of puzzles: a row has a solution or further columns beside a puzzle, or
 * stands below a header. Boards alone, however they are written, are none.
 */
export function isPuzzleTable(text: string): boolean {
  const { header, rows } = rowsOf(text);
  return rows.some(({ text }) => {
    const fields = fieldsOf(text).map((field) => field.replace(/\s+/g, "")).filter(Boolean);
    const grids = fields.filter((field) => isGrid(field) || isShortened(field));
    if (grids.length === 0 || grids.length > 2) return false;
    const full = grids.filter((grid) => isFull(toGrid(grid))).length;
    return header || fields.length > grids.length || grids.length === 2 && full === 1;
  });
}

/**
 * The puzzles of a table that is at hand as a whole, for which solutions do not matter: none is left
 * out, and puzzles with several solutions are taken.
 *
 * @throws {SyntaxError} If a row holds no puzzle; its line is named
 */
export function puzzlesOfTable(text: string): Grid[] {
  return rowsOf(text).rows.map(({ line, text }) => {
    const found = puzzleOf(fieldsOf(text));
    if (typeof found === "string") {
      throw new SyntaxError(`Cannot read the puzzle of line ${line}: ${found}`);
    }
    return found.puzzle;
  });
}

/** What the reading begins with. */
export function newReading(): PuzzleReading {
  return { rows: 0, puzzles: 0, solved: 0, leftOut: 0, reasons: [] };
}

/**
 * The proper puzzles of a file, one after the other; `reading` counts along. Accepted are fields
 * separated by comma, semicolon or tab; quotes; `0`, `.`, `*`, `?` for blank; a header; a byte order
 * mark; any line ends; blank lines; columns beside puzzle and solution; solutions missing (they are
 * solved first). A row that holds no proper puzzle, or whose solution is wrong, is left out.
 *
 * Memory does not grow with the file.
 *
 * @param source Text, or pieces of it: `file.readable` of an open file
 * @example Usage
 * ```ts
 * import { newReading, readPuzzles } from "lib/datasets/sudoku.ts";
 *
 * const reading = newReading();
 * for await (const row of readPuzzles("quizzes,solutions\n123,456\n", reading)) console.log(row);
 * console.assert(reading.leftOut === 1);
 * ```
 */
export async function* readPuzzles(
  source: string | AsyncIterable<Uint8Array | string>,
  reading: PuzzleReading = newReading(),
): AsyncGenerator<PuzzleRow> {
  let first = true;
  for await (const { line, text } of linesOf(source)) {
    if (text.trim() === "") continue;
    const header = first && isHeader(text);
    first = false;
    if (header) continue;
    reading.rows++;
    const row = readRow(text);
    if (typeof row === "string") {
      if (++reading.leftOut <= REASONS) reading.reasons.push({ line, reason: row });
      continue;
    }
    reading.puzzles++;
    if (!row.given) reading.solved++;
    yield { line, ...row };
  }
}

/** What a reading left out and solved, in a sentence or two; empty if it took all as it was. */
export function describeReading(reading: PuzzleReading): string {
  const { rows, puzzles, solved, leftOut, reasons } = reading;
  const parts: string[] = [];
  if (solved > 0) {
    parts.push(`${solved} of ${puzzles} puzzles had no solution and were solved first.`);
  }
  if (leftOut > 0) {
    const listed = reasons.map(({ line, reason }) => `line ${line}: ${reason}`).join("; ");
    parts.push(
      `${leftOut} of ${rows} rows were left out (${listed}${
        leftOut > reasons.length ? "; …" : ""
      }).`,
    );
  }
  return parts.join(" ");
}

/**
 * All proper puzzles of a file, or the first `limit` of them.
 *
 * @throws {RangeError} If `limit` is below 1
 * @throws {SyntaxError} If the file holds no puzzles, or none that is usable
 */
export async function readPuzzleSet(
  source: string | AsyncIterable<Uint8Array | string>,
  options: { readonly limit?: number; readonly name?: string } = {},
): Promise<{ set: SudokuSet; reading: PuzzleReading }> {
  const { limit = Infinity, name = "the file" } = options;
  if (!(limit >= 1)) throw new RangeError(`limit must be a count of 1 or more: it is ${limit}`);
  const reading = newReading();
  const rows: PuzzleRow[] = [];
  for await (const row of readPuzzles(source, reading)) {
    rows.push(row);
    if (rows.length >= limit) break;
  }
  if (reading.rows === 0) {
    throw new SyntaxError(`Cannot read puzzles: ${name} is empty, or has a header only`);
  }
  if (rows.length === 0) {
    throw new SyntaxError(`Cannot read puzzles: ${name} holds none. ${describeReading(reading)}`);
  }
  const puzzles = new Uint8Array(81 * rows.length), solutions = new Uint8Array(81 * rows.length);
  rows.forEach(({ puzzle, solution }, i) => {
    puzzles.set(puzzle, 81 * i);
    solutions.set(solution, 81 * i);
  });
  return { set: { count: rows.length, puzzles, solutions }, reading };
}
