/**
 * Boards as people write them down, as text: read, checked, printed.
 *
 * @module
 */
import { withoutSeparators } from "./board_rows.ts";
import { assertPlainText } from "../plain_text.ts";
import { type Grid, UNITS } from "./grid.ts";

/** Characters that decorate a board and say nothing: spaces, separators, box drawing. */
const DECORATION = /[\s|+\-=_,;:"'!│┃║─━═┌-╬]/;

const cellName = (cell: number) => `row ${Math.floor(cell / 9) + 1}, column ${cell % 9 + 1}`;

const unitName = (unit: number) =>
  `${["row", "column", "box"][Math.floor(unit / 9)]} ${unit % 9 + 1}`;

/**
 * What is contradictory in a grid `[81]`, as "row 3 has two 7s", or `undefined`. Boxes are counted row
 * by row. Only repeated digits are found, not clues that leave no solution.
 */
export function contradiction(grid: Grid): string | undefined {
  for (const [u, unit] of UNITS.entries()) {
    const counts = new Uint8Array(10);
    for (const cell of unit) counts[grid[cell]!]!++;
    const digit = counts.findIndex((n, d) => d > 0 && n > 1);
    if (digit > 0) {
      const count = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];
      return `${unitName(u)} has ${count[counts[digit]! - 2]} ${digit}s`;
    }
  }
}

/**
 * Reads any number of boards: 81 cells each, digits, and `.`, `0`, `*` or `?` for blank. Spaces, line
 * breaks and the lines drawn around boxes may stand anywhere; lines that begin with `#` are comments.
 * Tables of nine fields a line may leave those of blank cells empty.
 * A `-` right before a digit is taken for a sign, as no line around boxes ends there.
 *
 * @returns `[81]` each, row by row, 0 for blank
 * @throws {SyntaxError} If a character is none of these, cells are missing, or there is no board
 * @throws {RangeError} If a board repeats a digit in a row, column or box
 * @example Usage
 * ```ts
 * import { parseBoards } from "lib/datasets/sudoku.ts";
 *
 * const [board] = parseBoards("53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 " +
 *   ".6....28. ...419..5 ....8..79");
 * console.assert(board![0] === 5);
 * ```
 */
export function parseBoards(text: string): Grid[] {
  assertPlainText(text, "boards");
  const cells: number[] = [];
  const lines = withoutSeparators(text.replace(/^\uFEFF/, "")).split(/\r\n|\r|\n/);
  lines.forEach((line, row) => {
    if (/^\s*#/.test(line)) return;
    const characters = [...line];
    for (const [column, character] of characters.entries()) {
      const next = characters[column + 1] ?? "";
      const entry = character === "-" && /[0-9]/.test(next) ? `-${next}` : character;
      if (/[0-9]/.test(character)) cells.push(Number(character));
      else if (/[.*?]/.test(character)) cells.push(0);
      else if (entry !== character || !DECORATION.test(character)) {
        throw new SyntaxError(
          `Cannot read board ${Math.floor(cells.length / 81) + 1}: line ${row + 1}, character ` +
            `${column + 1} is ${
              JSON.stringify(entry)
            }, accepted are 1 to 9, and 0 or "." for blank`,
        );
      }
    }
  });
  if (cells.length === 0) throw new SyntaxError("Cannot read boards: the text holds no cell");
  const over = cells.length % 81;
  if (over > 0) {
    throw new SyntaxError(
      `Cannot read board ${
        Math.floor(cells.length / 81) + 1
      }: it has ${over} cells, accepted are 81`,
    );
  }
  return Array.from({ length: cells.length / 81 }, (_, i) => {
    const grid = Uint8Array.from(cells.slice(81 * i, 81 * i + 81));
    assertConsistent(grid, `board ${i + 1}`);
    return grid;
  });
}

/** @throws {RangeError} If `grid` repeats a digit in a row, column or box; `name` is the board's. */
export function assertConsistent(grid: Grid, name = "the board"): void {
  const wrong = contradiction(grid);
  if (wrong) throw new RangeError(`Cannot solve ${name}: ${wrong}, accepted is one of each digit`);
}

/**
 * A grid `[81]` as nine lines of text with lines between the boxes, `.` for blank; `parseBoards` reads
 * it back.
 *
 * @throws {RangeError} If an entry is not 0 to 9
 */
export function formatBoard(grid: ArrayLike<number>): string {
  const cells = Array.from(grid);
  const wrong = cells.findIndex((v) => !(Number.isInteger(v) && v >= 0 && v <= 9));
  if (cells.length !== 81 || wrong >= 0) {
    throw new RangeError(
      cells.length !== 81
        ? `Cannot print a board of ${cells.length} cells, accepted are 81`
        : `Cannot print the board: ${cellName(wrong)} is ${cells[wrong]}, accepted are 0 to 9`,
    );
  }
  const line = (row: number) =>
    [0, 3, 6].map((c) => cells.slice(9 * row + c, 9 * row + c + 3).map((v) => v || ".").join(" "))
      .join(" | ");
  const band = (row: number) => [row, row + 1, row + 2].map(line).join("\n");
  return [0, 3, 6].map(band).join("\n------+-------+------\n");
}
