import { axis, axisMarks, type AxisType, leftMargin, scaleOptions, sweepAxis } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { captioned } from "./cells.ts";
import { checkRows, distinct } from "./check.ts";
import { sideLabelMargin, sideLabels } from "./labels.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { type Block, grid } from "./svg.ts";
import { methodColour } from "./theme.ts";

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
  readonly label: string;
  readonly value: number;
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
    title = `${capital(yLabel.replace(/, %$/, ""))} by inference steps`,
  } = options;
  const splits = distinct(rows, (row) => row.split);
  const panels = splits.map((split) => {
    const own = rows.filter((row) => row.split === split);
    const rules = references.filter((one) => one.split === split);
    const shared = options.yRange === "shared";
    return stepsPanel(own, rules, values(shared ? rows : own, shared ? references : rules), {
      ...options,
      yLabel,
      steps: rows.map((row) => row.steps),
      split: splits.length > 1 || split !== "" ? split : "",
    });
  });
  const items = distinct(rows, (row) => row.method).map((method) => (
    { label: method, colour: methodColour(method), swatch: "line" as const }
  ));
  return chart([legend(items, 760), grid(panels, 2, 8)], { ...options, title });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function values(rows: readonly StepsRow[], references: readonly Reference[]): number[] {
  const measured = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]);
  return [...measured, ...references.map((one) => one.value)];
}

interface PanelOptions extends ErrorByStepsOptions {
  readonly yLabel: string;
  readonly split: string;
  readonly steps: readonly number[];
}

const [INNER_WIDTH, HEIGHT, TOP, BOTTOM] = [270, 290, 24, 40];

function stepsPanel(
  rows: readonly StepsRow[],
  references: readonly Reference[],
  extents: readonly number[],
  options: PanelOptions,
): Block {
  const x = sweepAxis(options.xLabel ?? "descent steps per landscape", options.steps, INNER_WIDTH);
  const y = axis(options.yLabel, options.yType ?? "log", extents);
  const [marginLeft, marginRight] = [
    leftMargin(y),
    sideLabelMargin(references.map((one) => one.label)),
  ];
  const stroke = (row: StepsRow) => methodColour(row.method);
  const floor = y.domain[0];
  const bands = rows.filter((row) => row.low !== undefined && row.high !== undefined);
  const at = { x: "steps", z: "method" } as const;
  const panel = plotPanel({
    width: marginLeft + INNER_WIDTH + marginRight,
    height: HEIGHT,
    marginLeft,
    marginRight,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [
      ...axisMarks(x, y),
      ...references.map((one) =>
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
  const labels = references.map((one) => (
    { y: panel.y(one.value), text: one.label, colour: methodColour(one.label) }
  ));
  const right = marginLeft + INNER_WIDTH;
  const body = panel.body + sideLabels(labels, right, TOP, HEIGHT - BOTTOM);
  const block = { ...panel, body };
  return options.split === ""
    ? block
    : captioned(block, options.split, undefined, marginLeft + INNER_WIDTH / 2);
}
