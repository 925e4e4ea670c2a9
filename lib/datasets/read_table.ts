/**
 * Tables of numbers as text: CSV (comma, semicolon, tab), whitespace, or JSON.
 *
 * @module
 */

import { assertPlainText, shownEntry } from "./plain_text.ts";

/** How an entry is named in errors: `entry [3][7]`, from 0 as in JSON. */
export const entryName = (row: number, column: number) => `entry [${row}][${column}]`;

/** Whether a line names columns: words only, none of which stands for a missing number. */
const isHeader = (line: string) =>
  line.split(/[,;\t\s]+/).every((field) =>
    /^["']?[a-z_]\w*["']?$/i.test(field) &&
    !/^["']?(nan|na|null|none|inf|infinity)["']?$/i.test(field)
  );

/** Between fields where there is nothing else. */
const BLANKS = /\s+/;

/** Rows as they stand, and where a row is, as an addition to what is said of it. */
interface Rows {
  readonly rows: unknown[];
  readonly where: (row: number) => string;
}

/** The fields of a line; where some may be hidden, tabs at its ends are fields, too. */
const separate = (line: string, separator: RegExp, hidden?: "allowed") =>
  (hidden && separator !== BLANKS ? line : line.trim()).split(separator).map((field) =>
    field.trim().replace(/^(["'])(.*)\1$/, "$2")
  );

/** Refuses decimal commas, at which a line would come apart. */
function assertDecimalPoints(
  line: string,
  what: string,
  row: number,
  where: string,
  hidden?: "allowed",
): void {
  if (!/[;\t]/.test(line)) return;
  const cells = separate(line, /[;\t]/, hidden);
  const column = cells.findIndex((cell) => /^[-+]?\d*,\d+(e[-+]?\d+)?$/i.test(cell));
  if (column < 0) return;
  throw new SyntaxError(
    `Cannot read ${what}: ${entryName(row, column)} is ${
      JSON.stringify(cells[column])
    }, with a decimal comma; accepted are decimal points${where}`,
  );
}

/** The rows of a text that is no JSON, as strings. */
function rowsOfLines(text: string, what: string, hidden?: "allowed"): Rows {
  // A line of tabs is a row whose entries are all hidden, if they may be.
  const idle = hidden ? /^\s*#|^[^\S\t]*$/ : /^\s*(#|$)/;
  const lines = text.split(/\r\n|\r|\n/).map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => !idle.test(line));
  const header = isHeader(lines[0]?.line.trim() ?? "") ? lines.shift() : undefined;
  const names = header ? `; line ${header.number} is taken for names of columns` : "";
  const where = (row: number) => ` (line ${lines[row]!.number}${names})`;
  const rows = lines.map(({ line }, row) => {
    assertDecimalPoints(line, what, row, where(row), hidden);
    return separate(line, /[,;\t]/.test(line) ? /[,;\t]/ : BLANKS, hidden);
  });
  return { rows, where };
}

/** The rows of `text`, whatever its format: strings from CSV, whatever stands there from JSON. */
function rowsOf(text: string, what: string, hidden?: "allowed"): Rows {
  assertPlainText(text, what);
  const whole = text.replace(/^\uFEFF/, ""), clean = whole.trim();
  if (clean === "") throw new SyntaxError(`Cannot read ${what}: the text is empty`);
  if (!/^[[{]/.test(clean)) return rowsOfLines(whole, what, hidden);
  const where = () => "";
  let parsed: unknown;
  try {
    parsed = JSON.parse(clean);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${what} as JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(parsed)) return { rows: withoutBatch(parsed), where };
  const list = Object.values(parsed as object).find(Array.isArray);
  const keys = Object.keys(parsed as object).join(", ");
  if (list && keys.split(", ").length === 1) return { rows: withoutBatch(list), where };
  throw new SyntaxError(
    `Cannot read ${what}: it is an object of ${keys || "nothing"}, accepted is a list of rows`,
  );
}

/** The number of an entry, NaN where it is hidden and may be, or nothing where it is none. */
function toNumber(entry: unknown, hidden?: "allowed"): number | undefined {
  // A last axis of one, as the networks' inputs have it, is no difference.
  if (Array.isArray(entry) && entry.length === 1) return toNumber(entry[0], hidden);
  if (hidden && (entry === "" || entry === "?")) return NaN;
  const value = typeof entry === "string" && entry.trim() !== "" ? Number(entry) : entry;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A batch of one table is that table: `[1, N, M]` → `[N, M]`. */
function withoutBatch(rows: unknown[]): unknown[] {
  const [only, ...others] = rows;
  const isTable = Array.isArray(only) && only.length > 0 &&
    only.every((row) => Array.isArray(row) && row.length > 1);
  return isTable && others.length === 0 ? only : rows;
}

/** Rows of numbers, and where they stand. */
export interface Table {
  readonly rows: number[][];
  /** The line of a row in brackets, for the end of a message; empty in JSON. */
  readonly where: (row: number) => string;
}

/**
 * Reads rows of finite numbers, of any lengths.
 *
 * @param what Named in errors
 * @param hidden "allowed": empty fields and `?` are NaN
 * @throws {SyntaxError} With the entry's name and line, if there is none, or it is no finite number
 */
export function parseTable(text: string, what = "the table", hidden?: "allowed"): Table {
  const { rows, where } = rowsOf(text, what, hidden);
  const numbers = rows.map((row, i) => {
    if (!Array.isArray(row)) {
      throw new SyntaxError(
        `Cannot read ${what}: row [${i}] is ${shownEntry(row)}, accepted is a list of numbers`,
      );
    }
    return row.map((entry, j) => {
      const value = toNumber(entry, hidden);
      if (value !== undefined) return value;
      throw new SyntaxError(
        `Cannot read ${what}: ${entryName(i, j)} is ${shownEntry(entry)}, ` +
          `accepted are finite numbers${where(i)}`,
      );
    });
  });
  return { rows: numbers, where };
}
