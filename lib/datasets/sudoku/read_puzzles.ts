/**
 * Reader of puzzle files as people have them: tables of puzzles, with or without solutions, headers,
 * quotes, further columns and a bad row here and there. A file of any size is read in pieces.
 *
 * @module
 */
import { type Grid, isSolution } from "./grid.ts";
import { contradiction } from "./read_boards.ts";
import { enumerate } from "./solver.ts";
import { fieldsOf } from "./board_rows.ts";
import { isFull, isGrid, isShortened, puzzleOf, type RowGrids, toGrid } from "./puzzle_row.ts";
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
  /** Rows whose puzzle had lost leading zeros, which were put back. */
  padded: number;
  /** The lines of the first {@linkcode REASONS} of them. */
  readonly paddedLines: number[];
  /** Rows that were left out. */
  leftOut: number;
  /** The first {@linkcode REASONS} of them. */
  readonly reasons: LeftOut[];
}

/** How many reasons a reading keeps. */
export const REASONS = 5;

/** What a row holds, or what is wrong with it. */
function readRow(line: string): SolvedRow & { padded: boolean } | string {
  const found = puzzleOf(fieldsOf(line));
  if (typeof found === "string") return found;
  const solved = withSolution(found);
  return typeof solved === "string" ? solved : { ...solved, padded: found.padded };
}

/** A proper puzzle, its solution, and whether that came with it. */
type SolvedRow = Pick<PuzzleRow, "puzzle" | "solution" | "given">;

/** A proper puzzle with its solution, or what is wrong with it, or with the solution it came with. */
function withSolution(
  { puzzle, claimed }: Pick<RowGrids, "puzzle" | "claimed">,
): SolvedRow | string {
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

/** Whether a line says something to people only. */
const isComment = (line: string) => /^\s*#/.test(line);

/** Whether a first line names columns: it holds letters, and neither a grid nor a long number. */
const isHeader = (line: string) => /[a-z]/i.test(line) && !/[0-9.]{20}/.test(line);

/** The lines of a short text that are no comments, with their numbers; a header stands first or nowhere. */
function rowsOf(text: string): { header: boolean; rows: { line: number; text: string }[] } {
  const rows = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
    .map((text, i) => ({ line: i + 1, text }))
    .filter(({ text }) => text.trim() !== "" && !isComment(text));
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

/** The rows of a table that is at hand as a whole. */
function tableRows(text: string): (RowGrids & { readonly line: number })[] {
  return rowsOf(text).rows.map(({ line, text }) => {
    const found = puzzleOf(fieldsOf(text));
    if (typeof found === "string") {
      throw new SyntaxError(`Cannot read the puzzle of line ${line}: ${found}`);
    }
    return { ...found, line };
  });
}

/**
 * The puzzles of a table that is at hand as a whole, for which solutions do not matter: none is left
 * out, and puzzles with several solutions are taken, but for those that had lost leading zeros.
 *
 * @throws {SyntaxError} If a row holds no puzzle; its line is named
 */
export function puzzlesOfTable(text: string): Grid[] {
  return tableRows(text).map(({ puzzle }) => puzzle);
}

/**
 * What was put back in the puzzles of such a table, in a sentence; empty if it was taken as it was.
 *
 * @throws {SyntaxError} If a row holds no puzzle; its line is named
 */
export function describePadding(text: string): string {
  const lines = tableRows(text).filter(({ padded }) => padded).map(({ line }) => line);
  return paddingOf(lines.length, lines.slice(0, REASONS));
}

/** Which puzzles got zeros in front. */
function paddingOf(padded: number, lines: readonly number[]): string {
  if (padded === 0) return "";
  const where = `line${padded === 1 ? "" : "s"} ${lines.join(", ")}${
    padded > lines.length ? ", …" : ""
  }`;
  return `${
    padded === 1 ? "1 puzzle" : `${padded} puzzles`
  } of fewer than 81 digits got zeros in ` +
    `front (${where}).`;
}

/** What the reading begins with. */
export function newReading(): PuzzleReading {
  return { rows: 0, puzzles: 0, solved: 0, padded: 0, paddedLines: [], leftOut: 0, reasons: [] };
}

/**
 * The proper puzzles of a file, one after the other; `reading` counts along. Accepted are fields
 * separated by comma, semicolon or tab; quotes; `0`, `.`, `*`, `?` for blank; a header; a byte order
 * mark; any line ends; blank lines; comments behind `#`; columns beside puzzle and solution; solutions missing (they are
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
    if (text.trim() === "" || isComment(text)) continue;
    const header = first && isHeader(text);
    first = false;
    if (header) continue;
    reading.rows++;
    const found = readRow(text);
    if (typeof found === "string") {
      if (++reading.leftOut <= REASONS) reading.reasons.push({ line, reason: found });
      continue;
    }
    const { padded, ...row } = found;
    if (padded && ++reading.padded <= REASONS) reading.paddedLines.push(line);
    reading.puzzles++;
    if (!row.given) reading.solved++;
    yield { line, ...row };
  }
}

/** What a reading left out, put back and solved, in a sentence or two; empty if it took all as it was. */
export function describeReading(reading: PuzzleReading): string {
  const { rows, puzzles, solved, padded, paddedLines, leftOut, reasons } = reading;
  const parts: string[] = padded > 0 ? [paddingOf(padded, paddedLines)] : [];
  if (solved > 0) {
    parts.push(`${solved} of ${puzzles} puzzles came without a solution, which was found first.`);
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
