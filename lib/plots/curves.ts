import { type Axis, axis, axisMarks, type AxisType, leftMargin, scaleOptions } from "./axes.ts";
import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { belowMarks, captionWith, isBelow, leftMarks, placeable } from "./gaps.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { type Block, grid } from "./svg.ts";
import { curveColours, theme } from "./theme.ts";

/** A point of a curve. */
export interface CurvePoint {
  /** Where it stands on the x axis; 0 and less, which a logarithmic axis cannot show, break the line. */
  readonly x: number;
  /** Where it stands on the y axis; the same holds of it. */
  readonly y: number;
  /** Which curve; methods have their colours, other curves have them in order of appearance. */
  readonly curve: string;
  /** Name of the panel; default: one panel without a name. */
  readonly panel?: string;
  /** "line" (default) joins points; "steps" goes on level to the next; "dashed" for references. */
  readonly mark?: "line" | "steps" | "dashed";
}

/** Options of {@linkcode curves}. */
export interface CurvesOptions extends ChartOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  /** Labels of panels that show something else, by panel. */
  readonly panels?: Readonly<Record<string, { readonly xLabel: string; readonly yLabel: string }>>;
  /** Default "linear". */
  readonly xType?: AxisType;
  /** Default "linear". */
  readonly yType?: AxisType;
}

/**
 * One number against another, a line for each curve: a panel beside a panel, each with its own axes.
 *
 * @param points Points of all curves, in the order in which they are joined
 * @param options Labels and types of the axes
 * @returns The chart
 * @throws {RangeError} If there are no points, a number is not finite, or a log axis has nothing above
 * 0, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { curves } from "lib/plots/curves.ts";
 * const points = [1, 10, 100].map((x) => ({ x, y: 1 / x, curve: "risk" }));
 * const chart = curves(points, { xLabel: "penalty", yLabel: "probability", xType: "log" });
 * assert(chart.svg().includes("penalty"));
 * ```
 */
export function curves(points: readonly CurvePoint[], options: CurvesOptions): Chart {
  checkOptions<CurvesOptions>(options, {
    xLabel: true,
    yLabel: true,
    panels: true,
    xType: true,
    yType: true,
  });
  const fields = { x: "number", y: "number", curve: "string" } as const;
  checkRows("curves", points, fields, { panel: "string", mark: "string" });
  const names = distinct(points, (point) => point.curve);
  const colours = curveColours(names), colour = (name: string) => colours.get(name)!;
  const panels = distinct(points, (point) => point.panel ?? "");
  const width = panels.length > 1 ? (theme.width - 16) / 2 : 540;
  const drawn = panels.map((panel) =>
    panelOf(points.filter((point) => (point.panel ?? "") === panel), panel, width, options, colour)
  );
  const dashed = (name: string) =>
    points.some((point) => point.curve === name && point.mark === "dashed");
  const items = names.map((name) => (
    { label: name, colour: colour(name), swatch: dashed(name) ? "dashed" : "line" } as const
  ));
  const { title = `${options.yLabel} by ${options.xLabel}` } = options;
  const caption = captionWith(options.caption, {
    below: points.some(({ y }) => isBelow({ type: options.yType ?? "linear" }, y)),
    left: points.some(({ x }) => isBelow({ type: options.xType ?? "linear" }, x)),
  });
  const blocks = [legend(items, theme.width), grid(drawn, 2, 16)];
  return chart(blocks, { ...options, title, ...(caption ? { caption } : {}) });
}

function panelOf(
  points: readonly CurvePoint[],
  name: string,
  width: number,
  { xType = "linear", yType = "linear", panels, ...all }: CurvesOptions,
  colour: (curve: string) => string,
): Block {
  const { xLabel, yLabel } = panels?.[name] ?? all;
  const x = axis(xLabel, xType, points.map((point) => point.x), 6);
  const y = axis(yLabel, yType, points.map((point) => point.y), 6);
  const at = {
    x: (point: CurvePoint) => placeable(x, point.x),
    y: (point: CurvePoint) => placeable(y, point.y),
  };
  const lines = distinct(points, (point) => point.curve).flatMap((curve) => {
    const own = points.filter((point) => point.curve === curve);
    const mark = own[0]!.mark ?? "line";
    const line = Plot.line(own, {
      ...at,
      stroke: colour(curve),
      strokeWidth: mark === "dashed" ? 1.4 : 2,
      ...(mark === "steps" && { curve: "step-after" as const }),
      ...(mark === "dashed" && { strokeDasharray: "5 3" }),
    });
    if (mark !== "line" || own.length > 40) return [line];
    return [line, Plot.dot(own, { ...at, fill: colour(curve), r: 2.8 })];
  });
  const [left, right] = [leftMargin(y) + 4, 14];
  const panel = plotPanel({
    width,
    height: 270,
    marginLeft: left,
    marginRight: right,
    marginTop: 24,
    marginBottom: 40,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [...axisMarks(x, y), ...lines, ...marksOutside(points, x, y, colour)],
  });
  return name === "" ? panel : captioned(panel, name, undefined, (left + width - right) / 2);
}

/** Marks at the edges for points that a logarithmic axis has no place for. */
function marksOutside(
  points: readonly CurvePoint[],
  x: Axis,
  y: Axis,
  colour: (curve: string) => string,
): Plot.Markish[] {
  const marked = points.map((point) => ({ ...point, colour: colour(point.curve) }));
  const below = marked.filter((one) => isBelow(y, one.y) && !isBelow(x, one.x));
  // What lies outside both has its mark in the corner.
  const left = marked.filter((one) => isBelow(x, one.x))
    .map((one) => isBelow(y, one.y) ? { ...one, y: y.domain[0] } : one);
  return [...belowMarks(below), ...leftMarks(left)];
}
