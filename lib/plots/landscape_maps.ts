import { captioned, cellBlock, cellGrid } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, extent, landscapes } from "./check.ts";
import { colourBar, legend, type LegendItem, swatch } from "./legend.ts";
import { levelOf, linearThresholds, quantileThresholds, rampColours, VIRIDIS } from "./ramps.ts";
import { type Block, element, grid, short, stack } from "./svg.ts";

/** The energy of one point of one landscape. */
export interface LandscapeCell {
  /** Landscape, 9 (smooth) to 0 (sharp). */
  readonly t: number;
  /** Horizontal coordinate of the cell's centre. */
  readonly x: number;
  /** Vertical coordinate of the cell's centre, upwards. */
  readonly y: number;
  /** Energy there, in any unit. */
  readonly energy: number;
}

/** A point of a descent path. */
export interface PathPoint {
  /** Landscape on which the point lies. */
  readonly t: number;
  /** Which path. */
  readonly path: string | number;
  /** Place along the path. */
  readonly order: number;
  /** Horizontal coordinate. */
  readonly x: number;
  /** Vertical coordinate, upwards. */
  readonly y: number;
}

/** A place on all landscapes, or on landscape `t` only. */
export interface MapPoint {
  /** Horizontal coordinate. */
  readonly x: number;
  /** Vertical coordinate, upwards. */
  readonly y: number;
  /** The only landscape on which to draw it. */
  readonly t?: number;
}

/** Options of {@linkcode landscapeMaps}. */
export interface LandscapeMapsOptions extends ChartOptions {
  /** Small dots, such as training data. */
  readonly points?: readonly MapPoint[];
  /** Descent paths, drawn from a ring to a dot. */
  readonly paths?: readonly PathPoint[];
  /** Crosses at the right answers. */
  readonly solutions?: readonly MapPoint[];
  /** "quantile" (default) gives each colour the same area, "linear" the same range of energy. */
  readonly levels?: "quantile" | "linear";
  /** Maps in a row; default 5. */
  readonly columns?: number;
}

const [COUNT, SIZE] = [14, 150];
const COLOURS = rampColours(VIRIDIS, COUNT);
const LINE = "#ffffff";
const POINT = "#ffa8d2";
const SOLUTION = "#ff5a36";

/**
 * Energy landscapes as maps side by side, the smoothest first, with descent paths over them.
 *
 * Colours are chosen per landscape, because energies of different landscapes are not comparable.
 *
 * @param cells Energies on a regular grid, for each landscape
 * @param options Points, paths, solutions
 * @returns The chart
 * @throws {RangeError} If there are no cells, a number is not finite, or a grid has a single line, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { landscapeMaps } from "lib/plots/mod.ts";
 * const cells = [9, 0].flatMap((t) =>
 *   [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ t, x, y, energy: x * x + y * t })))
 * );
 * assert(landscapeMaps(cells, { solutions: [{ x: 0, y: 0 }] }).svg().includes("t = 9"));
 * ```
 */
export function landscapeMaps(
  cells: readonly LandscapeCell[],
  options: LandscapeMapsOptions = {},
): Chart {
  checkOptions<LandscapeMapsOptions>(options, {
    points: true,
    paths: true,
    solutions: true,
    levels: true,
    columns: true,
  });
  checkRows("landscape maps", cells, { t: "number", x: "number", y: "number", energy: "number" });
  const { points = [], paths = [], solutions = [], columns = 5 } = options;
  const place = { x: "number", y: "number" } as const;
  if (points.length) checkRows("points", points, place, { t: "number" });
  if (solutions.length) checkRows("solutions", solutions, place, { t: "number" });
  if (paths.length) checkRows("paths", paths, { ...place, t: "number", order: "number" });
  const maps = landscapes(cells).map((t) => {
    const here = (point: { readonly t?: number }) => point.t === undefined || point.t === t;
    const map = landscapeMap(cells.filter(here), options.levels ?? "quantile");
    const over = dots(points.filter(here), map) + lines(paths.filter(here), map) +
      crosses(solutions.filter(here), map);
    const clipped = element("svg", { width: SIZE, height: map.block.height }, over);
    return captioned({ ...map.block, body: map.block.body + clipped }, `t = ${t}`);
  });
  const items: LegendItem[] = [];
  if (points.length) items.push({ label: "data", colour: POINT, swatch: "dot" });
  if (paths.length) {
    items.push({ label: "start of a descent", colour: "#222222", swatch: "ring" });
    items.push({ label: "its end on that landscape", colour: "#222222", swatch: "dot" });
  }
  if (solutions.length) items.push({ label: "solution", colour: SOLUTION, swatch: "cross" });
  const { title = "Energy landscapes, from smooth to sharp" } = options;
  const bar = colourBar("energy, per landscape", COLOURS, ["low", "high"]);
  const body = grid(maps, columns, 10);
  const beside = body.width - bar.width - 24;
  const key = beside > 200
    ? grid([bar, legend(items, beside)], 2, 24)
    : stack([bar, legend(items, body.width)]);
  return chart([key, body], { ...options, title });
}

interface LandscapeMap {
  readonly block: Block;
  readonly at: (point: MapPoint) => [number, number];
}

function landscapeMap(
  cells: readonly LandscapeCell[],
  levels: "quantile" | "linear",
): LandscapeMap {
  const xs = distinct(cells, (cell) => cell.x).sort((a, b) => a - b);
  const ys = distinct(cells, (cell) => cell.y).sort((a, b) => b - a);
  if (xs.length < 2 || ys.length < 2) {
    throw new RangeError(
      `Cannot draw landscape maps as each needs at least 2 × 2 cells: current value is ` +
        `${xs.length} × ${ys.length}`,
    );
  }
  const energies = cells.map((cell) => cell.energy);
  const [least, greatest] = extent(energies);
  // A flat landscape has no range to divide.
  const thresholds = levels === "linear" && greatest > least
    ? linearThresholds(least, greatest, COUNT)
    : quantileThresholds(energies, COUNT);
  const [column, row] = [xs, ys].map((axis) => new Map(axis.map((value, i) => [value, i])));
  const placed = cells.map((cell) => ({
    row: row!.get(cell.y)!,
    column: column!.get(cell.x)!,
    level: levelOf(cell.energy, thresholds),
  }));
  const [left, right, top, bottom] = [xs[0]!, xs.at(-1)!, ys[0]!, ys.at(-1)!];
  const [dx, dy] = [(right - left) / (xs.length - 1), (top - bottom) / (ys.length - 1)];
  const block = cellBlock(cellGrid(placed), COLOURS, SIZE, SIZE);
  return {
    block,
    at: ({ x, y }) => [
      (SIZE * (x - left + dx / 2)) / (right - left + dx),
      (SIZE * (top + dy / 2 - y)) / (top - bottom + dy),
    ],
  };
}

function dots(points: readonly MapPoint[], { at }: LandscapeMap): string {
  return points.map((point) => {
    const [cx, cy] = at(point);
    return element("circle", { cx, cy, r: 1.2, fill: POINT, "fill-opacity": "0.8" });
  }).join("");
}

function crosses(points: readonly MapPoint[], { at }: LandscapeMap): string {
  return points.map((point) => swatch("cross", ...at(point), SOLUTION)).join("");
}

function lines(points: readonly PathPoint[], { at }: LandscapeMap): string {
  return distinct(points, (point) => point.path).map((path) => {
    const own = points.filter((point) => point.path === path).toSorted((a, b) => a.order - b.order)
      .map(at);
    const d = "M" + own.map(([x, y]) => `${short(x)},${short(y)}`).join("L");
    const line = { d, fill: "none", "stroke-linejoin": "round" };
    const [[cx, cy], [ex, ey]] = [own[0]!, own.at(-1)!];
    const outline = { stroke: "#222222", "stroke-width": 0.8 };
    return element("path", { ...line, stroke: "#222222", "stroke-width": 2.6 }) +
      element("path", { ...line, stroke: LINE, "stroke-width": 1.3 }) +
      element("circle", { cx, cy, r: 2.4, fill: LINE, ...outline }) +
      element("circle", { cx: ex, cy: ey, r: 2.6, fill: "#222222", stroke: LINE });
  }).join("");
}
