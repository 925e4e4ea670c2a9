/**
 * A finished chart: it gives itself as SVG or PNG, and displays itself in Jupyter.
 *
 * @module
 */
import { svgToPng } from "./png.ts";
import { type Block, escape, label, move, short, stack, textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** The method by which Jupyter's Deno kernel asks a value for its pictures. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** What a value shows in Jupyter, by MIME type; images other than SVG are base64. */
export type DisplayBundle = Readonly<Record<string, string>>;

/** A chart that a notebook shows and a script can save. */
export interface Chart {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** What the chart shows, in one line. */
  readonly title: string;
  /** A standalone SVG document: white background, explicit fonts and colours. */
  svg(): string;
  /** The bytes of a PNG image with `scale` pixels per SVG unit (default 2). */
  png(scale?: number): Promise<Uint8Array>;
  /** SVG, PNG (which notebooks show before they are trusted) and a line of text. */
  [jupyterDisplay](): Promise<DisplayBundle>;
}

/** What every chart accepts. */
export interface ChartOptions {
  /** Heading; each chart has a default, and an empty string leaves it out. */
  readonly title?: string;
  /** Small print below the chart. */
  readonly caption?: string;
}

const MARGIN = 12;

/**
 * Makes a chart of blocks, one below the other, under a heading.
 *
 * @param blocks What to show
 * @param options Heading and small print
 * @returns The chart
 */
export function chart(blocks: readonly Block[], options: ChartOptions): Chart {
  const content = stack(blocks);
  const title = options.title ?? "";
  const width = Math.ceil(
    Math.max(content.width, 1.1 * textWidth(title, theme.titleSize)) + 2 * MARGIN,
  );
  const top = MARGIN + (title === "" ? 0 : theme.titleSize + 12);
  const lines = options.caption ? wrap(options.caption, width - 2 * MARGIN) : [];
  const end = top + content.height;
  const height = Math.ceil(end + MARGIN + lines.length * 15);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${theme.font}" font-size="${theme.fontSize}" ` +
    `fill="${theme.ink}" role="img"><title>${escape(title || "Chart")}</title>` +
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>` +
    (title && label(MARGIN, MARGIN + 12, title, { size: theme.titleSize, weight: "bold" })) +
    move(MARGIN, top, content.body) +
    lines.map((line, i) => label(MARGIN, end + 15 * (i + 1), line, { colour: theme.muted }))
      .join("") +
    "</svg>";
  return fromSvg(svg, width, height, title);
}

function fromSvg(svg: string, width: number, height: number, title: string): Chart {
  const png = (scale?: number) => svgToPng(svg, scale);
  return {
    width,
    height,
    title,
    svg: () => svg,
    png,
    async [jupyterDisplay]() {
      // JupyterLab refuses SVG in a notebook that it does not trust yet, but shows PNG.
      const image = await png(1).then((bytes) => ({ "image/png": bytes.toBase64() }), () => ({}));
      const text = `[${title || "Chart"}, ${short(width)} × ${short(height)}]`;
      return { "image/svg+xml": svg, ...image, "text/plain": text };
    },
  };
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && textWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
