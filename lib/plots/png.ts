/**
 * SVG to PNG, by resvg. Loaded on first use, so that charts work where its native part is missing.
 *
 * @module
 */
type Renderer = typeof import("./resvg.ts").Resvg;

let renderer: Promise<Renderer> | undefined;

const PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' +
  '<text x="1" y="8" font-family="sans-serif" font-size="8">M</text></svg>';

async function load(): Promise<Renderer> {
  const { Resvg } = await import("./resvg.ts");
  // Without any font resvg leaves all text out and says nothing.
  if (new Resvg(PROBE, { font: FONTS }).getBBox() === undefined) {
    throw new Error(
      "Cannot draw a PNG as no font is installed: install one, for example fonts-dejavu-core",
    );
  }
  return Resvg;
}

const FONTS = { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };

/**
 * Draws an SVG document into a PNG image.
 *
 * @param svg A standalone SVG document
 * @param scale Pixels per SVG unit, above 0 and at most 8
 * @returns The bytes of the PNG file
 * @throws {RangeError} If `scale` is out of range
 * @throws {Error} If no font is installed or resvg cannot be loaded
 */
export async function svgToPng(svg: string, scale = 2): Promise<Uint8Array> {
  if (!(scale > 0 && scale <= 8)) {
    throw new RangeError(
      `Cannot draw a PNG as scale must be above 0 and at most 8: current value is ${scale}`,
    );
  }
  const Resvg = await (renderer ??= load());
  const image = new Resvg(svg, { fitTo: { mode: "zoom", value: scale }, font: FONTS });
  return new Uint8Array(image.render().asPng());
}
