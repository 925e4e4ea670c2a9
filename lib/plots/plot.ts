/**
 * Observable Plot as the charts use it: options in, a block of SVG out. The only file that names it.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix -- scripts outside the repository import this file too
import * as Plot from "npm:@observablehq/plot@0.6.17";
import { sharedDocument } from "./dom.ts";
import type { Block } from "./svg.ts";
import { theme } from "./theme.ts";

export { Plot };

/** Where a drawn panel put its data. */
export interface Panel extends Block {
  /** Pixels from the top of a value on the y axis. */
  y(value: number): number;
  /** Pixels from the left of a value on the x axis. */
  x(value: number): number;
}

/** An element as linkedom writes it, and the scales that Plot hangs on it. */
interface Drawn {
  readonly innerHTML: string;
  scale(name: string): { apply(value: number): number } | undefined;
}

/**
 * Draws one panel.
 *
 * @param options Plot's own options, without a legend, a title or a clip; sizes in pixels
 * @returns The panel, in explicit colours
 */
export function plotPanel(
  options: Plot.PlotOptions & { readonly width: number; readonly height: number },
): Panel {
  const drawn = Plot.plot({
    ...options,
    document: sharedDocument() as never,
    style: { fontFamily: theme.font, fontSize: `${theme.fontSize}px` },
  }) as unknown as Drawn;
  const apply = (name: string) => (value: number) => drawn.scale(name)?.apply(value) ?? Number.NaN;
  return {
    width: options.width,
    height: options.height,
    body: `<g text-anchor="middle" fill="${theme.ink}">${clean(drawn.innerHTML)}</g>`,
    x: apply("x"),
    y: apply("y"),
  };
}

const NUMERIC = / (transform|d|x|y|x1|x2|y1|y2|r|cx|cy|width|height)="([^"]*)"/g;

/** Plot's markup as XML of its own: no style sheet, no theme colours, two decimals. */
function clean(markup: string): string {
  return markup
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/ (?:aria-hidden|font-variant)="[^"]*"/g, "")
    .replace(/currentColor/g, theme.ink)
    .replace(/var\(--plot-background\)/g, theme.background)
    .replace(/&nbsp;/g, "&#160;")
    .replace(
      NUMERIC,
      (_, name, value) => ` ${name}="${value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, shorten)}"`,
    );
}

const shorten = (digits: string): string => String(Math.round(Number(digits) * 100) / 100);
