import { captioned, cellBlock, cellGrid, checkPlaces } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, landscapes } from "./check.ts";
import { formatNumber } from "./format.ts";
import { colourBar } from "./legend.ts";
import { HEAT, levelOf, linearThresholds, rampColours } from "./ramps.ts";
import { type Block, grid, label, move } from "./svg.ts";

/** The error of one entry of the answer after one landscape. */
export interface ErrorCell {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Row of the matrix, from 0 at the top. */
  readonly row: number;
  /** Column of the matrix, from 0 at the left. */
  readonly column: number;
  /** Absolute error |y − y*|, 0 or more. */
  readonly value: number;
  /** Which network's, where several are shown: a row of maps each, in one scale of colours. */
  readonly network?: string;
}

/** Options of {@linkcode errorMaps}. */
export interface ErrorMapsOptions extends ChartOptions {
  /** What the colours mean; default "|y − y*|". */
  readonly valueLabel?: string;
  /**
   * Value of the darkest colour; default: the 99th percentile, above which colours saturate, or the
   * largest value where that percentile is 0.
   */
  readonly most?: number;
  /** "log" shows errors of all sizes, down to a millionth of the largest; default "linear". */
  readonly valueType?: "linear" | "log";
  /** Maps in a row; default 5. */
  readonly columns?: number;
}

const COLOURS = rampColours(HEAT, 16);

/**
 * Errors of the answer after each landscape as maps side by side (figure 3 of the paper), in one
 * scale of colours, linear or logarithmic; below each map its mean.
 *
 * @param cells Absolute errors
 * @param options Label and scale of the colours
 * @returns The chart
 * @throws {RangeError} If there are no cells, a number is not finite or negative, or a place is none, or
 * an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { errorMaps } from "lib/plots/mod.ts";
 * const cells = [9, 0].flatMap((t) =>
 *   [0, 1].flatMap((row) => [0, 1].map((column) => ({ t, row, column, value: t + row })))
 * );
 * assert(errorMaps(cells).svg().includes("mean 9.5"));
 * ```
 */
export function errorMaps(cells: readonly ErrorCell[], options: ErrorMapsOptions = {}): Chart {
  checkOptions<ErrorMapsOptions>(options, {
    valueLabel: true,
    most: true,
    valueType: true,
    columns: true,
  });
  checkRows("error maps", cells, {
    t: "number",
    row: "number",
    column: "number",
    value: "number",
  }, { network: "string" });
  checkPlaces("error maps", cells);
  const values = cells.map((cell) => cell.value).sort((a, b) => a - b);
  if (values[0]! < 0) {
    throw new RangeError(
      `Cannot draw error maps as a value must be >= 0: current value is ${values[0]}`,
    );
  }
  const most = options.most ||
    // Few wrong entries are what is to be seen.
    values[Math.floor((values.length - 1) * 0.99)] || values.at(-1)!;
  const { thresholds, ends } = scaleOf(values, most || 1, options.valueType === "log");
  const networks = distinct(cells, (cell) => cell.network);
  const mapsOf = (cells: readonly ErrorCell[]) =>
    landscapes(cells).map((t) => {
      const own = cells.filter((cell) => cell.t === t);
      const mean = own.reduce((sum, cell) => sum + cell.value, 0) / own.length;
      const levels = own.map((cell) => ({ ...cell, level: levelOf(cell.value, thresholds) }));
      const places = cellGrid(levels);
      const height = Math.min(260, (130 * places.rows) / places.columns);
      const block = cellBlock(places, COLOURS, 130, height);
      return captioned(block, `t = ${t}`, `mean ${formatNumber(mean)}`);
    });
  const { title = "Error of the answer after each landscape", valueLabel = "|y − y*|" } = options;
  const bar = colourBar(valueLabel, COLOURS, ends);
  const blocks = networks.map((network) => {
    const maps = mapsOf(cells.filter((cell) => cell.network === network));
    const block = grid(maps, options.columns ?? 5, 14);
    return network === undefined ? block : headed(block, network);
  });
  return chart([bar, ...blocks], { ...options, title });
}

/** Where colours change up to `most`, and what stands at the ends and in the middle of their bar. */
function scaleOf(sorted: readonly number[], most: number, log: boolean) {
  const top = (sorted.at(-1)! > most ? "≥ " : "") + formatNumber(most, 2);
  if (!log) {
    return { thresholds: linearThresholds(0, most, COLOURS.length), ends: [0, most / 2, top] };
  }
  const positive = sorted.filter((value) => value > 0);
  const least = Math.max(positive[Math.floor(positive.length * 0.01)] ?? most, most * 1e-6);
  const [low, high] = [Math.log(Math.min(least, most / 10)), Math.log(most)];
  const thresholds = linearThresholds(low, high, COLOURS.length).map(Math.exp);
  const ends = [`≤ ${formatNumber(Math.exp(low), 2)}`, Math.exp((low + high) / 2), top];
  return { thresholds, ends };
}

/** A block below its heading, at the left. */
const headed = (block: Block, heading: string): Block => ({
  ...block,
  height: block.height + 22,
  body: label(0, 14, heading, { weight: "bold" }) + move(0, 22, block.body),
});
