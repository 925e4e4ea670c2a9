import { type Axis, axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { belowMarks, captionWith, isBelow, placeable } from "./gaps.ts";
import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, landscapes } from "./check.ts";
import { formatNumber } from "./format.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { type Block, grid } from "./svg.ts";
import { CATEGORIES, theme } from "./theme.ts";

/** What corrupting right answers does to the energy on one landscape. */
export interface CorruptionChartRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** How much was corrupted, a share or a number of entries. */
  readonly amount: number;
  /** Energy of corrupted answers less that of the right ones, on average. */
  readonly energy: number;
  /** Share of the corrupted answers that lie higher. */
  readonly told: number;
}

/** Options of {@linkcode corruption}. */
export interface CorruptionChartOptions extends ChartOptions {
  /** What an amount is, in the legend; default "corrupted:". */
  readonly amountLabel?: string;
}

const [INNER, HEIGHT, TOP, BOTTOM, GAP] = [290, 270, 24, 40, 12];

/**
 * Right answers against corrupted ones on each landscape, a line per amount of corruption: how much
 * higher the corrupted ones lie (those that lie lower on average have no point on the logarithmic
 * axis), and which share of them does.
 *
 * @param rows Gaps of the energy and shares
 * @param options Labels
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or no corrupted answer is higher,
 * or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { corruption } from "lib/plots/mod.ts";
 * const rows = [9, 0].map((t) => ({ t, amount: 0.05, energy: 1 / (t + 1), told: 1 - t / 20 }));
 * assert(corruption(rows).svg().includes("0.05"));
 * ```
 */
export function corruption(
  rows: readonly CorruptionChartRow[],
  options: CorruptionChartOptions = {},
): Chart {
  checkOptions<CorruptionChartOptions>(options, { amountLabel: true });
  const fields = { t: "number", amount: "number", energy: "gap", told: "gap" } as const;
  checkRows("corrupted answers", rows, fields);
  const { title = "Energy of corrupted answers, above that of the right ones", amountLabel } =
    options;
  const amounts = distinct(rows, ({ amount }) => amount).sort((a, b) => a - b);
  const colour = (amount: number) => CATEGORIES[amounts.indexOf(amount) % CATEGORIES.length]!;
  const gaps = rows.map(({ t, amount, energy }) => ({ t, amount, value: energy }));
  const shares = rows.map(({ t, amount, told }) => ({ t, amount, value: told }));
  const ticks = landscapes(rows);
  const panels = [
    panel("energy above the right answer's", gaps, "log", ticks, colour),
    panel("share that lies higher", shares, "linear", ticks, colour),
  ];
  const items = amounts.map((amount) => ({
    label: `${amountLabel ?? "corrupted:"} ${formatNumber(amount)}`,
    colour: colour(amount),
    swatch: "line" as const,
  }));
  const caption = captionWith(options.caption, { below: rows.some(({ energy }) => energy <= 0) });
  const blocks = [legend(items, theme.width), grid(panels, 2, GAP)];
  return chart(blocks, { ...options, title, ...(caption ? { caption } : {}) });
}

interface Point {
  readonly t: number;
  readonly amount: number;
  readonly value: number;
}

function panel(
  name: string,
  points: readonly Point[],
  type: "log" | "linear",
  ticks: readonly number[],
  colour: (amount: number) => string,
): Block {
  const values = points.map(({ value }) => value);
  const y: Axis = axis("", type, type === "log" ? values : [...values, 0.5, 1]);
  const [first, last] = [Math.max(...ticks), Math.min(...ticks)];
  const ends = first > last ? [first, last] as const : [first + 1, last - 1] as const;
  const x: Axis = { type: "linear", domain: ends, ticks, label: "landscape, from smooth to sharp" };
  const stroke = ({ amount }: Point) => colour(amount);
  const shown = ({ value }: Point) => placeable(y, value);
  const below = points.filter(({ value }) => isBelow(y, value))
    .map((point) => ({ x: point.t, colour: stroke(point) }));
  const marginLeft = leftMargin(y);
  const block = plotPanel({
    width: marginLeft + INNER + 14,
    height: HEIGHT,
    marginLeft,
    marginRight: 14,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks(x, y),
      Plot.line(points, { x: "t", y: shown, z: "amount", stroke, strokeWidth: 2, sort: "t" }),
      Plot.dot(points, { x: "t", y: shown, fill: stroke, r: 2.8 }),
      ...belowMarks(below),
    ],
  });
  return captioned(block, name, undefined, marginLeft + INNER / 2);
}
