/**
 * Tables of numbers as text: CSV (comma, semicolon, tab), whitespace, or JSON.
 *
 * @module
 */

/** How an entry is named in errors: `entry [3][7]`, from 0 as in JSON. */
export const entryName = (row: number, column: number) => `entry [${row}][${column}]`;

/** Whether a line names columns: words only, none of which stands for a missing number. */
const isHeader = (line: string) =>
  line.split(/[,;\t\s]+/).every((field) =>
    /^["']?[a-z_]\w*["']?$/i.test(field) &&
    !/^["']?(nan|na|null|none|inf|infinity)["']?$/i.test(field)
  );

/** The rows of `text`, whatever its format: strings from CSV, whatever stands there from JSON. */
function rowsOf(text: string, what: string): unknown[] {
  const clean = text.replace(/^\uFEFF/, "").trim();
  if (clean === "") throw new SyntaxError(`Cannot read ${what}: the text is empty`);
  if (!/^[[{]/.test(clean)) {
    const lines = clean.split(/\r\n|\r|\n/).filter((line) => !/^\s*(#|$)/.test(line));
    if (isHeader(lines[0] ?? "")) lines.shift();
    return lines.map((line) => {
      const separator = /[,;\t]/.test(line) ? /[,;\t]/ : /\s+/;
      return line.trim().split(separator).map((field) =>
        field.trim().replace(/^(["'])(.*)\1$/, "$2")
      );
    });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(clean);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${what} as JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(parsed)) return parsed;
  const list = Object.values(parsed as object).find(Array.isArray);
  const keys = Object.keys(parsed as object).join(", ");
  if (list && keys.split(", ").length === 1) return list;
  throw new SyntaxError(
    `Cannot read ${what}: it is an object of ${keys || "nothing"}, accepted is a list of rows`,
  );
}

function toNumber(entry: unknown, row: number, column: number, what: string): number {
  // A last axis of one, as the networks' inputs have it, is no difference.
  if (Array.isArray(entry) && entry.length === 1) return toNumber(entry[0], row, column, what);
  const value = typeof entry === "string" && entry.trim() !== "" ? Number(entry) : entry;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new SyntaxError(
    `Cannot read ${what}: ${entryName(row, column)} is ${JSON.stringify(entry) ?? "missing"}, ` +
      "accepted are finite numbers",
  );
}

/** A batch of one table is that table: `[1, N, M]` → `[N, M]`. */
function withoutBatch(rows: unknown[]): unknown[] {
  const [only, ...others] = rows;
  const isTable = Array.isArray(only) && only.length > 0 &&
    only.every((row) => Array.isArray(row) && row.length > 1);
  return isTable && others.length === 0 ? only : rows;
}

/**
 * Reads rows of finite numbers, of any lengths.
 *
 * @param what Named in errors
 * @throws {SyntaxError} With the entry's name, if there is none, or it is no finite number
 */
export function parseRows(text: string, what = "the table"): number[][] {
  return withoutBatch(rowsOf(text, what)).map((row, i) => {
    if (!Array.isArray(row)) {
      throw new SyntaxError(
        `Cannot read ${what}: row [${i}] is ${JSON.stringify(row)}, accepted is a list of numbers`,
      );
    }
    return row.map((entry, j) => toNumber(entry, i, j, what));
  });
}
