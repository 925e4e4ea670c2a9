/**
 * Axes as every line chart draws them: grid below, labels in words, ticks that can be read.
 *
 * @module
 */
import { extent } from "./check.ts";
import { formatNumber, linearTicks, logTicks, tickLabels } from "./format.ts";
import { Plot } from "./plot.ts";
import { textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** How values turn into pixels. */
export type AxisType = "linear" | "log" | "sqrt";

/** An axis: its extent, its ticks, and their labels. */
export interface Axis {
  /** How values turn into pixels. */
  readonly type: AxisType;
  /** Least and greatest value. */
  readonly domain: readonly [number, number];
  /** Values with a tick and a grid line. */
  readonly ticks: readonly number[];
  /** What the axis shows. */
  readonly label: string;
}

/** Smaller numbers lose digits. */
const LEAST = 2 ** -1022;

/** The largest end of a linear axis, whose length is still a number. */
const MOST = Number.MAX_VALUE / 4;

/**
 * An axis that holds all of `values`, with a little air around them.
 *
 * @param label What the axis shows, with its unit
 * @param type How values turn into pixels
 * @param values What it must hold
 * @param room Most ticks of a logarithmic axis; about how many a linear one has, if fewer than five
 * @returns The axis
 * @throws {RangeError} If a logarithmic axis is to hold nothing above 0
 */
export function axis(
  label: string,
  type: AxisType,
  values: Iterable<number>,
  room = 7,
): Axis {
  // Gaps are NaN.
  const wanted = [...values].filter((value) => type === "log" ? value > 0 : value === value);
  let [low, high] = extent(wanted);
  if (low > high) {
    const why = type === "log" ? "no value is above 0" : "there is no value";
    throw new RangeError(`Cannot draw the ${type} axis for ${label} as ${why}`);
  }
  if (type === "log") {
    // By logarithms, as the quotient of 1e300 and 1e-300 is infinite.
    const air = Math.max(1.08, Math.exp(0.05 * (Math.log(high) - Math.log(low))));
    [low, high] = [Math.max(low / air, LEAST), Math.min(high * air, Number.MAX_VALUE)];
    return { type, domain: [low, high], ticks: logTicks(low, high, room), label };
  }
  const air = high > low ? (high - low) * 0.05 : Math.abs(high) * 0.05 || 1;
  // Air must not push an axis of counts or errors below zero.
  [low, high] = [low >= 0 && low - air < 0 ? 0 : low - air, high + air].map((end) =>
    Math.max(-MOST, Math.min(MOST, end))
  ) as [number, number];
  return { type, domain: [low, high], ticks: linearTicks(low, high, Math.min(5, room)), label };
}

/**
 * An axis through given ticks, such as the steps of a sweep; crowded ticks are left out.
 *
 * @param label What the axis shows
 * @param values The values, each of which would like a tick
 * @param width Pixels there are
 * @returns A logarithmic axis where the values span a factor of eight, else a linear one
 */
export function sweepAxis(label: string, values: readonly number[], width: number): Axis {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const type: AxisType = low > 0 && high / low >= 8
    ? "log"
    : low === 0 && high >= 8
    ? "sqrt"
    : "linear";
  const bend = { log: Math.log, sqrt: Math.sqrt, linear: (x: number) => x }[type];
  const place = (value: number) =>
    high > low ? ((bend(value) - bend(low)) / (bend(high) - bend(low))) * width : 0;
  let last = Infinity;
  // From the right, so that the largest value always keeps its tick.
  const ticks = sorted.toReversed().filter((value) => {
    const room = textWidth(formatNumber(value)) + 6;
    if (last - place(value) < room) return false;
    last = place(value);
    return true;
  }).reverse();
  if (low === high) return { type: "linear", domain: [low - 1, high + 1], ticks, label };
  return { type, domain: [low, high], ticks, label };
}

/** Plot's options for an axis that is drawn by {@linkcode axisMarks}. */
export function scaleOptions({ type, domain }: Axis): Plot.ScaleOptions {
  return { type, domain: [...domain], axis: null } as Plot.ScaleOptions;
}

/** The least left margin for an axis' tick labels, in pixels. */
export function leftMargin(y: Axis): number {
  return 14 + Math.max(...tickLabels(y.ticks).map((text) => textWidth(text)));
}

/** Grid, ticks and labels of both axes, to be the first marks of a panel. */
export function axisMarks(x: Axis, y: Axis): Plot.Markish[] {
  // A text channel, because Plot's tick format leaves out labels of logarithmic axes.
  const common = { tickSize: 4, labelArrow: "none" as const, color: theme.ink };
  const written = ({ ticks }: Axis) => ({ ...common, text: tickLabels(ticks) });
  return [
    Plot.gridY(y.ticks, { stroke: theme.grid, strokeOpacity: 1 }),
    Plot.gridX(x.ticks, { stroke: theme.grid, strokeOpacity: 1 }),
    Plot.axisX(x.ticks, { ...written(x), label: x.label, labelAnchor: "center", labelOffset: 34 }),
    Plot.axisY(y.ticks, { ...written(y), label: y.label, labelAnchor: "top" }),
  ];
}
