import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, extent, landscapes } from "./check.ts";
import { sideLabels } from "./labels.ts";
import { colourBar } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { landscapeColour, theme } from "./theme.ts";

/** An energy on the line from one answer to another. */
export interface EnergyAlongLineRow {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Place on the line: 0 at one answer, 1 at the other. */
  readonly position: number;
  /** Energy less that at place 0. */
  readonly energy: number;
}

/** Options of {@linkcode energyAlongLine}. */
export interface EnergyAlongLineOptions extends ChartOptions {
  /**
   * "own" (default) divides each landscape by its largest energy on the line, as sharp ones are far
   * steeper; "shared" shows energies as they are.
   */
  readonly scale?: "own" | "shared";
  /** Label of the x axis; default "from the right answer (0) to another one (1)". */
  readonly xLabel?: string;
  /** Label of the y axis. */
  readonly yLabel?: string;
}

const [WIDTH, HEIGHT, TOP, BOTTOM, RIGHT] = [620, 320, 24, 40, 56];
/** More landscapes have a bar of colours instead of a label each. */
const SIDE = 4;

/**
 * Energies along the line between two answers, a line per landscape.
 *
 * @param rows Energies
 * @param options Labels and scale
 * @returns The chart
 * @throws {RangeError} If there are no rows or a number is not finite, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { energyAlongLine } from "lib/plots/mod.ts";
 * const rows = [9, 0].flatMap((t) =>
 *   [0, 0.5, 1].map((position) => ({ t, position, energy: position ** 2 / (t + 1) }))
 * );
 * assert(energyAlongLine(rows).svg().includes("t = 9"));
 * ```
 */
export function energyAlongLine(
  rows: readonly EnergyAlongLineRow[],
  options: EnergyAlongLineOptions = {},
): Chart {
  checkOptions<EnergyAlongLineOptions>(options, { scale: true, xLabel: true, yLabel: true });
  checkRows("energy along a line", rows, { t: "number", position: "number", energy: "number" });
  const { scale = "own", title = "Energy between two answers, for each landscape" } = options;
  const shown = scale === "own"
    ? distinct(rows, ({ t }) => t).flatMap((t) => scaled(rows, t))
    : rows;
  const levels = landscapes(rows);
  const colour = (t: number) => landscapeColour(t, Math.max(10, levels[0]! + 1));
  const places = shown.map(({ position }) => position);
  const xLabel = options.xLabel ?? "from the right answer (0) to another one (1)";
  const fits = axis(xLabel, "linear", places);
  const x = { ...fits, domain: extent(places) };
  const yLabel = options.yLabel ??
    (scale === "own"
      ? "energy above that at 0 (largest of each landscape: 1)"
      : "energy above that at 0");
  const y = axis(yLabel, "linear", shown.map(({ energy }) => energy));
  const panel = plotPanel({
    width: WIDTH,
    height: HEIGHT,
    marginLeft: leftMargin(y),
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginRight: RIGHT,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks({ ...x, ticks: x.ticks.filter((tick) => inside(tick, x.domain)) }, y),
      Plot.ruleX([0, 1].filter((at) => inside(at, x.domain)), {
        stroke: theme.muted,
        strokeDasharray: "4 3",
      }),
      Plot.line(shown, {
        x: "position",
        y: "energy",
        z: "t",
        stroke: (row: EnergyAlongLineRow) => colour(row.t),
        strokeWidth: 2,
        sort: "position",
      }),
    ],
  });
  if (levels.length > SIDE) {
    // Curves that are scaled to meet leave no room for so many labels at their ends.
    const bar = colourBar("landscape", levels.map(colour), [
      `t = ${levels[0]}`,
      `t = ${levels.at(-1)}`,
    ]);
    return chart([bar, panel], { ...options, title });
  }
  const end = Math.max(...places);
  const labels = levels.flatMap((t) => {
    const last = shown.filter((row) => row.t === t).sort((a, b) => b.position - a.position)[0];
    return last
      ? [{ y: panel.y(last.energy), text: `t = ${t}`, colour: theme.ink, line: colour(t) }]
      : [];
  });
  const side = sideLabels(labels, panel.x(end), TOP, HEIGHT - BOTTOM);
  return chart([{ ...panel, body: panel.body + side }], { ...options, title });
}

const inside = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value <= high;

/** The rows of landscape `t`, its largest absolute energy made 1. */
function scaled(rows: readonly EnergyAlongLineRow[], t: number): EnergyAlongLineRow[] {
  const own = rows.filter((row) => row.t === t);
  const largest = own.reduce((most, { energy }) => Math.max(most, Math.abs(energy)), 0);
  return own.map((row) => ({ ...row, energy: largest > 0 ? row.energy / largest : 0 }));
}
