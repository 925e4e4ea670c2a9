import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { HEAT, rampColour } from "./ramps.ts";
import { type Block, element, grid, label, move, textWidth } from "./svg.ts";
import { theme } from "./theme.ts";

/** An entry of a matrix with names on its sides. */
export interface LabelledCell {
  /** Name of the matrix. */
  readonly panel: string;
  /** Name of the row. */
  readonly row: string;
  /** Name of the column. */
  readonly column: string;
  /** The entry, 0 … 1; what is below 0 is drawn as 0. */
  readonly value: number;
  /** Whether the entry should be large if a claim holds: a dark frame. */
  readonly framed?: boolean;
}

/** Options of {@linkcode labelledMatrices}. */
export interface LabelledMatricesOptions extends ChartOptions {
  /** Small print below each matrix, by its name. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Matrices in a row; default 3. */
  readonly columns?: number;
}

/**
 * Small matrices of shares 0 … 1 side by side, the numbers written in their cells.
 *
 * @param cells Entries of all matrices; rows and columns in order of appearance
 * @param options Notes, columns
 * @returns The chart
 * @throws {RangeError} If there are no cells or a number is not finite, or an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { labelledMatrices } from "lib/plots/labelled_matrices.ts";
 * const cells = [{ panel: "R²", row: "learned 0", column: "true 0", value: 0.98 }];
 * assert(labelledMatrices(cells).svg().includes("0.98"));
 * ```
 */
export function labelledMatrices(
  cells: readonly LabelledCell[],
  options: LabelledMatricesOptions = {},
): Chart {
  checkOptions<LabelledMatricesOptions>(options, { notes: true, columns: true });
  const fields = { panel: "string", row: "string", column: "string", value: "number" } as const;
  checkRows("matrices", cells, fields, { framed: "boolean" });
  const { title = "Matrices", notes = {}, columns = 3 } = options;
  const panels = distinct(cells, (cell) => cell.panel).map((panel) => {
    const block = matrix(cells.filter((cell) => cell.panel === panel));
    return captioned(block, panel, notes[panel]);
  });
  return chart([grid(panels, columns, 22)], { ...options, title });
}

const CELL = 44;

function matrix(cells: readonly LabelledCell[]): Block {
  const rows = distinct(cells, (cell) => cell.row), across = distinct(cells, (cell) => cell.column);
  const left = Math.max(...rows.map((name) => textWidth(name))) + 8;
  const body = cells.map(({ row, column, value, framed }) => {
    const [x, y] = [across.indexOf(column) * CELL, rows.indexOf(row) * CELL];
    const share = Math.min(1, Math.max(0, value));
    const square = element("rect", {
      x: x + 2,
      y: y + 2,
      width: CELL - 4,
      height: CELL - 4,
      fill: rampColour(HEAT, share * 0.75),
      stroke: framed ? theme.ink : "#cccccc",
      "stroke-width": framed ? 2.4 : 0.8,
    });
    const colour = share > 0.8 ? theme.background : theme.ink;
    return square +
      label(x + CELL / 2, y + CELL / 2 + 4, (Math.round(value * 100) / 100 || 0).toFixed(2), {
        anchor: "middle",
        colour,
      });
  });
  const sides = rows.map((name, i) => label(-8, i * CELL + CELL / 2 + 4, name, { anchor: "end" }));
  const heads = across.map((name, j) =>
    label(j * CELL + CELL / 2, rows.length * CELL + 14, name, { anchor: "middle" })
  );
  return {
    width: left + across.length * CELL,
    height: rows.length * CELL + 18,
    body: move(left, 0, [...body, ...sides, ...heads].join("")),
  };
}
