/** Molecules as text: the XYZ format, many in a file, with `key=value` pairs in the comment lines. */
import { type Element, ELEMENTS } from "./enumerate.ts";

/** A molecule in space. */
export interface Molecule {
  readonly elements: readonly Element[];
  /** Å, `[atoms, 3]`, one atom after the other. */
  readonly positions: Float64Array;
  /** What its comment line says. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Longest texts, and most atoms of a molecule, that are read. */
const LONGEST = 20_000_000, MOST_ATOMS = 1000;

/** Farthest coordinate, Å. */
const FARTHEST = 1e4;

const shorten = (text: string) => text.length > 20 ? `${text.slice(0, 20)}…` : text;

/**
 * Reads molecules of H, C, N, O and F from XYZ: the number of atoms, a comment, a line `C x y z` for
 * each atom, in Å, and so on. Blank lines may stand between molecules.
 *
 * @param source What to call the text in errors
 * @throws {SyntaxError} With the line, from 1, and the reason, if the text is malformed or empty
 */
export function readXyz(text: string, source = "the text"): Molecule[] {
  const fail = (line: number, reason: string) =>
    new SyntaxError(`Cannot read ${source} as XYZ, line ${line}: ${reason}`);
  if (text.length > LONGEST) throw fail(1, `it is longer than ${LONGEST} characters`);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/), molecules: Molecule[] = [];
  let at = 0;
  for (;;) {
    while (at < lines.length && lines[at]!.trim() === "") at++;
    if (at === lines.length) break;
    const first = lines[at]!.trim(), count = /^\d{1,9}$/.test(first) ? Number(first) : NaN;
    if (!(count >= 1 && count <= MOST_ATOMS)) {
      throw fail(
        at + 1,
        `the number of atoms must be from 1 to ${MOST_ATOMS}: it is "${shorten(first)}"`,
      );
    }
    if (at + 2 + count > lines.length) {
      throw fail(lines.length, `it ends before the last of ${count} atoms`);
    }
    const notes: Record<string, string> = Object.create(null);
    for (const word of lines[at + 1]!.trim().split(/\s+/)) {
      const split = word.indexOf("=");
      if (split > 0) notes[word.slice(0, split)] = word.slice(split + 1);
    }
    const elements: Element[] = [], positions = new Float64Array(3 * count);
    for (let atom = 0; atom < count; atom++) {
      const line = at + 2 + atom, words = lines[line]!.trim().split(/\s+/);
      const element = ELEMENTS.find((one) => one === words[0]);
      if (!element) {
        throw fail(
          line + 1,
          `the element must be one of ${ELEMENTS.join(", ")}: it is "${shorten(words[0]!)}"`,
        );
      }
      elements.push(element);
      if (words.length !== 4) {
        throw fail(line + 1, `an atom has 3 coordinates: there are ${words.length - 1}`);
      }
      words.slice(1).forEach((word, k) => {
        const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word);
        const value = isNumber ? Number(word) : NaN;
        if (!(Math.abs(value) <= FARTHEST)) {
          throw fail(
            line + 1,
            `coordinates must be numbers up to ${FARTHEST}: one is "${shorten(word)}"`,
          );
        }
        positions[3 * atom + k] = value;
      });
    }
    molecules.push({ elements, positions, notes });
    at += 2 + count;
  }
  if (molecules.length === 0) throw fail(1, "it has no molecule");
  return molecules;
}

/** Writes molecules as {@link readXyz} reads them, coordinates to 0.001 Å. */
export function writeXyz(molecules: readonly Molecule[]): string {
  return molecules.map(({ elements, positions, notes }) => {
    const comment = Object.entries(notes).map(([key, value]) => `${key}=${value}`).join(" ");
    const atoms = elements.map((element, i) =>
      [element, ...positions.subarray(3 * i, 3 * i + 3)].map((one) =>
        typeof one === "number" ? (Math.round(1000 * one) / 1000 + 0).toString() : one
      ).join(" ")
    );
    return `${elements.length}\n${comment}\n${atoms.join("\n")}\n`;
  }).join("");
}
