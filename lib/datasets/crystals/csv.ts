/** Tables of comma-separated values (RFC 4180), whose fields may hold line breaks. */
import { FileError, LONGEST_FILE } from "./cif_tokens.ts";

/** A row by column, and where it and its fields begin. */
export interface CsvRow {
  readonly fields: Readonly<Record<string, string>>;
  /** Number of the row's first line. */
  readonly line: number;
  /** Number of the first line of each field. */
  readonly lines: Readonly<Record<string, number>>;
}

interface Field {
  readonly text: string;
  readonly line: number;
}

/** The records of a text, each a list of fields. */
function recordsOf(text: string, source: string): Field[][] {
  const records: Field[][] = [];
  let record: Field[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const began = line;
    let field: string;
    if (text[at] === '"') {
      // Up to a quote that is not doubled.
      let end = at + 1;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0) throw new FileError(source, began, "a quoted field does not end");
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      field = text.slice(at + 1, end).replaceAll('""', '"');
      line += field.split("\n").length - 1;
      at = end + 1;
      if (at < text.length && !/[,\r\n]/.test(text[at]!)) {
        throw new FileError(source, line, "something follows a quoted field");
      }
    } else {
      let end = at;
      while (end < text.length && !/[,\r\n]/.test(text[end]!)) end++;
      field = text.slice(at, end);
      at = end;
    }
    record.push({ text: field, line: began });
    if (text[at] === ",") {
      at++;
      if (at === text.length) record.push({ text: "", line });
      continue;
    }
    records.push(record);
    record = [];
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    line++;
  }
  if (record.length) records.push(record);
  return records;
}

/**
 * The rows of a table whose first line names the columns.
 *
 * @param source Named in errors
 * @throws {FileError} If a quoted field does not end, or a row has another number of fields
 */
export function readCsv(text: string, source = "the table"): CsvRow[] {
  if (text.length > 20 * LONGEST_FILE) {
    throw new FileError(source, 1, `it has ${text.length} letters, at most ${20 * LONGEST_FILE}`);
  }
  const [head, ...rest] = recordsOf(text.replace(/^\ufeff/, ""), source);
  if (!head) throw new FileError(source, 1, "there is no line that names the columns");
  const names = head.map((field) => field.text.trim());
  return rest.filter((record) => record.length > 1 || record[0]!.text !== "" || names.length === 1)
    .map((record) => {
      const { line } = record[0]!;
      if (record.length !== names.length) {
        throw new FileError(source, line, `${record.length} fields, expected ${names.length}`);
      }
      const by = <T>(f: (field: Field) => T) =>
        Object.fromEntries(record.map((field, i) => [names[i]!, f(field)]));
      return { line, fields: by((field) => field.text), lines: by((field) => field.line) };
    });
}
