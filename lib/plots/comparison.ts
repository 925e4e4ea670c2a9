import { axis, axisMarks, type AxisType, scaleOptions } from "./axes.ts";
import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { formatNumber } from "./format.ts";
import { captionWith, isBelow } from "./gaps.ts";
import { legend, type LegendItem, swatch } from "./legend.ts";
import { type Panel, plotPanel } from "./plot.ts";
import { type Block, element, grid, label, short, textWidth } from "./svg.ts";
import { methodColour, methodColours, theme } from "./theme.ts";

/**
 * Where a number comes from: a run of ours, a paper, a rule without learning, or what knows the answer,
 * such as exact samples.
 */
export type ResultKind = "ours" | "published" | "trivial" | "reference";

/** The result of one method on one split. */
export interface ComparisonRow {
  /** Name of the method, which decides the colour. */
  readonly method: string;
  /** Name of the panel, as "same difficulty" or "harder". */
  readonly split: string;
  /** The result. */
  readonly value: number;
  /** Lower end of its interval. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
  /** Where the number comes from, which decides the shape. */
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
  /** "above" for narrow screens: names above their lines, panels below each other; else "beside". */
  readonly names?: "beside" | "above";
}

const MARKERS = {
  ours: "dot",
  published: "diamond",
  trivial: "ring",
  reference: "cross",
} as const;
const [GAP, TOP, BOTTOM] = [10, 8, 40];
/** Heights of a line. */
const ROW = { beside: 23, above: 38 } as const;

/**
 * Results of several methods, a row each, a panel per split: dots rather than bars, because on a
 * logarithmic axis a bar has no foot to stand on.
 *
 * @param rows Results; methods stand in order of appearance
 * @param options Label and type of the x axis
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or a log axis gets no value above
 * 0, or an option's name is unknown
 * @throws {TypeError} If a field is missing or `kind` is not one of the four
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
  checkOptions<ComparisonOptions>(options, {
    xLabel: true,
    xType: true,
    digits: true,
    names: true,
  });
  checkRows(
    "the comparison",
    rows,
    { method: "string", split: "string", value: "number", kind: "string" },
    { low: "number", high: "number" },
  );
  for (const { kind } of rows) {
    if (!Object.hasOwn(MARKERS, kind)) {
      throw new TypeError(
        `Cannot draw the comparison as kind must be one of ${Object.keys(MARKERS).join(", ")}: ` +
          `current value is ${kind}`,
      );
    }
  }
  const methods = distinct(rows, (row) => row.method);
  const splits = distinct(rows, (row) => row.split);
  const type = options.xType ?? "linear";
  const colours = methodColours(
    distinct(rows.filter(isCoded), (row) => row.method),
    "together",
  );
  const colour = (row: ComparisonRow) =>
    isCoded(row) ? colours.get(row.method)! : methodColour("trivial");
  const write = (row: ComparisonRow) => formatNumber(row.value, options.digits ?? 3);
  const above = options.names === "above";
  const names = above ? 10 : 12 + Math.max(...methods.map((name) => textWidth(name)));
  const right = 14 + Math.max(...rows.map((row) => textWidth(write(row), theme.smallSize)));
  const many = above ? 1 : splits.length;
  const room = (theme.width - names - (many - 1) * (10 + GAP) - many * right) / many;
  const inner = Math.max(110, Math.min(260, room));
  const panels = splits.map((split, i) => {
    const left = i % many === 0 ? names : 10;
    const own = rows.filter((row) => row.split === split);
    const panel = resultsPanel(own, methods, { write, colour }, { ...options, left, inner, right });
    return captioned(panel, split, undefined, left + inner / 2);
  });
  const kinds = distinct(rows, (row) => row.kind);
  // Where all is ours, there is nothing to tell apart.
  const items: LegendItem[] = `${kinds}` === "ours"
    ? []
    : kinds.map((kind) => ({ label: kind, colour: "#444444", swatch: MARKERS[kind] }));
  const { title = "Results beside published numbers and trivial baselines" } = options;
  const left = rows.some(({ value }) => isBelow({ type }, value));
  const caption = captionWith(options.caption, { left });
  const blocks = [
    legend(items, above ? names + inner + right : theme.width),
    grid(panels, many, GAP),
  ];
  return chart(blocks, { ...options, title, ...(caption && { caption }) });
}

/** Whether the method has a colour of its own; what was not made has none. */
const isCoded = ({ kind }: ComparisonRow): boolean => kind === "ours" || kind === "published";

interface PanelOptions extends ComparisonOptions {
  readonly left: number;
  readonly inner: number;
  readonly right: number;
}

/** How a number is written, and its mark coloured. */
interface Look {
  readonly write: (row: ComparisonRow) => string;
  readonly colour: (row: ComparisonRow) => string;
}

function resultsPanel(
  rows: readonly ComparisonRow[],
  methods: readonly string[],
  look: Look,
  { left, inner, right, xLabel = "mean squared error", xType = "linear", ...own }: PanelOptions,
): Block {
  const { names = "beside" } = own, row = ROW[names];
  const ends = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]);
  const x = axis(xLabel, xType, xType === "log" ? ends : [0, ...ends], Math.round(inner / 55));
  const panel = plotPanel({
    width: left + inner + right,
    height: TOP + methods.length * row + BOTTOM,
    marginLeft: left,
    marginRight: right,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: scaleOptions(x),
    y: { type: "linear", domain: [methods.length, 0], axis: null },
    marks: axisMarks(x, { type: "linear", domain: [0, 1], ticks: [], label: "" }),
  });
  const line = (method: string) =>
    TOP + (methods.indexOf(method) + (names === "above" ? 0.7 : 0.5)) * row;
  const lines = methods.map((method) => {
    const [d, y] = [`M${left},${line(method)}h${short(inner)}`, line(method) + 4];
    const name = names === "above"
      ? label(left, y - 18, method)
      : left > 10
      ? label(left - 8, y, method, { anchor: "end" })
      : "";
    return element("path", { d, stroke: theme.grid }) + name;
  });
  const marks = rows.map((row) =>
    (isBelow(x, row.value) ? belowMark : resultMark)(
      row,
      line(row.method),
      x.domain[0],
      panel,
      look,
    )
  );
  return { ...panel, body: panel.body + lines.join("") + marks.join("") };
}

function resultMark(
  row: ComparisonRow,
  y: number,
  floor: number,
  panel: Panel,
  { write, ...look }: Look,
): string {
  const colour = look.colour(row);
  const at = (value: number) => panel.x(Math.max(floor, value));
  const [from, to] = [at(row.low ?? row.value), at(row.high ?? row.value)];
  const text = Math.max(at(row.value) + 7, to + 4) + 3;
  return whisker(from, to, y, colour) + swatch(MARKERS[row.kind], at(row.value), y, colour) +
    label(text, y + 3.5, write(row), { size: theme.smallSize });
}

/** An interval, where it is wide enough to be seen. */
function whisker(from: number, to: number, y: number, colour: string): string {
  if (!(to - from > 1)) return "";
  const d = `M${short(from)},${y}H${short(to)}`;
  return element("path", { d, stroke: colour, "stroke-width": 2 });
}

/** A value that a logarithmic axis has no place for, at its lower end, and what it shows of its interval. */
function belowMark(
  row: ComparisonRow,
  y: number,
  floor: number,
  panel: Panel,
  { write, ...look }: Look,
): string {
  const colour = look.colour(row), left = panel.x(floor);
  const to = panel.x(Math.max(floor, row.high ?? row.value));
  const d = `M${short(left + 9)},${y - 4}V${y + 4}L${short(left + 1)},${y}Z`;
  return whisker(left, to, y, colour) +
    element("path", { d, stroke: colour, fill: "#ffffff", "stroke-width": 1.6 }) +
    label(Math.max(left + 14, to + 7), y + 3.5, write(row), { size: theme.smallSize });
}
