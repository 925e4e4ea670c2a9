import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows } from "./check.ts";
import { ball, faded } from "./depth.ts";
import { legend } from "./legend.ts";
import { type Block, element, grid } from "./svg.ts";
import { theme } from "./theme.ts";
import { elementColour } from "./unit_cells.ts";

/** An atom of a molecule that is drawn. */
export interface MoleculeAtom {
  /** Symbol of its element, which decides the colour. */
  readonly element: string;
  /** Å. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Drawn with a red ring, such as an atom whose bonds do not add up. */
  readonly marked?: boolean;
}

/** A molecule. */
export interface MoleculeRow {
  /** Above the picture. */
  readonly title: string;
  /** Small print below it. */
  readonly note?: string;
  readonly atoms: readonly MoleculeAtom[];
  /** Bonds of atoms i and j, drawn as one, two or three sticks. */
  readonly bonds: readonly { readonly i: number; readonly j: number; readonly order: number }[];
}

/** Options of {@linkcode moleculeMaps}. */
export interface MoleculeMapsOptions extends ChartOptions {
  /** Molecules in a row, 1 to 8; default 6. */
  readonly columns?: number;
  /** Width of one picture in pixels; default what fits. */
  readonly size?: number;
}

/** Radii of balls, Å: hydrogens are small. */
const radius = (symbol: string) => symbol === "H" ? 0.24 : 0.38;

/**
 * The two directions along which a molecule is widest, and the third: it is drawn flat, so that most
 * of it can be seen. Axes are the eigenvectors of Σ xxᵀ, by Jacobi's rotations.
 */
function widest(points: readonly (readonly number[])[]): number[][] {
  const a = [0, 1, 2].map((k) =>
    [0, 1, 2].map((l) => points.reduce((sum, x) => sum + x[k]! * x[l]!, 0))
  );
  const axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  for (let sweep = 0; sweep < 20; sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]] as const) {
      const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[p]![p]! - a[q]![q]!);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const mix = (rows: number[][]) => {
        const [one, other] = [rows[p]!, rows[q]!];
        rows[p] = one.map((value, i) => c * value + s * other[i]!);
        rows[q] = other.map((value, i) => c * value - s * one[i]!);
      };
      mix(a);
      a.forEach((row) => {
        [row[p], row[q]] = [c * row[p]! + s * row[q]!, c * row[q]! - s * row[p]!];
      });
      mix(axes);
    }
  }
  return axes.map((axis, k) => ({ axis, spread: a[k]![k]! }))
    .sort((one, other) => other.spread - one.spread).map(({ axis }) => axis);
}

function picture({ atoms, bonds }: MoleculeRow, size: number): Block {
  const centre = (["x", "y", "z"] as const).map((k) =>
    atoms.reduce((sum, atom) => sum + atom[k], 0) / atoms.length
  );
  const points = atoms.map(({ x, y, z }) => [x - centre[0]!, y - centre[1]!, z - centre[2]!]);
  const axes = widest(points);
  const seen = points.map((point) =>
    axes.map((axis) => axis.reduce((sum, value, k) => sum + value * point[k]!, 0))
  );
  const reach = 0.5 + Math.max(1.8, ...seen.map(([x, y]) => Math.max(Math.abs(x!), Math.abs(y!))));
  const scale = size / (2 * reach), place = (value: number) => size / 2 + scale * value;
  const depths = seen.map(([, , z]) => z!),
    [far, near] = [Math.min(...depths), Math.max(...depths)];
  const fog = (depth: number) => 0.45 * (near - depth) / Math.max(1.5, near - far);
  const sticks = bonds.map(({ i, j, order }) => {
    const [[x1, y1, z1], [x2, y2, z2]] = [seen[i]!, seen[j]!] as [number[], number[]];
    const length = Math.hypot(x2! - x1!, y2! - y1!) || 1, depth = (z1! + z2!) / 2;
    const aside = [-(y2! - y1!) / length, (x2! - x1!) / length];
    const body = Array.from({ length: order }, (_, k) => {
      const shift = 0.17 * (k - (order - 1) / 2);
      return element("line", {
        ...{ x1: place(x1! + shift * aside[0]!), y1: place(y1! + shift * aside[1]!) },
        ...{ x2: place(x2! + shift * aside[0]!), y2: place(y2! + shift * aside[1]!) },
        ...{ stroke: faded("#555555", fog(depth)), "stroke-width": order === 1 ? 3 : 2 },
      });
    }).join("");
    return { depth: depth - 0.2, body };
  });
  const balls = atoms.map(({ element: symbol, marked }, i) => {
    const [x, y, z] = seen[i] as [number, number, number];
    const [cx, cy, r] = [place(x), place(y), radius(symbol) * scale];
    const ring = marked
      ? element("circle", {
        cx,
        cy,
        r: r + 2.5,
        fill: "none",
        stroke: "#d00000",
        "stroke-width": 1.6,
      })
      : "";
    return { depth: z, body: ball(cx, cy, r, elementColour(symbol), fog(z)) + ring };
  });
  const body = [...sticks, ...balls].sort((a, b) => a.depth - b.depth).map((one) => one.body);
  return { width: size, height: size, body: body.join("") };
}

/**
 * Molecules as balls and sticks, each seen from where it is widest, what is far away paler and behind.
 *
 * @param rows Molecules
 * @param options Columns and size
 * @returns The chart
 * @throws {RangeError} If there are no rows, an atom is nowhere, or `columns` is out of range, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { moleculeMaps } from "lib/plots/molecule_maps.ts";
 * const atoms = [{ element: "H", x: 0, y: 0, z: 0 }, { element: "F", x: 0.92, y: 0, z: 0 }];
 * const bonds = [{ i: 0, j: 1, order: 1 }];
 * assert(moleculeMaps([{ title: "hydrogen fluoride", atoms, bonds }]).svg().includes("line"));
 * ```
 */
export function moleculeMaps(
  rows: readonly MoleculeRow[],
  options: MoleculeMapsOptions = {},
): Chart {
  checkOptions<MoleculeMapsOptions>(options, { columns: true, size: true });
  checkRows("molecules", rows, { title: "string" });
  const { columns = 6, title = "Molecules" } = options;
  if (!Number.isInteger(columns) || columns < 1 || columns > 8) {
    throw new RangeError(
      `Cannot draw molecules as columns must be an integer from 1 to 8: current value is ${columns}`,
    );
  }
  for (const { atoms, title } of rows) {
    if (atoms.length === 0 || !atoms.every(({ x, y, z }) => Number.isFinite(x + y + z))) {
      throw new RangeError(`Cannot draw ${title}: it must have atoms at finite positions`);
    }
  }
  const size = options.size ?? Math.min(150, Math.floor((theme.width - 16 * columns) / columns));
  const blocks = rows.map((row) => captioned(picture(row, size), row.title, row.note));
  const elements = [...new Set(rows.flatMap(({ atoms }) => atoms.map((one) => one.element)))]
    .sort();
  const items = elements.map((symbol) => (
    { label: symbol, colour: elementColour(symbol), swatch: "dot" as const }
  ));
  return chart([legend(items, columns * (size + 16)), grid(blocks, columns)], {
    ...options,
    title,
  });
}
