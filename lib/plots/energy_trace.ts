import { axis, axisMarks, type AxisType, leftMargin, scaleOptions } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, landscapes } from "./check.ts";
import { belowMarks, captionWith, isBelow, placeable } from "./gaps.ts";
import { Plot, plotPanel } from "./plot.ts";
import { label } from "./svg.ts";
import { landscapeColour, theme } from "./theme.ts";

/** An energy during descent. */
export interface EnergyTraceRow {
  /** Which evaluation of the energy, counted over all landscapes. */
  readonly evaluation: number;
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Energy on that landscape. */
  readonly energy: number;
  /** Which example of several. */
  readonly example?: string | number;
}

/** Options of {@linkcode energyTrace}. */
export interface EnergyTraceOptions extends ChartOptions {
  /** Default "linear". */
  readonly yType?: AxisType;
}

/**
 * Energy along the descent: a line per example and landscape, a rule where the landscape changes.
 *
 * @param rows Energies; those of one landscape must be next to each other in evaluation
 * @param options Heading, small print, axis type
 * @returns The chart
 * @throws {RangeError} If there are no rows or a number is not finite, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { energyTrace } from "lib/plots/mod.ts";
 * const rows = [3, 2, 2, 1].map((energy, evaluation) => (
 *   { evaluation, energy, t: evaluation < 2 ? 1 : 0 }
 * ));
 * assert(energyTrace(rows).svg().includes("t = 1"));
 * ```
 */
export function energyTrace(
  rows: readonly EnergyTraceRow[],
  options: EnergyTraceOptions = {},
): Chart {
  checkOptions<EnergyTraceOptions>(options, { yType: true });
  checkRows("the energy trace", rows, { evaluation: "number", t: "number", energy: "gap" });
  const { title = "Energy along the descent", yType = "linear" } = options;
  const levels = landscapes(rows);
  const count = Math.max(10, levels[0]! + 1);
  const x = axis("evaluation of the energy", "linear", rows.map((row) => row.evaluation));
  const y = axis("energy", yType, rows.map((row) => row.energy));
  const starts = levels.map((t) => firstEvaluation(rows, t));
  const below = rows.filter(({ energy }) => isBelow(y, energy));
  const few = new Set(rows.map((row) => row.example)).size <= 3;
  const [width, height, marginTop, marginBottom] = [680, 310, 38, 40];
  const colour = (row: EnergyTraceRow) => landscapeColour(row.t, count);
  const at = {
    x: "evaluation",
    y: (row: EnergyTraceRow) => placeable(y, row.energy),
  } as const;
  const panel = plotPanel({
    width,
    height,
    marginLeft: leftMargin(y),
    marginRight: 16,
    marginTop,
    marginBottom,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks({ ...x, ticks: x.ticks.filter(Number.isInteger) }, y),
      Plot.ruleX(starts.slice(1).map((start) => start - 0.5), {
        stroke: "#aaaaaa",
        strokeDasharray: "2 3",
      }),
      Plot.line(rows, {
        ...at,
        z: (row: EnergyTraceRow) => `${row.t} ${row.example ?? ""}`,
        stroke: colour,
        strokeWidth: few ? 1.8 : 1,
        strokeOpacity: few ? 1 : 0.55,
        sort: "evaluation",
      }),
      ...(few && rows.length <= 200 ? [Plot.dot(rows, { ...at, fill: colour, r: 2.2 })] : []),
      ...belowMarks(below.map((row) => ({ x: row.evaluation, colour: colour(row) }))),
    ],
  });
  // Narrow landscapes share the room for their names: every second or third is written.
  const narrowest = Math.min(
    ...starts.slice(1).map((start, i) => Math.abs(panel.x(start) - panel.x(starts[i]!))),
  );
  const every = Math.max(1, Math.ceil(34 / narrowest));
  const names = levels.map((t, i) =>
    i % every ? "" : label(panel.x(starts[i]!) - 1, marginTop - 4, `t = ${t}`, {
      size: theme.smallSize,
      colour: theme.muted,
    })
  );
  const caption = captionWith(options.caption, { below: below.length > 0 });
  return chart([{ ...panel, body: panel.body + names.join("") }], {
    ...options,
    title,
    ...(caption ? { caption } : {}),
  });
}

function firstEvaluation(rows: readonly EnergyTraceRow[], t: number): number {
  let first = Infinity;
  for (const row of rows) if (row.t === t) first = Math.min(first, row.evaluation);
  return first;
}
