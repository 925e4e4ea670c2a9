/**
 * Building blocks of SVG as strings: every block is drawn from its own origin and placed later.
 *
 * @module
 */
import { theme } from "./theme.ts";

/** A piece of a picture, with its top left corner at the origin. */
export interface Block {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** SVG elements, without the enclosing `<svg>`. */
  readonly body: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Makes a string safe in XML and HTML, as text or as an attribute.
 *
 * @param value Any string; characters that XML forbids are dropped
 * @returns The escaped string
 */
export function escape(value: string): string {
  // deno-lint-ignore no-control-regex
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replace(/[&<>"]/g, (letter) => ESCAPES[letter]!);
}

/** Rounds to at most two decimals, as short as it can be written. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * One SVG element; numbers are shortened, strings escaped.
 *
 * @param name Name of the element
 * @param attributes Attributes in the order in which they are written
 * @param content Escaped content; without it the element closes itself
 * @returns The element
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content?: string,
): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? short(value) : escape(value)}"`;
  }
  return content === undefined ? `${open}/>` : `${open}>${content}</${name}>`;
}

/** How a label is written. */
export interface LabelStyle {
  /** Which end of the text stands at its place; default "start". */
  readonly anchor?: "start" | "middle" | "end";
  /** Font size in pixels. */
  readonly size?: number;
  /** Colour of the text. */
  readonly colour?: string;
  /** Weight of the font. */
  readonly weight?: "normal" | "bold";
}

/** A line of text with its baseline at `(x, y)`. */
export function label(x: number, y: number, value: string, style: LabelStyle = {}): string {
  return element("text", {
    x,
    y,
    "text-anchor": style.anchor ?? "start",
    "font-size": style.size,
    "font-weight": style.weight,
    fill: style.colour,
  }, escape(value));
}

/** The width that `value` takes at most, in pixels, whichever of the theme's fonts is there. */
export function textWidth(value: string, size: number = theme.fontSize): number {
  let em = 0;
  for (const letter of value) {
    if (/[ijlI.,:;|'()\[\]!]/.test(letter)) em += 0.36;
    else if (/[mwMW@%—]/.test(letter)) em += 0.95;
    else if (/[A-Z]/.test(letter)) em += 0.7;
    else if (letter === " ") em += 0.32;
    else em += 0.61;
  }
  return em * size;
}

/** Moves elements to `(x, y)`. */
export function move(x: number, y: number, body: string): string {
  return element("g", { transform: `translate(${short(x)},${short(y)})` }, body);
}

/**
 * Blocks side by side, `columns` in a row.
 *
 * @throws {RangeError} If `columns` is not an integer of at least 1
 */
export function grid(blocks: readonly Block[], columns: number, gap = 16): Block {
  if (!(Number.isInteger(columns) && columns >= 1)) {
    throw new RangeError(
      `Cannot draw a grid as columns must be an integer of at least 1: current value is ${columns}`,
    );
  }
  const parts: string[] = [];
  let [width, y] = [0, 0];
  for (let first = 0; first < blocks.length; first += columns) {
    const row = blocks.slice(first, first + columns);
    let x = 0;
    for (const block of row) {
      parts.push(move(x, y, block.body));
      x += block.width + gap;
    }
    width = Math.max(width, x - gap);
    y += Math.max(...row.map((block) => block.height)) + gap;
  }
  return { width, height: Math.max(0, y - gap), body: parts.join("") };
}

/** Blocks one below the other. */
export function stack(blocks: readonly Block[], gap = 8): Block {
  return grid(blocks, 1, gap);
}
