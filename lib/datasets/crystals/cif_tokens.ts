/** The words of a CIF file with their lines (Hall, Allen & Brown, Acta Cryst. A47, 655, 1991). */

/** What is wrong with a file, and where. */
export class FileError extends SyntaxError {
  override name = "FileError";
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
  constructor(source: string, line: number, reason: string) {
    super(`Cannot read ${source}, line ${line}: ${reason}`);
    [this.line, this.reason] = [line, reason];
  }
}

/** One word. */
export interface Token {
  /** "data", "loop" and "tag" are bare words; "value" may have been quoted. */
  readonly kind: "data" | "loop" | "tag" | "value";
  readonly text: string;
  readonly line: number;
}

/** Longer files are refused. */
export const LONGEST_FILE = 20_000_000;

const kindOf = (word: string): Token["kind"] => {
  const lower = word.toLowerCase();
  if (lower.startsWith("data_")) return "data";
  if (lower === "loop_") return "loop";
  return word.startsWith("_") ? "tag" : "value";
};

/** The words of one line that is no part of a text field. */
function* wordsOf(text: string, line: number, source: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const letter = text[at]!;
    if (letter === " " || letter === "\t") {
      at++;
    } else if (letter === "#") {
      return;
    } else if (letter === "'" || letter === '"') {
      // A quote ends only before a blank, so that 'O1'' is O1'.
      let end = text.indexOf(letter, at + 1);
      while (end >= 0 && end + 1 < text.length && !/\s/.test(text[end + 1]!)) {
        end = text.indexOf(letter, end + 1);
      }
      if (end < 0) throw new FileError(source, line, `a text begun with ${letter} does not end`);
      yield { kind: "value", text: text.slice(at + 1, end), line };
      at = end + 1;
    } else {
      let end = at + 1;
      while (end < text.length && text[end] !== " " && text[end] !== "\t") end++;
      const word = text.slice(at, end);
      yield { kind: kindOf(word), text: word, line };
      at = end;
    }
  }
}

/**
 * The words of a CIF text; a byte order mark before it is passed over.
 *
 * @param source Named in errors
 * @param firstLine Number of the text's first line
 * @throws {FileError} If a quoted text or a text field does not end, or the file is too long
 */
export function cifTokens(text: string, source: string, firstLine = 1): Token[] {
  if (text.length > LONGEST_FILE) {
    throw new FileError(
      source,
      firstLine,
      `it has ${text.length} letters, at most ${LONGEST_FILE}`,
    );
  }
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const tokens: Token[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i]!.startsWith(";")) {
      for (const token of wordsOf(lines[i]!, firstLine + i, source)) tokens.push(token);
      continue;
    }
    const start = i;
    const parts = [lines[i]!.slice(1)];
    while (++i < lines.length && !lines[i]!.startsWith(";")) parts.push(lines[i]!);
    if (i >= lines.length) {
      throw new FileError(source, firstLine + start, "a text field does not end with ;");
    }
    tokens.push({ kind: "value", text: parts.join("\n"), line: firstLine + start });
    for (const token of wordsOf(lines[i]!.slice(1), firstLine + i, source)) tokens.push(token);
  }
  return tokens;
}
