import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, extent } from "./check.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { CATEGORIES } from "./theme.ts";

/** A value, and the group to which it belongs. */
export interface HistogramRow {
  /** The value. */
  readonly value: number;
  /** Name of the group; default: one group without a name. */
  readonly group?: string;
}

/** Options of {@linkcode histogram}. */
export interface HistogramOptions extends ChartOptions {
  /** Label of the x axis; default "value". */
  readonly xLabel?: string;
  /** Number of bins, 1 to 200; default 30. */
  readonly bins?: number;
}

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * The distribution of values, as the share of each group that falls into each bin.
 *
 * @param rows Values
 * @param options Label, number of bins
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or `bins` is out of range, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { histogram } from "lib/plots/mod.ts";
 * const rows = [1, 2, 2, 3].map((value) => ({ value, group: "same difficulty" }));
 * assert(histogram(rows, { bins: 3 }).svg().includes("share of values"));
 * ```
 */
export function histogram(rows: readonly HistogramRow[], options: HistogramOptions = {}): Chart {
  checkOptions<HistogramOptions>(options, { xLabel: true, bins: true });
  checkRows("the histogram", rows, { value: "number" }, { group: "string" });
  const { bins = 30, title = "Distribution", xLabel = "value" } = options;
  if (!Number.isInteger(bins) || bins < 1 || bins > 200) {
    throw new RangeError(
      `Cannot draw the histogram as bins must be an integer from 1 to 200: current value is ${bins}`,
    );
  }
  const [low, high] = extent(rows.map((row) => row.value));
  const edge = high > low ? 0 : Math.abs(high) / 2 || 0.5;
  const groups = distinct(rows, (row) => row.group ?? "").map((group, i) => ({
    group,
    colour: CATEGORIES[i % CATEGORIES.length]!,
    bins: shares(rows.filter((row) => (row.group ?? "") === group), low - edge, high + edge, bins),
  }));
  const x = axis(xLabel, "linear", [low - edge, high + edge]);
  const heights = groups.flatMap((one) => one.bins.map((bin) => bin.share));
  const y = axis("share of values", "linear", [0, ...heights]);
  const panel = plotPanel({
    width: 560,
    height: 280,
    marginLeft: leftMargin(y),
    marginTop: 24,
    marginBottom: 40,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks(x, y),
      ...groups.flatMap(({ bins, colour }) => [
        Plot.rectY(bins, {
          x1: "from",
          x2: "to",
          y1: 0,
          y2: "share",
          fill: colour,
          fillOpacity: groups.length > 1 ? 0.3 : 0.7,
          inset: 0,
        }),
        Plot.line(outline(bins), { stroke: colour, strokeWidth: 1.4 }),
      ]),
      Plot.ruleY([0], { stroke: "#555555" }),
    ],
  });
  const items = groups.map(({ group, colour }) => (
    { label: group, colour, swatch: "square" as const }
  ));
  const blocks = groups.length > 1 ? [legend(items, 540), panel] : [panel];
  return chart(blocks, { ...options, title });
}

function shares(rows: readonly HistogramRow[], low: number, high: number, count: number): Bin[] {
  const counts = new Array<number>(count).fill(0);
  const width = (high - low) / count;
  for (const { value } of rows) counts[Math.min(count - 1, Math.floor((value - low) / width))]!++;
  return counts.map((many, i) => (
    { from: low + i * width, to: low + (i + 1) * width, share: many / rows.length }
  ));
}

function outline(bins: readonly Bin[]): [number, number][] {
  const steps = bins.flatMap((bin): [number, number][] => [
    [bin.from, bin.share],
    [bin.to, bin.share],
  ]);
  return [[bins[0]!.from, 0], ...steps, [bins.at(-1)!.to, 0]];
}
