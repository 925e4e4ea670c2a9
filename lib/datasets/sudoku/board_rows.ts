/** Rows of spreadsheets: their fields, and boards of nine such rows. */

/** A cell of a table: a digit, a blank, or nothing, which is a blank, too. */
const CELL = /^[0-9.*?]?$/;

/** The fields of a row: separated by comma, semicolon or tab, in quotes or not, trimmed. */
export function fieldsOf(line: string): string[] {
  return line.split(/[,;\t]/).map((field) => field.trim().replace(/^(["'])(.*)\1$/, "$2").trim());
}

/**
 * The same text with nine characters a line, "." for blank, if its lines are rows of a table with nine
 * fields of one cell each (comma, semicolon or tab between them; an empty field is blank). Comments and
 * empty lines stay; a text with any other line stays as it is.
 */
export function withoutSeparators(text: string): string {
  let rows = 0;
  const lines = text.split(/\r\n|\r|\n/).map((line) => {
    if (/^[^\S\t]*$|^\s*#/.test(line)) return line;
    const fields = fieldsOf(line);
    rows++;
    return fields.length === 9 && fields.every((field) => CELL.test(field))
      ? fields.map((field) => field || ".").join("")
      : undefined;
  });
  return rows > 0 && lines.every((line) => line !== undefined) ? lines.join("\n") : text;
}
