/** What is no text that people can have meant: refused, rather than shown. */

/** Whether a text has a character that only other encodings and binary files leave in it. */
export const isPlainText = (text: string): boolean => !text.includes("\0");

/** @throws {SyntaxError} If a text is binary, or was in UTF-16 */
export function assertPlainText(text: string, what: string): void {
  if (isPlainText(text)) return;
  throw new SyntaxError(
    `Cannot read ${what}: it is no text, or one in UTF-16; save it as UTF-8`,
  );
}

/** What a message shows of an entry: no more than is read, in quotes, with the way out where it is no UTF-8. */
export function shownEntry(entry: unknown): string {
  const text = JSON.stringify(entry) ?? "missing";
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return text.includes("\uFFFD") ? `${short} (no UTF-8: save it as that)` : short;
}
