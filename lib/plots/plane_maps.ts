import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkRows, distinct } from "./check.ts";
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
   * first point: the next one begins another line.
   */
  readonly mark: "line" | "dot" | "cross";
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

/**
 * Figures in the plane side by side: lines, dots and crosses around the origin, in equal scale.
 *
 * @param rows Points; a group is drawn over those that appear before it
 * @param options Extent
 * @returns The chart
 * @throws {RangeError} If there are no rows or a number is not finite
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
  const fields = { panel: "string", group: "string", mark: "string" } as const;
  checkRows("plane maps", rows, { ...fields, x: "number", y: "number" });
  const { title = "In the plane", columns = 5 } = options;
  const reach = options.reach ??
    1.08 * rows.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 1e-9);
  const groups = distinct(rows, (row) => row.group);
  const colour = (group: string) => CATEGORIES[groups.indexOf(group) % CATEGORIES.length]!;
  const at = ({ x, y }: PlaneMark): [number, number] => [
    (SIZE / 2) * (1 + x / reach),
    (SIZE / 2) * (1 - y / reach),
  ];
  const draw = (own: readonly PlaneMark[]): string => {
    const [first] = own;
    if (!first) return "";
    const ink = colour(first.group);
    if (first.mark !== "line") {
      return own.map((row) => swatch(first.mark as "dot" | "cross", ...at(row), ink)).join("");
    }
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
  const items = groups.map((group) => {
    const { mark } = rows.find((row) => row.group === group)!;
    return { label: group, colour: colour(group), swatch: mark };
  });
  return chart([legend(items, theme.width), grid(maps, columns, 10)], { ...options, title });
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
