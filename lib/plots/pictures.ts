import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions } from "./check.ts";
import { type Block, element, grid, label, move, textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** How dark ink is drawn: more than these cannot be told apart in a picture so small. */
const INK = [0.2, 0.4, 0.6, 0.8, 1];

/**
 * A square picture as ink of five shades, without paper, so that what lies behind shows through.
 *
 * @param pixels From 0 (paper) to 1 (ink), row by row
 * @param size Width and height in pixels
 * @returns The picture
 * @throws {RangeError} If the pixels are no square
 */
export function inkBlock(pixels: ArrayLike<number>, size: number): Block {
  const side = Math.sqrt(pixels.length);
  if (!Number.isInteger(side) || side === 0) {
    throw new RangeError(
      `Cannot draw a picture as its pixels must be a square: there are ${pixels.length}`,
    );
  }
  const shade = (v: number) => Math.round(INK.length * Math.min(1, Math.max(0, v))) - 1;
  const paths = INK.map(() => "");
  for (let row = 0; row < side; row++) {
    for (let from = 0, to = 1; from < side; from = to++) {
      const own = shade(pixels[row * side + from]!);
      while (to < side && shade(pixels[row * side + to]!) === own) to++;
      if (own >= 0) paths[own] += `M${from} ${row}h${to - from}v1h${from - to}z`;
    }
  }
  const drawn = paths.map((d, i) =>
    d === "" ? "" : element("path", { d, fill: theme.ink, "fill-opacity": INK[i]! })
  );
  const attributes = { transform: `scale(${size / side})`, "shape-rendering": "crispEdges" };
  return { width: size, height: size, body: element("g", attributes, drawn.join("")) };
}

/** A picture, and what is said of it. */
export interface Picture {
  /** From 0 (paper) to 1 (ink), a square row by row. */
  readonly pixels: ArrayLike<number>;
  /** What stands above it. */
  readonly heading: string;
  /** What stands below it. */
  readonly note?: string;
}

/** Options of {@linkcode pictures}. */
export interface PicturesOptions extends ChartOptions {
  /** Pictures in a row; default 10. */
  readonly columns?: number;
  /** Width of a picture in pixels; default 56. */
  readonly size?: number;
}

/**
 * Small pictures side by side, each under its heading.
 *
 * @param shown The pictures
 * @param options Pictures in a row, their size
 * @returns The chart
 * @throws {RangeError} If there is none, or one is no square, or an option's name is unknown
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { pictures } from "lib/plots/mod.ts";
 * const chart = pictures([{ pixels: [0, 1, 1, 0], heading: "7", note: "is 1" }]);
 * assert(chart.svg().includes("is 1"));
 * ```
 */
export function pictures(shown: readonly Picture[], options: PicturesOptions = {}): Chart {
  checkOptions<PicturesOptions>(options, { columns: true, size: true });
  if (shown.length === 0) throw new RangeError("Cannot draw pictures as there are none");
  const { size = 56, columns = 10 } = options;
  /** Whether a picture's heading is that of its whole row, and may run on over the others. */
  const ofRow = (i: number) =>
    i % columns === 0 && shown.slice(i + 1, i + columns).every(({ heading }) => heading === "");
  const texts = shown.flatMap(({ heading, note = "" }, i) => [
    ofRow(i) ? 0 : textWidth(heading),
    textWidth(note, theme.smallSize),
  ]);
  const wide = Math.max(size, 64, ...texts);
  const blocks = shown.map(({ pixels, heading, note }, i) => {
    const frame = element("rect", {
      ...{ width: size, height: size, fill: theme.background },
      ...{ stroke: "#999999", "stroke-width": 0.8 },
    });
    const block = frame + inkBlock(pixels, size).body;
    const left = (wide - size) / 2, inner = move(left, 0, block);
    const drawn = captioned(
      { width: wide, height: size, body: inner },
      ofRow(i) ? "" : heading,
      note,
    );
    if (!ofRow(i)) return drawn;
    return { ...drawn, body: drawn.body + label(left, 12, heading, { weight: "bold" }) };
  });
  return chart([grid(blocks, columns, 10)], options);
}
