import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { legend, swatch } from "./legend.ts";
import { element, grid, short } from "./svg.ts";
import { CATEGORIES, theme } from "./theme.ts";

/** A point of a figure in the plane. */
export interface PlaneMark {
  /** Name of the map; maps stand in order of appearance. */
  readonly panel: string;
  /** What the point belongs to, as "circle"; decides the colour, in order of appearance. */
  readonly group: string;
  /**
   * How the group is drawn; "line" joins its points in order, and ends where it has come back to its
   * first point: the next one begins another line. A "point" is a small dot, a "cell" a grey square of side 1.
   */
  readonly mark: "line" | "dot" | "point" | "cross" | "cell";
  /** Horizontal coordinate. */
  readonly x: number;
  /** Vertical coordinate, upwards. */
  readonly y: number;
}

/** Options of {@linkcode planeMaps}. */
export interface PlaneMapsOptions extends ChartOptions {
  /** The maps show ±reach in both directions; default: just enough for all points. */
  readonly reach?: number;
  /** Maps in a row; default 5. */
  readonly columns?: number;
}

const SIZE = 150;
const WALL = "#c8c8c8";

/** What the legend shows of a mark. */
const SWATCHES = {
  line: "line",
  dot: "dot",
  point: "dot",
  cross: "cross",
  cell: "square",
} as const;

/**
 * Figures in the plane side by side: lines, dots and crosses around the origin, in equal scale.
 *
 * @param rows Points; a group is drawn over those that appear before it
 * @param options Extent
 * @returns The chart
 * @throws {RangeError} If there are no rows or a number is not finite, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { planeMaps } from "lib/plots/mod.ts";
 * const line = [-1, 1].map((x) => ({ panel: "a", group: "y = x", mark: "line", x, y: x } as const));
 * assert(planeMaps(line).svg().includes("y = x"));
 * ```
 */
export function planeMaps(rows: readonly PlaneMark[], options: PlaneMapsOptions = {}): Chart {
  checkOptions<PlaneMapsOptions>(options, { reach: true, columns: true });
  const fields = { panel: "string", group: "string", mark: "string" } as const;
  checkRows("plane maps", rows, { ...fields, x: "number", y: "number" });
  const { title = "In the plane", columns = 5 } = options;
  const reach = options.reach ??
    1.08 * rows.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 1e-9);
  const groups = distinct(rows, (row) => row.group);
  const markOf = (group: string) => rows.find((row) => row.group === group)!.mark;
  const inked = groups.filter((group) => markOf(group) !== "cell");
  const colour = (group: string) =>
    inked.includes(group) ? CATEGORIES[inked.indexOf(group) % CATEGORIES.length]! : WALL;
  const at = ({ x, y }: PlaneMark): [number, number] => [
    (SIZE / 2) * (1 + x / reach),
    (SIZE / 2) * (1 - y / reach),
  ];
  const draw = (own: readonly PlaneMark[]): string => {
    const [first] = own;
    if (!first) return "";
    const ink = colour(first.group);
    const { mark } = first, side = SIZE / (2 * reach);
    if (mark === "cell") {
      const box = ([x, y]: [number, number]) => ({
        x: short(x - side / 2),
        y: short(y - side / 2),
      });
      const size = { width: short(side), height: short(side), fill: ink };
      return own.map((row) => element("rect", { ...box(at(row)), ...size })).join("");
    }
    if (mark === "point") {
      const point = { r: 1.4, fill: ink, "fill-opacity": 0.6 };
      return own.map((row) => {
        const [x, y] = at(row);
        return element("circle", { cx: short(x), cy: short(y), ...point });
      }).join("");
    }
    if (mark !== "line") return own.map((row) => swatch(mark, ...at(row), ink)).join("");
    const d = pathsOf(own).map((path) =>
      "M" + path.map((row) => at(row).map(short).join(",")).join("L")
    ).join("");
    return element("path", { d, fill: "none", stroke: ink, "stroke-width": 1.6 });
  };
  const half = SIZE / 2;
  const maps = distinct(rows, (row) => row.panel).map((panel) => {
    const own = rows.filter((row) => row.panel === panel);
    const axes = element("path", { d: `M0,${half}h${SIZE}M${half},0v${SIZE}`, stroke: theme.grid });
    const marks = groups.map((group) => draw(own.filter((row) => row.group === group))).join("");
    const clipped = element("svg", { width: SIZE, height: SIZE }, axes + marks);
    const frame = { width: SIZE, height: SIZE, fill: "none", stroke: "#999999" };
    const body = clipped + element("rect", { ...frame, "stroke-width": 0.8 });
    return captioned({ width: SIZE, height: SIZE, body }, panel);
  });
  const items = groups.map((group) => (
    { label: group, colour: colour(group), swatch: SWATCHES[markOf(group)] }
  ));
  const scale = `Each map shows ±${short(reach)} in both directions.`;
  const caption = options.caption ? `${options.caption} ${scale}` : scale;
  return chart([legend(items, theme.width), grid(maps, columns, 10)], {
    ...options,
    title,
    caption,
  });
}

/** Points of a group cut into lines: each ends where it closes. */
function pathsOf(rows: readonly PlaneMark[]): PlaneMark[][] {
  const paths: PlaneMark[][] = [];
  let current: PlaneMark[] | undefined;
  for (const row of rows) {
    if (!current) paths.push(current = []);
    current.push(row);
    const [first] = current;
    if (current.length > 2 && row.x === first!.x && row.y === first!.y) current = undefined;
  }
  return paths;
}
