import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows } from "./check.ts";
import { ball, faded } from "./depth.ts";
import { legend } from "./legend.ts";
import { type Block, element, grid, short } from "./svg.ts";
import { theme } from "./theme.ts";

/** An atom of a crystal that is drawn. */
export interface CellAtom {
  /** Symbol of its element, which decides the colour. */
  readonly element: string;
  /** Fractional coordinates, in [0, 1]. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Radius in Å. */
  readonly radius: number;
}

/** A crystal in its cell. */
export interface CellRow {
  /** Below the picture. */
  readonly title: string;
  /** The cell's three vectors in Å, one after the other. */
  readonly lattice: readonly number[];
  readonly atoms: readonly CellAtom[];
}

/** Options of {@linkcode unitCells}. */
export interface UnitCellsOptions extends ChartOptions {
  /** Pictures in a row, 1 to 6; default 4. */
  readonly columns?: number;
  /** Width of one picture in pixels; default what fits. */
  readonly size?: number;
  /** Turn about the upright axis and tilt towards the viewer, degrees; default 25 and 15. */
  readonly turn?: number;
  readonly tilt?: number;
}

/** Colours by element, close to what chemists are used to; others get one by their name. */
const COLOURS: Readonly<Record<string, string>> = {
  H: "#e8e8e8",
  C: "#555555",
  N: "#3050f8",
  O: "#e0261a",
  F: "#7ccf4f",
  Cl: "#1fae1f",
  Br: "#a62929",
  S: "#e6c229",
  P: "#ff8000",
  Si: "#d8b48a",
  Li: "#a05fd6",
  Na: "#8a4fe0",
  K: "#6f3fc0",
  Rb: "#5f2eb0",
  Cs: "#57178f",
  Mg: "#4fae3a",
  Ca: "#2f9e5f",
  Sr: "#00a86b",
  Ba: "#0f8a4a",
  Al: "#b79a9a",
  Ti: "#8f949a",
  Fe: "#d9652f",
  Mn: "#8f6fc0",
  Ni: "#3fb05f",
  Zn: "#7a80b0",
  Ag: "#b0b0b8",
  Zr: "#5fb8b8",
  Sn: "#668080",
  In: "#a67573",
  Cd: "#d9c48f",
  Y: "#5fc8d8",
  Sc: "#b8b8c8",
  La: "#56c0e8",
  Ce: "#d8d08f",
}; // deno-fmt-ignore

const SPARE = ["#56b4e9", "#8a6d3b", "#6a51a3", "#a6761d", "#1b7f79", "#b2182b", "#5e7f3f"] as const;

/** The colour of an element. */
export function elementColour(symbol: string): string {
  const known = COLOURS[symbol];
  if (known) return known;
  let hash = 0;
  for (const letter of symbol) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return SPARE[hash % SPARE.length]!;
}

/** A point as it is drawn: right, down, and towards the viewer, in Å. */
type Seen = readonly [number, number, number];

const EDGES = [0, 1, 2].flatMap((axis) =>
  [0, 1].flatMap((p) =>
    [0, 1].map((q) => {
      const from = [p, q];
      from.splice(axis, 0, 0);
      return [from, from.map((value, i) => i === axis ? 1 : value)] as const;
    })
  )
);

/** Atoms on faces, edges and corners of the cell, seen on every side of it. */
function repeated(atoms: readonly CellAtom[]): CellAtom[] {
  const near = (value: number) => value < 1e-3 || value > 1 - 1e-3 ? [0, 1] : [value];
  return atoms.flatMap((atom) =>
    near(atom.x).flatMap((x) =>
      near(atom.y).flatMap((y) => near(atom.z).map((z) => ({ ...atom, x, y, z })))
    )
  );
}

function picture({ lattice, atoms }: CellRow, size: number, turn: number, tilt: number): Block {
  const [ct, st] = [Math.cos(turn * Math.PI / 180), Math.sin(turn * Math.PI / 180)];
  const [cp, sp] = [Math.cos(tilt * Math.PI / 180), Math.sin(tilt * Math.PI / 180)];
  const see = (f: readonly number[]): Seen => {
    const [x, y, z] = [0, 1, 2].map((i) =>
      f[0]! * lattice[i]! + f[1]! * lattice[3 + i]! + f[2]! * lattice[6 + i]!
    ) as [number, number, number];
    const [right, deep] = [x * ct + y * st, -x * st + y * ct];
    return [right, -(z * cp + deep * sp), -deep * cp + z * sp];
  };
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => see([x, y, z]))));
  const drawn = repeated(atoms).map((atom) => ({ ...atom, at: see([atom.x, atom.y, atom.z]) }));
  const largest = Math.max(0, ...atoms.map(({ radius }) => radius)) * BALL;
  const bounds = [0, 1].map((axis) => {
    const values = corners.map((corner) => corner[axis]!);
    return [Math.min(...values) - largest, Math.max(...values) + largest] as const;
  });
  const scale = size / Math.max(...bounds.map(([low, high]) => high - low));
  const place = (at: Seen) =>
    [0, 1].map((axis) => {
      const [low, high] = bounds[axis]!;
      return size / 2 + (at[axis]! - (low + high) / 2) * scale;
    }) as [number, number];
  const depths = corners.map((corner) => corner[2]);
  const [far, close] = [Math.min(...depths), Math.max(...depths)];
  const fog = (depth: number) => 0.55 * (close - depth) / Math.max(1e-9, close - far);

  // Edges in pieces, so that each piece can go behind or before an atom.
  const pieces = EDGES.flatMap(([from, to]) => {
    const [a, b] = [see(from), see(to)];
    const many = 8;
    const between = (share: number): Seen =>
      [0, 1, 2].map((i) => a[i]! + share * (b[i]! - a[i]!)) as unknown as Seen;
    return Array.from({ length: many }, (_, i) => {
      const [p, q] = [between(i / many), between((i + 1) / many)];
      const [[x1, y1], [x2, y2]] = [place(p), place(q)];
      const depth = (p[2] + q[2]) / 2;
      const stroke = faded("#444444", fog(depth));
      return {
        depth,
        body: element("line", {
          x1,
          y1,
          x2,
          y2,
          stroke,
          "stroke-width": 1.2,
          "stroke-linecap": "round",
        }),
      };
    });
  });
  const balls = drawn.map(({ element: symbol, radius, at }) => {
    const [cx, cy] = place(at);
    const r = radius * BALL * scale;
    const body = ball(cx, cy, r, elementColour(symbol), fog(at[2]));
    return { depth: at[2] + radius * BALL * 0.5, body };
  });
  const body = [...pieces, ...balls].sort((a, b) => a.depth - b.depth).map((one) => one.body);
  return { width: size, height: size, body: body.join("") };
}

/** Share of an ion's radius that its ball has, so that one sees between them. */
const BALL = 0.42;

/**
 * Crystals in their cells, seen from the side without perspective: atoms as balls, what is far
 * away paler and behind. Atoms on the border of a cell are drawn on all its sides.
 *
 * @param rows Crystals
 * @param options Number of columns, size, and from where they are seen
 * @returns The chart
 * @throws {RangeError} If there are no rows, or `columns` is out of range, or an option's name is
 * unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { unitCells } from "lib/plots/unit_cells.ts";
 * const polonium = { element: "Po", x: 0, y: 0, z: 0, radius: 1.5 };
 * const lattice = [3.35, 0, 0, 0, 3.35, 0, 0, 0, 3.35];
 * assert(unitCells([{ title: "Po", lattice, atoms: [polonium] }]).svg().includes("circle"));
 * ```
 */
export function unitCells(rows: readonly CellRow[], options: UnitCellsOptions = {}): Chart {
  checkOptions<UnitCellsOptions>(options, { columns: true, size: true, turn: true, tilt: true });
  checkRows("unit cells", rows, { title: "string" });
  const { columns = 4, turn = 25, tilt = 15, title = "Crystals" } = options;
  if (!Number.isInteger(columns) || columns < 1 || columns > 6) {
    throw new RangeError(
      `Cannot draw unit cells as columns must be an integer from 1 to 6: current value is ${columns}`,
    );
  }
  for (const { lattice, title } of rows) {
    if (lattice.length !== 9 || !lattice.every(Number.isFinite)) {
      throw new RangeError(`Cannot draw ${title}: its lattice must be nine finite numbers`);
    }
  }
  const size = options.size ?? Math.min(260, Math.floor((theme.width - 16 * columns) / columns));
  const blocks = rows.map((row) => captioned(picture(row, size, turn, tilt), row.title));
  const elements = [...new Set(rows.flatMap(({ atoms }) => atoms.map((one) => one.element)))]
    .sort();
  const items = elements.map((symbol) => (
    { label: symbol, colour: elementColour(symbol), swatch: "dot" as const }
  ));
  return chart([legend(items, Number(short(columns * (size + 16)))), grid(blocks, columns)], {
    ...options,
    title,
  });
}
