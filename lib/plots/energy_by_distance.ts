import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import type { AxisType } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, landscapes } from "./check.ts";
import { belowMarks, captionWith, isBelow, placeable } from "./gaps.ts";
import { sideLabels } from "./labels.ts";
import { Plot, plotPanel } from "./plot.ts";
import { landscapeColour, theme } from "./theme.ts";

/** An energy at a distance from the solution. */
export interface EnergyByDistanceRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Distance to the solution, for example the mean squared error. */
  readonly distance: number;
  /** Energy less the energy at the solution. */
  readonly energy: number;
}

/** Options of {@linkcode energyByDistance}. */
export interface EnergyByDistanceOptions extends ChartOptions {
  /** Label of the x axis; default "distance to the solution". */
  readonly xLabel?: string;
  /** Label of the y axis; default "energy above that of the solution". */
  readonly yLabel?: string;
  /** Default "linear". */
  readonly yType?: AxisType;
}

/**
 * Energy against the distance to the solution, a line per landscape (figure 4 of the paper): flat
 * on the noisy landscapes, steep on the sharp ones.
 *
 * @param rows Energies
 * @param options Labels and axis type
 * @returns The chart
 * @throws {RangeError} If there are no rows or a number is not finite, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { energyByDistance } from "lib/plots/mod.ts";
 * const rows = [9, 0].flatMap((t) =>
 *   [0, 1, 2].map((distance) => ({ t, distance, energy: distance / (t + 1) }))
 * );
 * assert(energyByDistance(rows).svg().includes("t = 9"));
 * ```
 */
export function energyByDistance(
  rows: readonly EnergyByDistanceRow[],
  options: EnergyByDistanceOptions = {},
): Chart {
  checkOptions<EnergyByDistanceOptions>(options, { xLabel: true, yLabel: true, yType: true });
  checkRows("energy by distance", rows, { t: "number", distance: "number", energy: "gap" });
  const { title = "Energy by distance to the solution, for each landscape" } = options;
  const levels = landscapes(rows);
  const count = Math.max(10, levels[0]! + 1);
  const colour = (t: number) => landscapeColour(t, count);
  const type = options.yType ?? "linear";
  const x = axis(
    options.xLabel ?? "distance to the solution",
    "linear",
    rows.map((row) => row.distance),
  );
  const y = axis(
    options.yLabel ?? "energy above that of the solution",
    type,
    rows.map((row) => row.energy),
  );
  const shown = rows.filter((row) => !Number.isNaN(placeable(y, row.energy)));
  const below = rows.filter(({ energy }) => isBelow(y, energy));
  const [width, height, marginTop, marginBottom, marginRight] = [620, 340, 24, 40, 56];
  const panel = plotPanel({
    width,
    height,
    marginLeft: leftMargin(y),
    marginTop,
    marginBottom,
    marginRight,
    x: { ...scaleOptions(x), domain: [x.domain[0], Math.max(...x.ticks, ends(rows))] },
    y: scaleOptions(y),
    marks: [
      ...axisMarks(x, y),
      Plot.line(rows, {
        x: "distance",
        y: (row: EnergyByDistanceRow) => placeable(y, row.energy),
        z: "t",
        stroke: (row: EnergyByDistanceRow) => colour(row.t),
        strokeWidth: 2,
        sort: "distance",
      }),
      ...belowMarks(below.map((row) => ({ x: row.distance, colour: colour(row.t) }))),
    ],
  });
  const labels = levels.flatMap((t) => {
    const last = shown.filter((row) => row.t === t).sort((a, b) => b.distance - a.distance)[0];
    return last
      ? [{ y: panel.y(last.energy), text: `t = ${t}`, colour: theme.ink, line: colour(t) }]
      : [];
  });
  const side = sideLabels(labels, panel.x(ends(shown)), marginTop, height - marginBottom);
  const caption = captionWith(options.caption, { below: below.length > 0 });
  return chart([{ ...panel, body: panel.body + side }], {
    ...options,
    title,
    ...(caption ? { caption } : {}),
  });
}

const ends = (rows: readonly EnergyByDistanceRow[]): number =>
  rows.reduce((most, row) => Math.max(most, row.distance), -Infinity);
