/**
 * What a line chart does with values that it cannot place: the line breaks, and those that lie below
 * the end of a logarithmic axis are marked there, so that nothing is crossed in silence.
 *
 * @module
 */
import type { Axis } from "./axes.ts";
import { Plot } from "./plot.ts";

/** `value` where the axis can show it, else NaN, at which Plot breaks a line. */
export function placeable(axis: Axis, value: number): number {
  return axis.type === "log" && !(value > 0) ? NaN : value;
}

/** Whether a value is there but too low for the axis. */
export const isBelow = (axis: Axis, value: number): boolean => axis.type === "log" && value <= 0;

/** A value below the axis, and the colour of its line. */
export interface BelowPoint {
  /** Where it stands on the x axis. */
  readonly x: number;
  readonly colour: string;
}

/** Hollow triangles at the lower edge, pointing down. */
export function belowMarks(points: readonly BelowPoint[], y: Axis): Plot.Markish[] {
  if (points.length === 0) return [];
  return [
    Plot.dot(points, {
      x: "x",
      y: () => y.domain[0],
      dy: -5,
      r: 4,
      symbol: "triangle",
      rotate: 180,
      stroke: (point: BelowPoint) => point.colour,
      fill: "#ffffff",
      strokeWidth: 1.6,
    }),
  ];
}

const BELOW = "▽ marks values of 0 or less, which a logarithmic axis cannot show.";

const CUT = "A band down to the lower edge ends at 0 or below.";

/** What bands are unless a chart says otherwise. */
export const INTERVALS = "95 % intervals";

/** Whether a caption says itself what the bands are. */
const says = (caption: string, bands: string) =>
  bands === INTERVALS ? /95\s*%/.test(caption) : caption.includes(bands);

/** `caption` and what the marks of {@linkcode belowMarks} mean, if there are any. */
export function captionWith(
  caption: string | undefined,
  notes: { readonly below?: boolean; readonly cut?: boolean; readonly bands?: string | undefined },
): string | undefined {
  const parts = [
    caption,
    notes.bands && !says(caption ?? "", notes.bands) ? `Bands: ${notes.bands}.` : undefined,
    notes.cut ? CUT : undefined,
    notes.below ? BELOW : undefined,
  ].filter(Boolean);
  return parts.length ? parts.join(" ") : undefined;
}
