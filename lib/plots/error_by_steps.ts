import {
  type Axis,
  axis,
  axisMarks,
  type AxisType,
  leftMargin,
  scaleOptions,
  sweepAxis,
} from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { captioned } from "./cells.ts";
import { checkRows, distinct } from "./check.ts";
import { sideLabelMargin, sideLabels } from "./labels.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { type Block, grid } from "./svg.ts";
import { methodColour, theme } from "./theme.ts";

/** A measured value after so many inference steps. */
export interface StepsRow {
  /** Inference steps, for example per landscape. */
  readonly steps: number;
  /** Accuracy, mean squared error, or another metric. */
  readonly value: number;
  /** Lower end of its interval. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
  /** Name of the method, which decides the colour. */
  readonly method: string;
  /** Name of the panel, as "same difficulty" or "harder". */
  readonly split: string;
}

/** A value that does not depend on the steps: published, or that of a trivial baseline. */
export interface Reference {
  /** What the value is, as "published IRED"; decides the colour, as a method does. */
  readonly label: string;
  /** Where the rule stands on the y axis. */
  readonly value: number;
  /** The panel to which it belongs. */
  readonly split: string;
}

/** Options of {@linkcode errorBySteps}. */
export interface ErrorByStepsOptions extends ChartOptions {
  /** Label of the x axis; default "descent steps per landscape". */
  readonly xLabel?: string;
  /** Label of the y axis; default "mean squared error". */
  readonly yLabel?: string;
  /** Default "log". */
  readonly yType?: AxisType;
  /** "free" (default) fits the y axis to each panel, "shared" gives all the same. */
  readonly yRange?: "free" | "shared";
  /** Drawn as labelled horizontal rules. */
  readonly references?: readonly Reference[];
}

/**
 * A metric against inference steps: a panel per split, a line per method, rules for references.
 *
 * @param rows Measured values
 * @param options Labels, axis type, references
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or a log axis has nothing above 0
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { errorBySteps } from "lib/plots/mod.ts";
 * const rows = [1, 5, 20].map((steps) => (
 *   { steps, value: 0.1 / steps, method: "symmetric network", split: "harder" }
 * ));
 * const references = [{ label: "published IRED", value: 0.2, split: "harder" }];
 * assert(errorBySteps(rows, { references }).svg().includes("published IRED"));
 * ```
 */
export function errorBySteps(rows: readonly StepsRow[], options: ErrorByStepsOptions = {}): Chart {
  checkRows(
    "error by steps",
    rows,
    { steps: "number", value: "number", method: "string", split: "string" },
    { low: "number", high: "number" },
  );
  const references = options.references ?? [];
  if (references.length) {
    const fields = { label: "string", value: "number", split: "string" } as const;
    checkRows("references", references, fields);
  }
  const {
    yLabel = "mean squared error",
    xLabel = "descent steps per landscape",
  } = options;
  const against = options.xLabel === undefined ? "inference steps" : xLabel.replace(/,.*/, "");
  const { title = `${capital(yLabel.replace(/, %$/, ""))} by ${against}` } = options;
  const splits = distinct(rows, (row) => row.split);
  const shared = options.yRange === "shared";
  const specs = splits.map((split) => {
    const own = rows.filter((row) => row.split === split);
    const rules = references.filter((one) => one.split === split);
    const extents = values(shared ? rows : own, shared ? references : rules);
    return { split, rows: own, rules, y: axis(yLabel, options.yType ?? "log", extents) };
  });
  const columns = Math.min(2, specs.length);
  const margins = {
    left: Math.max(...specs.map(({ y }) => leftMargin(y))),
    right: sideLabelMargin(references.map((one) => one.label)),
  };
  const room = (theme.width - GAP) / 2 - margins.left - margins.right;
  const inner = Math.max(150, Math.min(320, room));
  const x = sweepAxis(xLabel, rows.map((row) => row.steps), inner);
  const panels = specs.map((spec) => stepsPanel(spec, x, inner, margins));
  const items = distinct(rows, (row) => row.method).map((method) => (
    { label: method, colour: methodColour(method), swatch: "line" as const }
  ));
  return chart([legend(items, theme.width), grid(panels, columns, GAP)], { ...options, title });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function values(rows: readonly StepsRow[], references: readonly Reference[]): number[] {
  const measured = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]);
  return [...measured, ...references.map((one) => one.value)];
}

interface PanelSpec {
  readonly split: string;
  readonly rows: readonly StepsRow[];
  readonly rules: readonly Reference[];
  readonly y: Axis;
}

const [GAP, HEIGHT, TOP, BOTTOM] = [8, 290, 24, 40];

function stepsPanel(
  { split, rows, rules, y }: PanelSpec,
  x: Axis,
  inner: number,
  margins: { readonly left: number; readonly right: number },
): Block {
  const stroke = (row: StepsRow) => methodColour(row.method);
  const floor = y.domain[0];
  const bands = rows.filter((row) => row.low !== undefined && row.high !== undefined);
  const at = { x: "steps", z: "method" } as const;
  const panel = plotPanel({
    width: margins.left + inner + margins.right,
    height: HEIGHT,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks(x, y),
      ...rules.map((one) =>
        Plot.ruleY([one.value], { stroke: methodColour(one.label), strokeDasharray: "5 3" })
      ),
      Plot.areaY(bands, {
        ...at,
        y1: (row: StepsRow) => Math.max(floor, row.low!),
        y2: "high",
        fill: stroke,
        fillOpacity: 0.18,
        sort: "steps",
      }),
      Plot.line(rows, { ...at, y: "value", stroke, strokeWidth: 2, sort: "steps" }),
      Plot.dot(rows, { ...at, y: "value", fill: stroke, r: 2.8 }),
    ],
  });
  const labels = rules.map((one) => (
    { y: panel.y(one.value), text: one.label, colour: methodColour(one.label) }
  ));
  const body = panel.body + sideLabels(labels, margins.left + inner, TOP, HEIGHT - BOTTOM);
  const block = { ...panel, body };
  return split === "" ? block : captioned(block, split, undefined, margins.left + inner / 2);
}
