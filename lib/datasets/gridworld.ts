/**
 * Worlds of cells, drawn as text: moves, walls, wind, goals and lava.
 *
 * @module
 */

import { assertChoice } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";

/** What a cell is. */
export type CellKind = "free" | "start" | "goal" | "lava" | "wall";

const LETTERS: Readonly<Record<string, CellKind>> = {
  ".": "free",
  S: "start",
  G: "goal",
  L: "lava",
  "#": "wall",
};

/** A row of cells in which every move may be replaced by one step in the wind's direction. */
export interface Wind {
  /** Rows with wind, from 0 at the top; default: every row. */
  readonly rows?: readonly number[];
  /** With what probability it blows. */
  readonly probability: number;
  /** Where to; default "down". */
  readonly direction?: Move;
}

/** Names of {@link Wind}. */
const WIND_NAMES = ["rows", "probability", "direction"] as const satisfies (keyof Wind)[];

/** The four moves. */
export const MOVES = ["up", "down", "left", "right"] as const;

/** A move by its name. */
export type Move = (typeof MOVES)[number];

const STEPS: Readonly<Record<Move, readonly [number, number]>> = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
};

/** A world; its states are its cells in reading order. */
export interface Gridworld {
  readonly rows: number;
  readonly columns: number;
  /** Kind of each cell. */
  readonly cells: readonly CellKind[];
  /** The cell of the first S. */
  readonly start: number;
  /** Where `move` leads from a cell, with probabilities that sum to one. */
  transitions(cell: number, move: Move): { readonly next: number; readonly probability: number }[];
}

/**
 * A world from its drawing: `S` start, `G` goal, `L` lava, `#` wall, `.` free. Who runs into a wall
 * or the edge stays where it is.
 *
 * @throws {RangeError} If rows differ in length, a letter is none of those, there is no start, or
 * the wind's probability is none of 0 … 1, it blows on rows or in a direction that there are not, or an
 * option's name is unknown; `transitions`, if there is no such cell or move
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gridworld } from "lib/datasets/gridworld.ts";
 * const world = gridworld(["S.G", "LLL"], { rows: [0], probability: 0.1 });
 * assertEquals(world.transitions(0, "right"), [
 *   { next: 1, probability: 0.9 },
 *   { next: 3, probability: 0.1 },
 * ]);
 * ```
 */
export function gridworld(drawing: readonly string[], wind: Wind = { probability: 0 }): Gridworld {
  const rows = drawing.length, columns = drawing[0]?.length ?? 0;
  const uneven = drawing.find((row) => row.length !== columns);
  if (rows === 0 || columns === 0 || uneven !== undefined) {
    throw new RangeError(
      `Cannot read the world as its rows must be equally long: got "${uneven ?? ""}"`,
    );
  }
  const cells = [...drawing.join("")].map((letter): CellKind => {
    if (Object.hasOwn(LETTERS, letter)) return LETTERS[letter]!;
    throw new RangeError(
      `Cannot read the world as "${letter}" is no cell: accepted are ${Object.keys(LETTERS)}`,
    );
  });
  const start = cells.indexOf("start");
  if (start < 0) throw new RangeError("Cannot read the world as it has no start: draw one S");
  assertOptionNames(wind, WIND_NAMES, true);
  const { probability, direction = "down" } = wind;
  assertChoice("direction", direction, MOVES);
  for (const row of wind.rows ?? []) {
    if (Number.isInteger(row) && row >= 0 && row < rows) continue;
    throw new RangeError(
      `Cannot let the wind blow on row ${row}: accepted are integers from 0 to ${rows - 1}`,
    );
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `Cannot let the wind blow with a probability outside of 0 to 1: got ${probability}`,
    );
  }
  const go = (cell: number, move: Move): number => {
    const [down, right] = STEPS[move];
    const [r, c] = [Math.floor(cell / columns) + down, (cell % columns) + right];
    const outside = r < 0 || r >= rows || c < 0 || c >= columns;
    return outside || cells[r * columns + c] === "wall" ? cell : r * columns + c;
  };
  return {
    rows,
    columns,
    cells,
    start,
    transitions(cell, move) {
      assertChoice("move", move, MOVES);
      if (!Object.hasOwn(cells, cell)) {
        throw new RangeError(
          `Cannot move from cell ${cell}: accepted are integers from 0 to ${cells.length - 1}`,
        );
      }
      const windy = wind.rows?.includes(Math.floor(cell / columns)) ?? true;
      const [own, blown] = [go(cell, move), go(cell, direction)];
      if (!windy || probability === 0 || own === blown) return [{ next: own, probability: 1 }];
      const both = [
        { next: own, probability: 1 - probability },
        { next: blown, probability },
      ];
      return both.filter((one) => one.probability > 0);
    },
  };
}
