import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions } from "./check.ts";
import { element, grid } from "./svg.ts";

/** A mesh to be drawn. */
export interface MeshPanel {
  /** What stands above it. */
  readonly title: string;
  /** Small print below it. */
  readonly note?: string;
  readonly positions: readonly (readonly number[])[];
  /** Corners of triangles, anticlockwise seen from outside. */
  readonly faces: readonly (readonly number[])[];
  /** Colour of the surface, hexadecimal; a grey blue by default. */
  readonly colour?: string;
}

/** Options of {@linkcode meshMaps}. */
export interface MeshMapsOptions extends ChartOptions {
  /** Meshes in a row; default 5. */
  readonly columns?: number;
  /** Pixels along each side of a picture; default 150. */
  readonly size?: number;
  /** Where the eye stands: turned about the vertical, and raised, in degrees; default 30 and 20. */
  readonly view?: { readonly turn: number; readonly raise: number };
}

/** Where the light comes from: left, above, in front. */
const LIGHT = [-0.4, 0.6, 0.7];

/**
 * Surfaces side by side, lit from the upper left, all in the same scale of their own extent; far
 * triangles are drawn first, so that near ones cover them.
 *
 * @param panels The meshes
 * @param options View and size
 * @returns The chart
 * @throws {RangeError} If there are no meshes, or one has a position that is not finite, or an option's
 * name is unknown
 */
export function meshMaps(panels: readonly MeshPanel[], options: MeshMapsOptions = {}): Chart {
  checkOptions<MeshMapsOptions>(options, { columns: true, size: true, view: true });
  if (panels.length === 0) throw new RangeError("Cannot draw meshes as there are none");
  const { title = "Meshes", columns = 5, size = 150 } = options;
  const { turn, raise } = options.view ?? { turn: 30, raise: 20 };
  const [a, b] = [turn, raise].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const see = ([x, y, z]: readonly number[]): [number, number, number] => {
    // z points up in the data, and to the eye in the picture.
    const [across, deep] = [
      x! * Math.cos(a) + y! * Math.sin(a),
      y! * Math.cos(a) - x! * Math.sin(a),
    ];
    return [
      across,
      z! * Math.cos(b) - (-deep) * Math.sin(b),
      -deep * Math.cos(b) + z! * Math.sin(b),
    ];
  };
  const blocks = panels.map((panel) => {
    const seen = panel.positions.map(see);
    if (seen.flat().some((value) => !Number.isFinite(value))) {
      throw new RangeError(`Cannot draw the mesh "${panel.title}" as a position is not finite`);
    }
    const body = triangles(panel, seen, size);
    return captioned({ width: size, height: size, body }, panel.title, panel.note);
  });
  return chart([grid(blocks, columns, 8)], { ...options, title });
}

function triangles(
  { faces, colour = "#7f9dbb" }: MeshPanel,
  seen: readonly (readonly [number, number, number])[],
  size: number,
): string {
  const reach = 1.02 * Math.max(1e-9, ...seen.map(([x, y]) => Math.hypot(x, y)));
  const at = (value: number) => String(Math.round(5 * size * (1 + value / reach)) / 10);
  const place = ([x, y]: readonly number[]) => `${at(x!)},${at(-y!)}`;
  const lit = faces.map((face) => {
    const [p, q, r] = [seen[face[0]!]!, seen[face[1]!]!, seen[face[2]!]!];
    const u = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
    const v = [r[0] - p[0], r[1] - p[1], r[2] - p[2]];
    const n = [
      u[1]! * v[2]! - u[2]! * v[1]!,
      u[2]! * v[0]! - u[0]! * v[2]!,
      u[0]! * v[1]! - u[1]! * v[0]!,
    ];
    const length = Math.hypot(...n) || 1, facing = n[2]! >= 0 ? 1 : -1;
    const cosine = facing * n.reduce((sum, value, i) => sum + value * LIGHT[i]!, 0) / length;
    const depth = (p[2] + q[2] + r[2]) / 3;
    return { corners: [p, q, r], depth, away: n[2]! < 0, light: 0.45 + 0.55 * Math.max(0, cosine) };
  }).sort((one, other) => one.depth - other.depth);
  // The far side of a closed surface is always covered.
  const shown = isClosed(faces) ? lit.filter(({ away }) => !away) : lit;
  // Thin dark lines show the triangles and close the seams between them.
  const lines = { stroke: "#000000", "stroke-opacity": 0.22, "stroke-width": 0.4 };
  const paths = shown.map(({ corners, light }) =>
    element("path", { d: `M${corners.map(place).join("L")}Z`, fill: shade(colour, light) })
  );
  return element("g", { ...lines, "stroke-linejoin": "round" }, paths.join(""));
}

/** Whether each edge is run through once in either direction. */
function isClosed(faces: readonly (readonly number[])[]): boolean {
  const directed = new Set(faces.flatMap(([i, j, k]) => [`${i},${j}`, `${j},${k}`, `${k},${i}`]));
  return directed.size === 3 * faces.length &&
    [...directed].every((key) => directed.has(key.split(",").reverse().join(",")));
}

function shade(hex: string, light: number): string {
  const channel = (at: number) =>
    Math.min(255, Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * 1.25 * light))
      .toString(16).padStart(2, "0");
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
