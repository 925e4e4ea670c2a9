import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { formatNumber } from "./format.ts";
import { legend, type LegendItem } from "./legend.ts";
import { type Block, element, grid, label, short } from "./svg.ts";
import { theme } from "./theme.ts";

/** A cell of a world, and what a policy does there. */
export interface PolicyCell {
  /** Name of the panel. */
  readonly panel: string;
  /** Row, from 0 at the top. */
  readonly row: number;
  /** Column, from 0 at the left. */
  readonly column: number;
  /** "free", "start", "goal", "lava" or "wall". */
  readonly kind: string;
  /** Moves that the policy takes there, "up", "down", "left", "right": an arrow each. */
  readonly moves?: readonly string[];
  /** Written small at the foot of the cell. */
  readonly value?: number;
  /** Whether wind blows there: a light hatching. */
  readonly windy?: boolean;
}

/** Options of {@linkcode policyMaps}. */
export interface PolicyMapsOptions extends ChartOptions {
  /** Small print below each panel, by its name. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Worlds in a row; default 2. */
  readonly columns?: number;
  /** Pixels of a cell; default 46. */
  readonly cell?: number;
}

const FILLS: Readonly<Record<string, string>> = {
  free: "#ffffff",
  start: "#d5e8f3",
  goal: "#cdebdd",
  lava: "#f3c3a5",
  wall: "#777777",
};

const TURNS: Readonly<Record<string, readonly [number, number]>> = {
  up: [0, -1],
  down: [0, 1],
  left: [-1, 0],
  right: [1, 0],
};

/**
 * Policies on worlds of cells, side by side: an arrow for each move that is taken.
 *
 * @param cells Cells of all panels
 * @param options Notes, sizes
 * @returns The chart
 * @throws {RangeError} If there are no cells, or a kind or a move is unknown, or an option's name is
 * unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { policyMaps } from "lib/plots/policy_maps.ts";
 * const cells = ["start", "goal"].map((kind, column) => (
 *   { panel: "", row: 0, column, kind, moves: column ? [] : ["right"] }
 * ));
 * assert(policyMaps(cells).svg().includes("goal"));
 * ```
 */
export function policyMaps(cells: readonly PolicyCell[], options: PolicyMapsOptions = {}): Chart {
  checkOptions<PolicyMapsOptions>(options, { notes: true, columns: true, cell: true });
  const fields = { panel: "string", row: "number", column: "number", kind: "string" } as const;
  checkRows("policies", cells, fields, { value: "number", windy: "boolean" });
  for (const { kind, moves = [] } of cells) {
    refuseUnknown("kind of cell", kind, FILLS);
    for (const move of moves) refuseUnknown("move", move, TURNS);
  }
  const { title = "Policies", columns = 2, cell = 46, notes = {} } = options;
  const panels = distinct(cells, (one) => one.panel).map((panel) =>
    captioned(world(cells.filter((one) => one.panel === panel), cell), panel, notes[panel] ?? "")
  );
  const kinds = distinct(cells, (one) => one.kind).filter((kind) => kind !== "free");
  const items = kinds.map((kind): LegendItem => (
    { label: kind, colour: FILLS[kind]!, swatch: "square" }
  ));
  if (cells.some((one) => one.windy)) {
    items.push({ label: "wind", colour: WIND, swatch: "dashed" });
  }
  return chart([legend(items, theme.width), grid(panels, columns, 20)], { ...options, title });
}

function refuseUnknown(what: string, name: string, known: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(known, name)) {
    throw new RangeError(
      `Cannot draw policies as there is no ${what} "${name}": accepted are ${Object.keys(known)}`,
    );
  }
}

const WIND = "#8fb3cc";

function world(cells: readonly PolicyCell[], size: number): Block {
  let [width, height] = [0, 0];
  const parts = cells.map((one) => {
    const [x, y] = [one.column * size, one.row * size];
    width = Math.max(width, x + size);
    height = Math.max(height, y + size);
    const square = element("rect", {
      x,
      y,
      width: size,
      height: size,
      fill: FILLS[one.kind]!,
      stroke: "#bbbbbb",
      "stroke-width": 0.8,
    });
    const wind = one.windy ? streaks(x, y, size) : "";
    const arrows = (one.moves ?? []).map((move) =>
      arrow(x + size / 2, y + size / 2 - (one.value === undefined ? 0 : 5), size, TURNS[move]!)
    );
    const value = one.value === undefined ? "" : label(
      x + size / 2,
      y + size - 4,
      formatNumber(one.value, 3),
      { anchor: "middle", size: 9, colour: theme.muted },
    );
    return square + wind + arrows.join("") + value;
  });
  return { width, height, body: parts.join("") };
}

/** Three short lines at a cell's upper edge. */
function streaks(x: number, y: number, size: number): string {
  const d = [0.2, 0.5, 0.8].map((share) => `M${short(x + share * size)} ${short(y + 3)}v7`).join(
    "",
  );
  return element("path", { d, stroke: WIND, "stroke-width": 1.6, fill: "none" });
}

function arrow(x: number, y: number, size: number, [dx, dy]: readonly [number, number]): string {
  const reach = size * 0.34, start = size * 0.06;
  const [tx, ty] = [x + dx * reach, y + dy * reach];
  const [bx, by] = [tx - dx * 6, ty - dy * 6];
  const line = `M${short(x + dx * start)} ${short(y + dy * start)}L${short(bx)} ${short(by)}`;
  const head = `M${short(tx)} ${short(ty)}L${short(bx - dy * 3.4)} ${short(by + dx * 3.4)}` +
    `L${short(bx + dy * 3.4)} ${short(by - dx * 3.4)}Z`;
  return element("path", { d: line, stroke: theme.accent, "stroke-width": 2, fill: "none" }) +
    element("path", { d: head, fill: theme.accent });
}
