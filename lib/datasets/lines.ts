/**
 * Text by lines, from pieces of any size.
 *
 * @module
 */

import { assertPlainText } from "./plain_text.ts";

/** A line of a file. */
export interface Line {
  /** Its number, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Longer lines are no table's: a binary file, read as text, would fill the memory. */
const LONGEST = 1 << 20;

/**
 * The lines of a text that comes whole or in pieces, ended by LF, CRLF or CR alone. A byte order mark
 * is left out. Holds one piece and one line at a time.
 *
 * @throws {SyntaxError} If a line is longer than a million characters, or no text
 */
export async function* linesOf(
  source: string | AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = "", line = 0;
  for await (const piece of typeof source === "string" ? [source] : source) {
    rest += typeof piece === "string" ? piece : decoder.decode(piece, { stream: true });
    assertPlainText(rest, `line ${line + 1}`);
    if (line === 0) rest = rest.replace(/^\uFEFF/, "");
    // A CR at the very end may be the first half of a CRLF.
    const whole = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
    const texts = whole.split(/\r\n|\r|\n/);
    rest = texts.pop()! + rest.slice(whole.length);
    for (const text of texts) yield { line: ++line, text };
    if (rest.length > LONGEST) {
      throw new SyntaxError(`Cannot read line ${line + 1}: it has over ${LONGEST} characters`);
    }
  }
  rest = (rest + decoder.decode()).replace(/^\uFEFF/, "").replace(/\r$/, "");
  if (rest !== "") yield { line: ++line, text: rest };
}
