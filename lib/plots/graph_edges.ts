/**
 * Edges of a drawn graph: one path per kind of edge, and its arrow heads.
 *
 * @module
 */
import type { Swatch } from "./legend.ts";
import { element, short } from "./svg.ts";

/** What an edge is: part of the problem, of the answer, an error, or of the path taken. */
export type EdgeKind = "given" | "predicted" | "wrong" | "path";

/** A place in pixels. */
export type Spot = readonly [number, number];

/** How a kind of edge is drawn. */
export interface EdgeStyle {
  /** Colour of the line. */
  readonly colour: string;
  /** Width of the line. */
  readonly width: number;
  /** Lengths of dashes and gaps. */
  readonly dash?: string;
  /** How it looks in a legend. */
  readonly swatch: Swatch;
}

/** How each kind of edge looks; later kinds are drawn over earlier ones. */
export const EDGE_STYLES: Readonly<Record<EdgeKind, EdgeStyle>> = {
  predicted: { colour: "#9ecae1", width: 0.8, swatch: "line" },
  given: { colour: "#a8a8a8", width: 0.9, swatch: "line" },
  wrong: { colour: "#222222", width: 1.2, dash: "4 2", swatch: "dashed" },
  path: { colour: "#0072b2", width: 2.4, swatch: "line" },
};

/** An edge between two nodes. */
export interface Edge {
  /** Node where it begins. */
  readonly from: number;
  /** Node where it ends. */
  readonly to: number;
  /** Default "given". */
  readonly kind?: EdgeKind;
}

/**
 * Draws edges as straight lines that end at the rim of their nodes.
 *
 * @param edges The edges; one from a node to itself is left out
 * @param place Where a node stands
 * @param radius Radius of a node
 * @param direction Whether edges get arrow heads
 * @returns SVG elements
 */
export function drawEdges(
  edges: readonly Edge[],
  place: (node: number) => Spot,
  radius: number,
  direction: "directed" | "undirected",
): string {
  return Object.entries(EDGE_STYLES).map(([kind, style]) => {
    const own = edges.filter((edge) => (edge.kind ?? "given") === kind && edge.from !== edge.to);
    if (own.length === 0) return "";
    let [lines, heads] = ["", ""];
    for (const { from, to } of own) {
      const [[x1, y1], [x2, y2]] = [place(from), place(to)];
      const length = Math.hypot(x2 - x1, y2 - y1);
      const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
      const [tx, ty] = [x2 - ux * (radius + 1), y2 - uy * (radius + 1)];
      lines += `M${short(x1)} ${short(y1)}L${short(tx)} ${short(ty)}`;
      const [bx, by] = [tx - ux * 5, ty - uy * 5];
      heads += `M${short(tx)} ${short(ty)}L${short(bx - uy * 2.4)} ${short(by + ux * 2.4)}` +
        `L${short(bx + uy * 2.4)} ${short(by - ux * 2.4)}Z`;
    }
    return element("path", {
      d: lines,
      fill: "none",
      stroke: style.colour,
      "stroke-width": style.width,
      "stroke-dasharray": style.dash,
    }) + (direction === "directed" ? element("path", { d: heads, fill: style.colour }) : "");
  }).join("");
}
