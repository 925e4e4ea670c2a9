/**
 * What is used of resvg. Its own types bring Node's along, which would replace Deno's everywhere.
 *
 * @module
 */

/** An SVG document, ready to be drawn. */
export class Resvg {
  /** Reads an SVG document. */
  constructor(svg: string, options?: Readonly<Record<string, unknown>>);
  /** Draws the document. */
  render(): { asPng(): Uint8Array };
  /** What the document covers, or nothing where it is empty. */
  getBBox(): unknown;
}
