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
export const isBelow = ({ type }: Pick<Axis, "type">, value: number): boolean =>
  type === "log" && value <= 0;

/** A value below the axis, and the colour of its line. */
export interface BelowPoint {
  /** Where it stands on the x axis. */
  readonly x: number;
  readonly colour: string;
}

/** A value left of the axis, and the colour of its line. */
export interface LeftPoint {
  /** Where it stands on the y axis. */
  readonly y: number;
  readonly colour: string;
}

const HOLLOW = {
  r: 4,
  symbol: "triangle",
  stroke: ({ colour }: { readonly colour: string }) => colour,
  fill: "#ffffff",
  strokeWidth: 1.6,
} as const;

/** So many marks make way for one another; more would pile up into the chart. */
const FEW = 20;

/** Hollow triangles at the lower edge, pointing down; of a few none hides another. */
export function belowMarks(points: readonly BelowPoint[]): Plot.Markish[] {
  if (points.length === 0) return [];
  const options = { ...HOLLOW, x: "x", rotate: 180 };
  return [
    points.length > FEW
      ? Plot.dot(points, { ...options, frameAnchor: "bottom", dy: -5 })
      : Plot.dot(points, Plot.dodgeY("bottom", options)),
  ];
}

/** The same at the left edge, pointing left. */
export function leftMarks(points: readonly LeftPoint[]): Plot.Markish[] {
  if (points.length === 0) return [];
  const options = { ...HOLLOW, y: "y", rotate: 270 };
  return [
    points.length > FEW
      ? Plot.dot(points, { ...options, frameAnchor: "left", dx: 5 })
      : Plot.dot(points, Plot.dodgeX("left", options)),
  ];
}

const marks = (mark: string) =>
  `${mark} marks values of 0 or less, which a logarithmic axis cannot show.`;

const CUT = "A band down to the lower edge ends at 0 or below.";

/** What bands are unless a chart says otherwise. */
export const INTERVALS = "95 % intervals";

/** Whether a caption says itself what the bands are. */
const says = (caption: string, bands: string) =>
  bands === INTERVALS ? /95\s*%/.test(caption) : caption.includes(bands);

/** What there is to say below a chart. */
export interface Notes {
  /** Whether there are marks of {@linkcode belowMarks}. */
  readonly below?: boolean;
  /** Whether there are marks that point left. */
  readonly left?: boolean;
  /** Whether a band ends below a logarithmic axis. */
  readonly cut?: boolean;
  /** What the bands are, if there are any. */
  readonly bands?: string | undefined;
  /** Names of rules that a logarithmic axis has no place for. */
  readonly unruled?: readonly string[];
}

/** `caption` and what the chart's marks mean, and what has none. */
export function captionWith(caption: string | undefined, notes: Notes): string | undefined {
  const parts = [
    caption,
    notes.bands && !says(caption ?? "", notes.bands) ? `Bands: ${notes.bands}.` : undefined,
    notes.cut ? CUT : undefined,
    notes.below ? marks("▽") : undefined,
    notes.left ? marks("◁") : undefined,
    notes.unruled?.length
      ? `Without a rule, as a logarithmic axis cannot show 0 or less: ${notes.unruled.join(", ")}.`
      : undefined,
  ].filter(Boolean);
  return parts.length ? parts.join(" ") : undefined;
}
