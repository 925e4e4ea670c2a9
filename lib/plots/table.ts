import { assertOptionNames } from "../checks/spelling.ts";
import { type DisplayBundle, jupyterDisplay } from "./chart.ts";
import { formatNumber, readsAsNumbers } from "./format.ts";
import { escape } from "./svg.ts";

/** A row of a table: values by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/** A polars DataFrame, or anything else that gives its rows as records. */
export interface Frame {
  /** The rows, a record each. */
  toRecords(): readonly object[];
}

/** How a column is shown. */
export interface Column {
  /** Name of the field. */
  readonly key: string;
  /** Heading; default: the name of the field. */
  readonly label?: string;
  /** How a value is written, which may have lines; default: numbers with {@linkcode TableOptions.digits}. */
  readonly format?: (value: unknown, row: TableRow) => string;
  /** Which value of the column is set in bold. */
  readonly best?: "min" | "max";
}

/** Options of {@linkcode table}. */
export interface TableOptions {
  /** Columns in order, by name or in detail; default: every field, in order of appearance. */
  readonly columns?: readonly (string | Column)[];
  /** How values of a column are written, by name of the field. */
  readonly format?: Readonly<Record<string, (value: unknown, row: TableRow) => string>>;
  /** Significant digits of numbers, 1 to 15; default 3. */
  readonly digits?: number;
  /** A line above the table. */
  readonly caption?: string;
}

/** Names of {@link TableOptions}. */
const OPTION_NAMES = [
  ...["columns", "format", "digits", "caption"],
] as const satisfies (keyof TableOptions)[];

/** Names of {@link Column}. */
const COLUMN_NAMES = ["key", "label", "format", "best"] as const satisfies (keyof Column)[];

/** A table that displays itself. */
export interface Table {
  /** Aligned plain text. */
  text(): string;
  /** An HTML table without colours of its own. */
  html(): string;
  /** A table in GitHub's Markdown. */
  markdown(): string;
  /** HTML and plain text. */
  [jupyterDisplay](): DisplayBundle;
}

interface Cell {
  readonly text: string;
  readonly bold: boolean;
}

type Named = Column & { readonly label: string };

interface Shown extends Named {
  /** Whether it is set to the right. */
  readonly numeric: boolean;
}

/**
 * A table of plain rows, or of a polars frame, that shows itself as clean HTML and as plain text.
 *
 * @param rows The rows
 * @param options Columns, number format, caption
 * @returns The table
 * @throws {RangeError} If there are no rows, `digits` is out of range, or an option's name is unknown, or
 * nearly that of a column
 * @throws {TypeError} If a column is in no row
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { table } from "lib/plots/mod.ts";
 * const rows = [{ method: "IREM", mse: 0.2074 }, { method: "IRED", mse: 0.2063 }];
 * assertEquals(table(rows, { digits: 4 }).text(), [
 *   "method     mse",
 *   "------  ------",
 *   "IREM    0.2074",
 *   "IRED    0.2063",
 * ].join("\n"));
 * ```
 */
export function table(rows: readonly object[] | Frame, options: TableOptions = {}): Table {
  // A polars frame answers "in" for its columns only, hence the look at the method itself.
  const frame = (rows ?? []) as Partial<Frame>;
  const given = typeof frame.toRecords === "function" ? frame.toRecords() : rows;
  const records = given as readonly TableRow[];
  assertOptionNames(options, OPTION_NAMES, true);
  const { digits = 3, caption } = options;
  if (!Array.isArray(records)) {
    throw new TypeError(
      `Cannot show a table as rows must be an array or a frame: current value is ${records}`,
    );
  }
  if (records.length === 0) throw new RangeError("Cannot show a table as there are no rows");
  if (!Number.isInteger(digits) || digits < 1 || digits > 15) {
    throw new RangeError(
      `Cannot show a table as digits must be an integer from 1 to 15: current value is ${digits}`,
    );
  }
  const named = namedColumns(records, options);
  const body = records.map((row) => named.map((column) => cell(row, column, records, digits)));
  const columns = named.map((column, i): Shown => ({
    ...column,
    numeric: holdsNumbers(records.map((row) => row[column.key]), body.map((cells) => cells[i]!)),
  }));
  const bold = body.some((cells) => cells.some((cell) => cell.bold));
  const best = bold ? describeBest(columns) : undefined;
  const table: Table = {
    text: () => noted(plain(columns, body, caption), best && `* ${best}`),
    html: () =>
      html(columns, body, caption) +
      (best ? `<p><small><b>Bold</b>: ${escape(best)}</small></p>` : ""),
    markdown: () => noted(markdown(columns, body, caption), best && `**Bold**: ${best}`),
    [jupyterDisplay]: () => ({ "text/html": table.html(), "text/plain": table.text() }),
  };
  return table;
}

/** What bold means: the least or the greatest of a column. */
function describeBest(columns: readonly Shown[]): string {
  const kinds = new Set(columns.flatMap(({ best }) => best ?? []));
  if (kinds.size === 1) return `the ${kinds.has("min") ? "least" : "greatest"} value of its column`;
  const named = columns.filter(({ best }) => best !== undefined)
    .map(({ best, label }) => `${best === "min" ? "least" : "greatest"} ${label}`);
  return `the best value of its column (${named.join(", ")})`;
}

const noted = (text: string, note?: string) => note ? `${text}\n\n${note}` : text;

function namedColumns(rows: readonly TableRow[], options: TableOptions): Named[] {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  assertOptionNames(options.format ?? {}, fields, false, "column of format");
  return (options.columns ?? fields).map((column) => {
    const given: Column = typeof column === "string" ? { key: column } : column;
    assertOptionNames(given, COLUMN_NAMES, true, "name of a column");
    if (!fields.includes(given.key)) {
      throw new TypeError(
        `Cannot show a table as there is no column "${given.key}": accepted are ${
          fields.join(", ")
        }`,
      );
    }
    const format = given.format ?? options.format?.[given.key];
    return { ...given, label: given.label ?? given.key, ...(format ? { format } : {}) };
  });
}

/** Whether all that is there is numbers, or was written as such: "0.55 to 0.58", "85.6 %". */
function holdsNumbers(values: readonly unknown[], cells: readonly Cell[]): boolean {
  const present = cells.filter((_, i) => values[i] != null);
  return present.length > 0 &&
    (values.every((value) => value == null || isNumber(value)) ||
      present.every(({ text }) => readsAsNumbers(text)));
}

const isNumber = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "bigint";

function cell(row: TableRow, column: Named, rows: readonly TableRow[], digits: number): Cell {
  const value = row[column.key];
  const told = (row: TableRow) =>
    column.format?.(row[column.key], row) ?? write(row[column.key], digits);
  const text = told(row);
  if (column.best === undefined || typeof value !== "number") return { text, bold: false };
  const all = rows.map((one) => one[column.key]).filter((one) => typeof one === "number");
  const finite = all.filter(Number.isFinite);
  if (finite.length === 0) return { text, bold: false };
  const best = finite.reduce((a, b) => Math[column.best!](a, b));
  // Values that read alike are best alike.
  return { text, bold: text === told(rows.find((one) => one[column.key] === best)!) };
}

function write(value: unknown, digits: number): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return formatNumber(value, digits);
  if (typeof value === "bigint") return value.toLocaleString("en-US");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function plain(columns: readonly Shown[], body: readonly (readonly Cell[])[], caption?: string) {
  const lines = [columns.map((column) => column.label), ...body.map((row) => row.map(starred))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => [...line[i]!].length)));
  const pad = (text: string, i: number) => {
    const space = " ".repeat(widths[i]! - [...text].length);
    return columns[i]!.numeric ? space + text : text + space;
  };
  const [head, ...rest] = lines.map((line) => line.map(pad).join("  ").trimEnd());
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [...(caption ? [caption, ""] : []), head, rule, ...rest].join("\n");
}

const starred = ({ text, bold }: Cell): string => (bold ? "*" : "") + text.replaceAll("\n", "; ");

function markdown(columns: readonly Shown[], body: readonly (readonly Cell[])[], caption?: string) {
  const row = (texts: readonly string[]) =>
    `| ${texts.map((text) => text.replaceAll("|", "\\|").replaceAll("\n", "<br>")).join(" | ")} |`;
  return [
    ...(caption ? [caption, ""] : []),
    row(columns.map((column) => column.label)),
    row(columns.map((column) => column.numeric ? "--:" : ":--")),
    ...body.map((cells) => row(cells.map(({ text, bold }) => bold ? `**${text}**` : text))),
  ].join("\n");
}

/** Browsers would break it behind the minus sign. */
const EXPONENT = /\d[\d.]*e-\d+/g;

/** A text in a cell of HTML: its lines below each other. */
const inCell = (text: string) => escape(text).replace(EXPONENT, unbroken).replaceAll("\n", "<br>");

/** Short cells that begin with a number stay on one line, so that no unit is torn off. */
const staysWhole = (text: string): boolean => text.length <= 32 && /^[^\p{L}]*\d/u.test(text);

/** Where a number's interval, or what is published beside it, may go to the next line. */
const BRACKETED = / (?=[[(][-−+.\d])/;

const unbroken = (text: string) => `<span style="white-space:nowrap">${escape(text)}</span>`;

function html(columns: readonly Shown[], body: readonly (readonly Cell[])[], caption?: string) {
  const style = ({ numeric }: Shown, whole: boolean) =>
    ` style="text-align:${numeric ? "right" : "left"};${
      whole ? "white-space:nowrap;" : ""
    }padding:.2em .8em"`;
  const head = columns.map((column) => `<th${style(column, false)}>${escape(column.label)}</th>`);
  const lines = body.map((cells) => {
    const line = cells.map(({ text, bold }, i) => {
      const whole = columns[i]!.numeric || staysWhole(text);
      const parts = whole ? text.split(BRACKETED) : [text];
      const written = parts.length > 1 ? parts.map(unbroken).join(" ") : inCell(text);
      const content = bold ? `<b>${written}</b>` : written;
      return `<td${style(columns[i]!, whole && parts.length === 1)}>${content}</td>`;
    });
    return `<tr>${line.join("")}</tr>`;
  });
  const title = caption
    ? `<caption style="text-align:left;padding:.2em .8em">${escape(caption)}</caption>`
    : "";
  return `<table>${title}<thead><tr>${head.join("")}</tr></thead><tbody>${
    lines.join("")
  }</tbody></table>`;
}
