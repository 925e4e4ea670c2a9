import { axis, axisMarks, type AxisType, scaleOptions } from "./axes.ts";
import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkRows, distinct } from "./check.ts";
import { formatNumber } from "./format.ts";
import { legend, type LegendItem, swatch } from "./legend.ts";
import { plotPanel } from "./plot.ts";
import { type Block, grid, label, textWidth } from "./svg.ts";
import { methodColour, theme } from "./theme.ts";

/** Where a number comes from: a run of ours, a paper, or a rule without learning. */
export type ResultKind = "ours" | "published" | "trivial";

/** The result of one method on one split. */
export interface ComparisonRow {
  readonly method: string;
  /** Name of the panel, as "same difficulty" or "harder". */
  readonly split: string;
  readonly value: number;
  /** Lower end of its interval. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
  readonly kind: ResultKind;
}

/** Options of {@linkcode comparisonBars}. */
export interface ComparisonOptions extends ChartOptions {
  /** Label of the x axis; default "mean squared error". */
  readonly xLabel?: string;
  /** Default "linear". */
  readonly xType?: AxisType;
  /** Significant digits of the numbers beside the marks; default 3. */
  readonly digits?: number;
}

const MARKERS = { ours: "dot", published: "diamond", trivial: "ring" } as const;
const [INNER, ROW, TOP, BOTTOM] = [250, 23, 8, 40];

/**
 * Results of several methods, a row each, a panel per split: dots rather than bars, because on a
 * logarithmic axis a bar has no foot to stand on.
 *
 * @param rows Results; methods stand in order of appearance
 * @param options Label and type of the x axis
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or a log axis gets none above 0
 * @throws {TypeError} If a field is missing or `kind` is not one of the three
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { comparisonBars } from "lib/plots/mod.ts";
 * const chart = comparisonBars([
 *   { method: "symmetric network", split: "harder", value: 0.06, kind: "ours" },
 *   { method: "published IRED", split: "harder", value: 0.2063, kind: "published" },
 *   { method: "constant answer", split: "harder", value: 0.229, kind: "trivial" },
 * ], { xType: "log" });
 * assert(chart.svg().includes("constant answer"));
 * ```
 */
export function comparisonBars(
  rows: readonly ComparisonRow[],
  options: ComparisonOptions = {},
): Chart {
  checkRows(
    "the comparison",
    rows,
    { method: "string", split: "string", value: "number", kind: "string" },
    { low: "number", high: "number" },
  );
  for (const { kind } of rows) {
    if (!Object.hasOwn(MARKERS, kind)) {
      throw new TypeError(
        `Cannot draw the comparison as kind must be ours, published or trivial: ` +
          `current value is ${kind}`,
      );
    }
  }
  const methods = distinct(rows, (row) => row.method);
  const splits = distinct(rows, (row) => row.split);
  const panels = splits.map((split, i) =>
    panelOf(split, rows.filter((row) => row.split === split), methods, i === 0, options)
  );
  const items: LegendItem[] = distinct(rows, (row) => row.kind)
    .map((kind) => ({ label: kind, colour: "#444444", swatch: MARKERS[kind] }));
  const { title = "Results beside published numbers and trivial baselines" } = options;
  return chart([legend(items, 500), grid(panels, splits.length, 10)], { ...options, title });
}

function panelOf(
  split: string,
  rows: readonly ComparisonRow[],
  methods: readonly string[],
  named: boolean,
  options: ComparisonOptions,
): Block {
  const type = options.xType ?? "linear";
  const number = (row: ComparisonRow) => formatNumber(row.value, options.digits ?? 3);
  if (type === "log" && rows.some((row) => row.value <= 0)) {
    throw new RangeError("Cannot draw the comparison as a value on a log axis must be above 0");
  }
  const ends = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]);
  const x = axis(
    options.xLabel ?? "mean squared error",
    type,
    type === "log" ? ends : [0, ...ends],
    5,
  );
  const marginLeft = named ? 12 + Math.max(...methods.map((name) => textWidth(name))) : 10;
  const marginRight = 12 + Math.max(...rows.map((row) => textWidth(number(row), 10)));
  const height = TOP + methods.length * ROW + BOTTOM;
  const panel = plotPanel({
    width: marginLeft + INNER + marginRight,
    height,
    marginLeft,
    marginRight,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: scaleOptions(x),
    y: { type: "linear", domain: [methods.length, 0], axis: null },
    marks: axisMarks(x, { type: "linear", domain: [0, 1], ticks: [], label: "" }),
  });
  const names = methods.map((name, i) =>
    named ? label(marginLeft - 8, TOP + (i + 0.5) * ROW + 4, name, { anchor: "end" }) : ""
  );
  const stems = methods.map((_, i) => {
    const y = TOP + (i + 0.5) * ROW;
    return `<path d="M${marginLeft},${y}h${INNER}" stroke="${theme.grid}"/>`;
  });
  const marks = rows.map((row) => {
    const y = TOP + (methods.indexOf(row.method) + 0.5) * ROW;
    const colour = row.kind === "trivial" ? methodColour("trivial") : methodColour(row.method);
    const floor = x.domain[0];
    const [from, to] = [row.low ?? row.value, row.high ?? row.value].map((end) =>
      panel.x(Math.max(floor, end))
    );
    const whisker = to! - from! > 1
      ? `<path d="M${from!.toFixed(1)},${y}H${
        to!.toFixed(1)
      }" stroke="${colour}" stroke-width="2"/>`
      : "";
    const right = Math.max(panel.x(row.value) + 7, to! + 4);
    return whisker + swatch(MARKERS[row.kind], panel.x(row.value), y, colour) +
      label(right + 3, y + 3.5, number(row), { size: 10 });
  });
  const body = panel.body + stems.join("") + names.join("") + marks.join("");
  return captioned({ ...panel, body }, split, undefined, marginLeft + INNER / 2);
}
