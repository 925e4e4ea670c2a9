/**
 * Grids of coloured cells, drawn as one path per colour so that large maps stay small.
 *
 * @module
 */
import { type Block, element, label, move } from "./svg.ts";
import { theme } from "./theme.ts";

/** Cells by row and column; a missing cell stays white. */
export interface CellGrid {
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** Level of each cell, `rows * columns` of them in reading order, -1 where there is none. */
  readonly levels: readonly number[];
}

/**
 * The cells of a grid, `size` pixels wide, with square corners and no gaps.
 *
 * @param cells The levels
 * @param colours The colour of each level
 * @param width Width in pixels
 * @param height Height in pixels
 * @returns The grid with a thin frame
 */
export function cellBlock(
  cells: CellGrid,
  colours: readonly string[],
  width: number,
  height: number,
): Block {
  const paths = colours.map(() => "");
  for (let row = 0; row < cells.rows; row++) {
    let start = 0;
    for (let column = 1; column <= cells.columns; column++) {
      const level = cells.levels[row * cells.columns + start]!;
      if (column < cells.columns && cells.levels[row * cells.columns + column] === level) continue;
      if (level >= 0) {
        const run = column - start;
        paths[level] += `M${start} ${row}h${run}v1h-${run}z`;
      }
      start = column;
    }
  }
  const drawn = paths.map((d, level) =>
    d === "" ? "" : element("path", { d, fill: colours[level]! })
  );
  const scale = `scale(${width / cells.columns},${height / cells.rows})`;
  const body = element("g", { transform: scale, "shape-rendering": "crispEdges" }, drawn.join("")) +
    element("rect", { width, height, fill: "none", stroke: "#999999", "stroke-width": 0.8 });
  return { width, height, body };
}

/**
 * A block under a heading, with an optional line of small print below it.
 *
 * @param block The block
 * @param heading What stands above it
 * @param note What stands below it
 * @param middle Where both are centred, in pixels from the left
 * @returns The block with its captions
 */
export function captioned(
  block: Block,
  heading: string,
  note?: string,
  middle: number = block.width / 2,
): Block {
  const body = label(middle, 12, heading, { anchor: "middle", weight: "bold" }) +
    move(0, 18, block.body) +
    (note === undefined ? "" : label(middle, block.height + 31, note, {
      anchor: "middle",
      size: theme.smallSize,
      colour: theme.muted,
    }));
  return { width: block.width, height: block.height + 18 + (note === undefined ? 0 : 18), body };
}

/**
 * Arranges values by row and column.
 *
 * @param rows Rows with the place and the level of each cell; places count from 0
 * @returns The grid, as large as the greatest row and column
 */
export function cellGrid(
  rows: readonly { readonly row: number; readonly column: number; readonly level: number }[],
): CellGrid {
  let [height, width] = [0, 0];
  for (const { row, column } of rows) {
    height = Math.max(height, row + 1);
    width = Math.max(width, column + 1);
  }
  const levels = new Array<number>(height * width).fill(-1);
  for (const { row, column, level } of rows) levels[row * width + column] = level;
  return { rows: height, columns: width, levels };
}

/** Most rows or columns of a map: more cannot be seen. */
const MOST = 512;

/**
 * Checks that rows and columns are places of a grid.
 *
 * @param chart Name of the chart, for the message
 * @param cells The cells
 * @throws {RangeError} If a place is not an integer from 0 to 511
 */
export function checkPlaces(
  chart: string,
  cells: readonly { readonly row: number; readonly column: number }[],
): void {
  for (const place of cells.flatMap((cell) => [cell.row, cell.column])) {
    if (!Number.isInteger(place) || place < 0 || place >= MOST) {
      throw new RangeError(
        `Cannot draw ${chart} as row and column must be integers from 0 to ${MOST - 1}: ` +
          `current value is ${place}`,
      );
    }
  }
}
