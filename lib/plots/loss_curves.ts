import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { belowMarks, captionWith, isBelow, placeable } from "./gaps.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { methodColours } from "./theme.ts";

/** A loss at a training step. */
export interface LossRow {
  /** Training step, counted in parameter updates. */
  readonly step: number;
  /** The loss; NaN or 0 and less, which the logarithmic axis cannot show, break the line. */
  readonly loss: number;
  /** Which part of the loss, as "denoising" or "contrastive". */
  readonly part?: string;
}

/** Options of {@linkcode lossCurves}. */
export interface LossCurvesOptions extends ChartOptions {
  /** Width of the running mean in rows; 1 shows the losses alone. Default: a 40th of the rows. */
  readonly smoothing?: number;
}

/** Most points of one curve: more are not visible and make the picture large. */
const MOST_POINTS = 400;

/**
 * Training loss against steps on a logarithmic axis: each loss faintly, its running geometric mean on top,
 * as an arithmetic one would hold on to the large losses of the first steps.
 *
 * @param rows Losses in the order of their steps
 * @param options Heading, small print, width of the running mean
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or no loss is above 0, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { lossCurves } from "lib/plots/mod.ts";
 * const rows = [1, 2, 3].map((step) => ({ step, loss: 1 / step }));
 * assert(lossCurves(rows).svg().startsWith("<svg"));
 * ```
 */
export function lossCurves(rows: readonly LossRow[], options: LossCurvesOptions = {}): Chart {
  checkOptions<LossCurvesOptions>(options, { smoothing: true });
  checkRows("loss curves", rows, { step: "number", loss: "gap" }, { part: "string" });
  const { smoothing, title = "Training loss" } = options;
  if (smoothing !== undefined && !(Number.isInteger(smoothing) && smoothing >= 1)) {
    throw new RangeError(
      `Cannot draw loss curves as smoothing must be an integer >= 1: current value is ${smoothing}`,
    );
  }
  const parts = distinct(rows, (row) => row.part ?? "loss");
  const colours = methodColours(parts);
  const curves = parts.map((part) => {
    const own = rows.filter((row) => (row.part ?? "loss") === part);
    const width = smoothing ?? Math.max(1, Math.round(own.length / 40));
    return { part, width, own, colour: colours.get(part)! };
  });
  const x = axis("step", "linear", rows.map((row) => row.step));
  const y = axis("loss", "log", rows.map((row) => row.loss));
  const at = { x: "step", y: (row: LossRow) => placeable(y, row.loss) } as const;
  const below = curves.flatMap(({ own, colour }) =>
    thin(own).filter(({ loss }) => isBelow(y, loss)).map(({ step }) => ({ x: step, colour }))
  );
  const marks = curves.flatMap(({ own, width, colour }) => [
    ...(width > 1
      ? [Plot.line(thin(own), { ...at, stroke: colour, strokeOpacity: 0.3, strokeWidth: 1 })]
      : []),
    Plot.line(thin(runningMean(own, width)), { ...at, stroke: colour, strokeWidth: 2 }),
  ]);
  const panel = plotPanel({
    width: 640,
    height: 300,
    marginLeft: leftMargin(y),
    marginTop: 24,
    marginBottom: 40,
    x: scaleOptions(x),
    y: scaleOptions(y),
    marks: [...axisMarks(x, y), ...marks, ...belowMarks(below)],
  });
  const items = curves.map(({ part, colour }) => ({
    label: part,
    colour,
    swatch: "line" as const,
  }));
  const key = legend(items, 620);
  const smooth = curves.some(({ width }) => width > 1) ? SMOOTH : undefined;
  const words = [options.caption, smooth].filter(Boolean).join(" ");
  const caption = captionWith(words || undefined, { below: below.length > 0 });
  return chart(parts.length > 1 ? [key, panel] : [panel], {
    ...options,
    title,
    ...(caption ? { caption } : {}),
  });
}

const SMOOTH = "Thin: the losses; thick: their running geometric mean.";

/** Whether a logarithmic axis can show the loss. */
const isShown = (row: LossRow | undefined) => row !== undefined && row.loss > 0;

/** Geometric mean of the last `width` losses that can be shown, fewer at the start; gaps stay gaps. */
function runningMean(rows: readonly LossRow[], width: number): LossRow[] {
  let sum = 0, count = 0;
  const add = (row: LossRow | undefined, sign: number) => {
    if (!isShown(row)) return;
    sum += sign * Math.log(row!.loss);
    count += sign;
  };
  return rows.map((row, i) => {
    add(row, 1);
    add(rows[i - width], -1);
    return { ...row, loss: isShown(row) ? Math.exp(sum / count) : NaN };
  });
}

/**
 * Every n-th row and the last, so that some {@linkcode MOST_POINTS} remain, and the first of each gap,
 * so that the line breaks there too.
 */
function thin(rows: readonly LossRow[]): LossRow[] {
  const stride = Math.ceil(rows.length / MOST_POINTS);
  return rows.filter((row, i) =>
    i % stride === 0 || i === rows.length - 1 || (!isShown(row) && isShown(rows[i - 1]))
  );
}
