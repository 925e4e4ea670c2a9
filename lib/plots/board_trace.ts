import { captioned, checkPlaces } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, landscapes } from "./check.ts";
import { inkBlock } from "./pictures.ts";
import { type Block, element, escape, grid, move, short } from "./svg.ts";
import { theme } from "./theme.ts";

/** A cell of a board as it stands after one landscape. */
export interface BoardCell {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Row, from 0 at the top. */
  readonly row: number;
  /** Column, from 0 at the left. */
  readonly column: number;
  /** The digit, from 1; 0 leaves the cell empty. */
  readonly digit: number;
  /** Whether the digit is a clue. */
  readonly given: boolean;
  /** Whether the digit is wrong. */
  readonly wrong: boolean;
  /** A picture to show instead of the digit, from 0 (paper) to 1 (ink), a square row by row. */
  readonly picture?: ArrayLike<number>;
}

/** Options of {@linkcode boardTrace}. */
export interface BoardTraceOptions extends ChartOptions {
  /** Heading of a board; default "t = 9". */
  readonly heading?: (t: number) => string;
  /** Boards in a row; default 5. */
  readonly columns?: number;
}

/** Width of a cell, and of one where boards have pictures. */
const CELL = 16, PICTURED = 27;
const WRONG = "#ffd9c2";

/**
 * Square boards of digits as they stand after each landscape (figure 5 of the paper): clues bold,
 * wrong cells orange, and their number below the board.
 *
 * @param cells Cells of all boards
 * @param options Headings, boards in a row
 * @returns The chart
 * @throws {RangeError} If there are no cells, or a place or a digit is none, or an option's name is
 * unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { boardTrace } from "lib/plots/mod.ts";
 * const cells = [1, 2, 3, 4].map((digit, i) => (
 *   { t: 0, row: i >> 1, column: i % 2, digit, given: i === 0, wrong: i === 3 }
 * ));
 * assert(boardTrace(cells).svg().includes("1 wrong"));
 * ```
 */
export function boardTrace(cells: readonly BoardCell[], options: BoardTraceOptions = {}): Chart {
  checkOptions<BoardTraceOptions>(options, { heading: true, columns: true });
  checkRows("boards", cells, {
    t: "number",
    row: "number",
    column: "number",
    digit: "number",
    given: "boolean",
    wrong: "boolean",
  });
  checkPlaces("boards", cells);
  for (const { digit } of cells) {
    if (!Number.isInteger(digit) || digit < 0 || digit > 35) {
      throw new RangeError(
        `Cannot draw boards as a digit must be an integer from 0 to 35: current value is ${digit}`,
      );
    }
  }
  const side = cells.reduce((most, { row, column }) => Math.max(most, row + 1, column + 1), 0);
  const heading = options.heading ?? ((t: number) => `t = ${t}`);
  const size = cells.some(({ picture }) => picture) ? PICTURED : CELL;
  const boards = landscapes(cells).map((t) => {
    const own = cells.filter((cell) => cell.t === t);
    return captioned(board(own, side, size), heading(t), note(own));
  });
  const { title = "Boards after each landscape" } = options;
  const caption = options.caption ?? "Bold: clues. Orange: wrong cells.";
  return chart([grid(boards, options.columns ?? 5, 14)], { ...options, title, caption });
}

function note(cells: readonly BoardCell[]): string | undefined {
  const wrong = cells.filter((cell) => cell.wrong).length;
  if (wrong > 0) return `${wrong} wrong`;
  if (cells.every((cell) => cell.digit > 0)) return "all correct";
  // Nothing to say of a puzzle that is not begun.
  return cells.some((cell) => cell.digit > 0 && !cell.given) ? "none wrong" : undefined;
}

function board(cells: readonly BoardCell[], side: number, cell: number): Block {
  const size = side * cell;
  const wrong = cells.filter((one) => one.wrong)
    .map(({ row, column }) => `M${column * cell} ${row * cell}h${cell}v${cell}h-${cell}z`);
  const pictured = cells.filter(({ picture }) => picture);
  const plain = cells.filter(({ picture }) => !picture);
  const guesses = plain.filter((one) => !one.given);
  const body = element("rect", { width: size, height: size, fill: theme.background }) +
    (wrong.length ? element("path", { d: wrong.join(""), fill: WRONG }) : "") +
    pictured.map(({ row, column, picture }) =>
      move(column * cell, row * cell, inkBlock(picture!, cell).body)
    ).join("") +
    lines(side, cell) +
    digits(plain.filter((one) => one.given), cell, theme.ink, "bold") +
    digits(guesses.filter((one) => !one.wrong), cell, theme.accent, "normal") +
    digits(guesses.filter((one) => one.wrong), cell, "#a33c00", "normal");
  return { width: size, height: size, body };
}

/** Thin lines between cells, thick ones around boxes. */
function lines(side: number, cell: number): string {
  const box = Number.isInteger(Math.sqrt(side)) ? Math.sqrt(side) : side;
  const size = side * cell;
  const draw = (every: number) => {
    let d = "";
    for (let at = 0; at <= side; at += every) d += `M${at * cell} 0v${size}M0 ${at * cell}h${size}`;
    return d;
  };
  return element("path", { d: draw(1), stroke: "#c4c4c4", "stroke-width": 0.6 }) +
    element("path", { d: draw(box), stroke: "#555555", "stroke-width": 1.1 });
}

/** One text element for many digits, each at its own place. */
function digits(
  cells: readonly BoardCell[],
  size: number,
  fill: string,
  weight: string,
): string {
  const shown = cells.filter((cell) => cell.digit > 0);
  if (shown.length === 0) return "";
  const places = (at: (cell: BoardCell) => number) => shown.map((one) => short(at(one))).join(" ");
  return element("text", {
    x: places(({ column }) => (column + 0.5) * size),
    y: places(({ row }) => (row + 0.5) * size + 4),
    "text-anchor": "middle",
    "font-weight": weight,
    fill,
  }, escape(shown.map(({ digit }) => digit.toString(36).toUpperCase()).join("")));
}
