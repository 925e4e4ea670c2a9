/**
 * Legends as blocks: named swatches in rows, and bars of colour levels.
 *
 * @module
 */
import { formatNumber } from "./format.ts";
import { type Block, element, label, short, textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** How a swatch is drawn. */
export type Swatch = "line" | "dashed" | "square" | "dot" | "ring" | "diamond" | "cross";

/** One entry of a legend. */
export interface LegendItem {
  /** What it says. */
  readonly label: string;
  /** Colour of the swatch. */
  readonly colour: string;
  /** How the swatch is drawn. */
  readonly swatch: Swatch;
}

/**
 * Entries in reading order, wrapped at `width`.
 *
 * @param items The entries
 * @param width Where to start a new line, in pixels
 * @returns The legend
 */
export function legend(items: readonly LegendItem[], width: number): Block {
  let [x, y, widest] = [0, 0, 0];
  const parts = items.map((item) => {
    const size = 24 + textWidth(item.label) + 14;
    if (x > 0 && x + size > width) [x, y] = [0, y + 18];
    const part = swatch(item.swatch, x + 9, y + 8, item.colour) +
      label(x + 23, y + 12, item.label);
    x += size;
    widest = Math.max(widest, x);
    return part;
  });
  return { width: widest, height: items.length ? y + 18 : 0, body: parts.join("") };
}

/** A marker of about ten pixels around `(x, y)`. */
export function swatch(kind: Swatch, x: number, y: number, colour: string): string {
  const stroke = { stroke: colour, "stroke-width": 2, fill: "none" };
  const at = (...points: readonly [number, number][]) =>
    points.map(([dx, dy]) => `${short(x + dx)},${short(y + dy)}`);
  switch (kind) {
    case "line":
      return element("path", { d: `M${at([-9, 0], [9, 0]).join("L")}`, ...stroke });
    case "dashed": {
      const dash = { ...stroke, "stroke-width": 1.5, "stroke-dasharray": "5 3" };
      return element("path", { d: `M${at([-9, 0], [9, 0]).join("L")}`, ...dash });
    }
    case "square":
      return element("rect", { x: x - 6, y: y - 6, width: 12, height: 12, fill: colour });
    case "dot":
      return element("circle", { cx: x, cy: y, r: 4.5, fill: colour });
    case "ring":
      return element("circle", { cx: x, cy: y, r: 4, ...stroke, fill: theme.background });
    case "diamond": {
      const d = `M${at([0, -5.5], [5.5, 0], [0, 5.5], [-5.5, 0]).join("L")}Z`;
      return element("path", { d, ...stroke, fill: theme.background });
    }
    case "cross": {
      const [a, b, c, d] = at([-4, -4], [4, 4], [-4, 4], [4, -4]);
      return element("path", { d: `M${a}L${b}M${c}L${d}`, ...stroke });
    }
  }
}

/**
 * A bar of colour levels with values or words below it.
 *
 * @param title What the colours mean
 * @param colours One colour per level
 * @param ends What stands at the first and the last edge, and optionally in the middle
 * @returns The legend
 */
export function colourBar(
  title: string,
  colours: readonly string[],
  ends: readonly (number | string)[],
): Block {
  const [size, left] = [220, textWidth(title) + 12];
  const step = size / colours.length;
  const cells = colours.map((fill, i) =>
    element("rect", { x: left + i * step, y: 2, width: step + 0.3, height: 11, fill })
  );
  const frame = element("rect", {
    x: left,
    y: 2,
    width: size,
    height: 11,
    fill: "none",
    stroke: "#999999",
    "stroke-width": 0.7,
  });
  const labels = ends.map((end, i) =>
    label(
      left + (size * i) / (ends.length - 1),
      26,
      typeof end === "number" ? formatNumber(end, 2) : end,
      {
        anchor: i === 0 ? "start" : i === ends.length - 1 ? "end" : "middle",
        size: theme.smallSize,
      },
    )
  );
  const body = label(0, 12, title) + cells.join("") + frame + labels.join("");
  return { width: left + size, height: 30, body };
}
