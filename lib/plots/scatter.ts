import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { Plot, plotPanel } from "./plot.ts";
import { grid } from "./svg.ts";
import { CATEGORIES } from "./theme.ts";

/** A point of a panel. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Heading of the panel that it is in; none by default. */
  readonly panel?: string;
}

const panelOf = ({ panel = "" }: ScatterPoint): string => panel;

/** Options of {@linkcode scatter}. */
export interface ScatterOptions extends ChartOptions {
  /** Panels side by side; default 3. */
  readonly columns?: number;
  /** Width and height of a panel in pixels, 1 or more; default 230. */
  readonly size?: number;
}

/**
 * Points in a plane, a panel for each set, all with the same axes.
 *
 * @param points Points of all panels
 * @param options Title and layout
 * @returns The chart
 * @throws {RangeError} If there are no points, a number is not finite, or a layout is impossible, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { scatter } from "lib/plots/scatter.ts";
 * const points = [0, 1, 2].map((x) => ({ x, y: x * x, panel: "exact" }));
 * assert(scatter(points).svg().includes("exact"));
 * ```
 */
export function scatter(points: readonly ScatterPoint[], options: ScatterOptions = {}): Chart {
  checkOptions<ScatterOptions>(options, { columns: true, size: true });
  checkRows("the scatter", points, { x: "number", y: "number" }, { panel: "string" });
  const { columns = 3, size = 230, title = "Samples" } = options;
  if (!(Number.isFinite(size) && size >= 1)) {
    throw new RangeError(
      `Cannot draw the scatter as size must be a finite number of at least 1: current value is ${size}`,
    );
  }
  const x = axis("x₁", "linear", points.map((point) => point.x), 5);
  const y = axis("x₂", "linear", points.map((point) => point.y), 5);
  const panels = distinct(points, panelOf).map((panel) =>
    captioned(
      plotPanel({
        width: size,
        height: size,
        marginLeft: leftMargin(y),
        marginTop: 16,
        marginBottom: 38,
        x: scaleOptions(x),
        y: scaleOptions(y),
        marks: [
          ...axisMarks(x, y),
          Plot.dot(points.filter((point) => panelOf(point) === panel), {
            x: "x",
            y: "y",
            r: 1.1,
            fill: CATEGORIES[0]!,
            fillOpacity: 0.45,
          }),
        ],
      }),
      panel,
    )
  );
  return chart([grid(panels, columns, 12)], { ...options, title });
}
