import { axis, axisMarks, leftMargin, scaleOptions } from "./axes.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkRows, distinct } from "./check.ts";
import { legend } from "./legend.ts";
import { Plot, plotPanel } from "./plot.ts";
import { CATEGORIES } from "./theme.ts";

/** A loss at a training step. */
export interface LossRow {
  /** Training step, counted in parameter updates. */
  readonly step: number;
  /** The loss; on the logarithmic axis what is not above 0 is left out. */
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
 * Training loss against steps on a logarithmic axis: each loss faintly, its running mean on top.
 *
 * @param rows Losses in the order of their steps
 * @param options Heading, small print, width of the running mean
 * @returns The chart
 * @throws {RangeError} If there are no rows, a number is not finite, or no loss is above 0
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
  checkRows("loss curves", rows, { step: "number", loss: "number" }, { part: "string" });
  const { smoothing, title = "Training loss" } = options;
  if (smoothing !== undefined && !(Number.isInteger(smoothing) && smoothing >= 1)) {
    throw new RangeError(
      `Cannot draw loss curves as smoothing must be an integer >= 1: current value is ${smoothing}`,
    );
  }
  const parts = distinct(rows, (row) => row.part ?? "loss");
  const curves = parts.map((part, i) => {
    const own = rows.filter((row) => (row.part ?? "loss") === part && row.loss > 0);
    const width = smoothing ?? Math.max(1, Math.round(own.length / 40));
    return { part, width, own, colour: CATEGORIES[i % CATEGORIES.length]! };
  });
  const x = axis("step", "linear", rows.map((row) => row.step));
  const y = axis("loss", "log", rows.map((row) => row.loss));
  const at = { x: "step", y: "loss" } as const;
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
    marks: [...axisMarks(x, y), ...marks],
  });
  const items = curves.map(({ part, colour }) => ({
    label: part,
    colour,
    swatch: "line" as const,
  }));
  const key = legend(items, 620);
  return chart(parts.length > 1 ? [key, panel] : [panel], { ...options, title });
}

/** Mean of the last `width` losses, fewer at the start. */
function runningMean(rows: readonly LossRow[], width: number): LossRow[] {
  let sum = 0;
  return rows.map((row, i) => {
    sum += row.loss - (i >= width ? rows[i - width]!.loss : 0);
    return { ...row, loss: sum / Math.min(i + 1, width) };
  });
}

/** Every n-th row and the last, so that at most {@linkcode MOST_POINTS} remain. */
function thin(rows: readonly LossRow[]): LossRow[] {
  const stride = Math.ceil(rows.length / MOST_POINTS);
  return rows.filter((_, i) => i % stride === 0 || i === rows.length - 1);
}
