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
import { belowMarks, captionWith, INTERVALS, isBelow, placeable } from "./gaps.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { sideLabelMargin, sideLabels } from "./labels.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { type Block, grid } from "./svg.ts";
import { methodColours, theme } from "./theme.ts";

/** A measured value after so many inference steps. */
export interface StepsRow {
  /** Inference steps, for example per landscape. */
  readonly steps: number;
  /** Accuracy, mean squared error, or another metric; NaN where there is none: the line breaks. */
  readonly value: number;
  /** Lower end of its 95 % interval: Wilson's for a share, which never has width zero. */
  readonly low?: number;
  /** Upper end of its 95 % interval. */
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
  /** Labels of the y axes of panels that show something else, by panel. */
  readonly yLabels?: Readonly<Record<string, string>>;
  /** Default "log". */
  readonly yType?: AxisType;
  /** "free" (default) fits the y axis to each panel, "shared" gives all the same. */
  readonly yRange?: "free" | "shared";
  /** Further values that every y axis must hold, so that several charts share it. */
  readonly yHolds?: readonly number[];
  /** What the bands between `low` and `high` are; default "95 % intervals". */
  readonly bands?: string;
  /**
   * Drawn as labelled horizontal rules; those that coincide share a label, and those of 0 or less on a
   * logarithmic axis are named in the caption instead.
   */
  readonly references?: readonly Reference[];
}

/**
 * A metric against inference steps: a panel per split, a line per method, rules for references.
 *
 * @param rows Measured values
 * @param options Labels, axis type, references
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or a log axis has nothing above 0,
 * or an option's name is unknown
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
  checkOptions<ErrorByStepsOptions>(options, {
    xLabel: true,
    yLabel: true,
    yLabels: true,
    yType: true,
    yRange: true,
    yHolds: true,
    bands: true,
    references: true,
  });
  checkRows(
    "error by steps",
    rows,
    { steps: "number", value: "gap", method: "string", split: "string" },
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
    const named = options.yLabels?.[split] ?? yLabel;
    const y = axis(named, options.yType ?? "log", [...extents, ...options.yHolds ?? []]);
    const [below, shown] = [true, false].map((is) =>
      rules.filter(({ value }) => isBelow(y, value) === is)
    ) as [Reference[], Reference[]];
    return { split, rows: own, rules: mergeRules(shown, y), below, y };
  });
  const columns = Math.min(2, specs.length);
  const margins = {
    left: Math.max(...specs.map(({ y }) => leftMargin(y))),
    right: sideLabelMargin(specs.flatMap(({ rules }) => rules.map((one) => one.label))),
  };
  const room = (theme.width - GAP) / 2 - margins.left - margins.right;
  const inner = Math.max(150, Math.min(320, room));
  const x = sweepAxis(xLabel, rows.map((row) => row.steps), inner);
  const methods = distinct(rows, (row) => row.method);
  const colours = methodColours([...methods, ...references.map(({ label }) => label)]);
  const panels = specs.map((spec) => stepsPanel(spec, x, inner, margins, colours));
  const items = methods.map((method) => (
    { label: method, colour: colours.get(method)!, swatch: "line" as const }
  ));
  const caption = captionWith(options.caption, {
    bands: rows.some(({ low, high }) => low !== undefined && high !== undefined)
      ? options.bands ?? INTERVALS
      : undefined,
    cut: specs.some(({ rows, y }) => rows.some(({ low }) => low !== undefined && isBelow(y, low))),
    below: specs.some(({ rows, y }) => rows.some(({ value }) => isBelow(y, value))),
    unruled: distinct(
      specs.flatMap(({ below }) => below),
      ({ label, split }) => splits.length > 1 ? `${label} (${split})` : label,
    ),
  });
  const blocks = [legend(items, theme.width), grid(panels, columns, GAP)];
  return chart(blocks, { ...options, title, ...(caption ? { caption } : {}) });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function values(rows: readonly StepsRow[], references: readonly Reference[]): number[] {
  const measured = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]);
  return [...measured, ...references.map((one) => one.value)];
}

/** A reference, and its name or the first of several, which decides the colour. */
interface Rule extends Reference {
  readonly first: string;
}

/** How a square-root axis places values on both sides of 0. */
const signedRoot = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));

/** References that would stand on each other, to within a pixel, as one with all the names. */
function mergeRules(rules: readonly Reference[], { type, domain }: Axis): readonly Rule[] {
  const bend = { log: Math.log, sqrt: signedRoot, linear: (v: number) => v }[type];
  const [low, high] = [bend(domain[0]), bend(domain[1])];
  const place = (value: number) => (bend(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  const merged: Rule[] = [];
  for (const rule of rules) {
    const at = merged.findIndex(({ value }) =>
      !(Math.abs(place(value) - place(rule.value)) >= 0.75)
    );
    const same = merged[at];
    if (!same) merged.push({ ...rule, first: rule.label });
    else if (!same.label.split(", ").includes(rule.label)) {
      merged[at] = { ...same, label: `${same.label}, ${rule.label}` };
    }
  }
  return merged;
}

interface PanelSpec {
  readonly split: string;
  readonly rows: readonly StepsRow[];
  readonly rules: readonly Rule[];
  readonly y: Axis;
}

const [GAP, HEIGHT, TOP, BOTTOM] = [8, 290, 24, 40];

function stepsPanel(
  { split, rows, rules, y }: PanelSpec,
  x: Axis,
  inner: number,
  margins: { readonly left: number; readonly right: number },
  colours: ReadonlyMap<string, string>,
): Block {
  const stroke = (row: StepsRow) => colours.get(row.method)!;
  const floor = y.domain[0];
  const bands = rows.filter((row) => row.low !== undefined && row.high !== undefined);
  const at = { x: "steps", z: "method" } as const;
  const shown = (row: StepsRow) => placeable(y, row.value);
  const below = rows.filter(({ value }) => isBelow(y, value))
    .map((row) => ({ x: row.steps, colour: stroke(row) }));
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
        Plot.ruleY([one.value], {
          stroke: colours.get(one.first)!,
          strokeDasharray: "5 3",
        })
      ),
      Plot.areaY(bands, {
        ...at,
        y1: (row: StepsRow) => Math.max(floor, row.low!),
        y2: (row: StepsRow) => placeable(y, row.high!),
        fill: stroke,
        fillOpacity: 0.18,
        sort: "steps",
      }),
      Plot.line(rows, { ...at, y: shown, stroke, strokeWidth: 2, sort: "steps" }),
      Plot.dot(rows, { ...at, y: shown, fill: stroke, r: 2.8 }),
      ...belowMarks(below),
    ],
  });
  const labels = rules.map((one) => (
    { y: panel.y(one.value), text: one.label, colour: colours.get(one.first)! }
  ));
  const body = panel.body + sideLabels(labels, margins.left + inner, TOP, HEIGHT - BOTTOM);
  const block = { ...panel, body };
  return split === "" ? block : captioned(block, split, undefined, margins.left + inner / 2);
}
