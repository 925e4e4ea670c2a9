import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct, extent, landscapes } from "./check.ts";
import { drawEdges, EDGE_STYLES, type EdgeKind, type Spot } from "./graph_edges.ts";
import { colourBar, legend } from "./legend.ts";
import { HEAT, rampColour, rampColours } from "./ramps.ts";
import { type Block, element, grid, label, textWidth } from "./svg.ts";
import { CATEGORIES, theme } from "./theme.ts";

/** A node, in one landscape or in all. */
export interface GraphNode {
  /** Landscape, 9 (smooth) to 0 (sharp); without it there is a single graph. */
  readonly t?: number;
  /** Number of the node, from 0. */
  readonly node: number;
  /** Where it stands in the unit square, x to the right and y up; without, on a circle by number. */
  readonly x?: number;
  readonly y?: number;
  /** Colours the node from white (least) to dark (greatest of all). */
  readonly score?: number;
  /** Colours the node by its component, where there is no score. */
  readonly component?: number;
  /** Written beside the node, on white. */
  readonly name?: string;
}

/** An edge, in one landscape or in all. */
export interface GraphEdge {
  /** Landscape; without it the edge is drawn in each panel. */
  readonly t?: number;
  /** Node where it begins. */
  readonly from: number;
  /** Node where it ends. */
  readonly to: number;
  /** "given" (default) edges are grey, "predicted" thin, "wrong" dashed, "path" thick. */
  readonly kind?: EdgeKind;
}

/** Options of {@linkcode graphMaps}. */
export interface GraphMapsOptions extends ChartOptions {
  /** Directed edges get an arrow head; default "undirected". */
  readonly edges?: "directed" | "undirected";
  /** What the scores mean; default "score". */
  readonly scoreLabel?: string;
  /** Heading of a panel; default "t = 9". */
  readonly heading?: (t: number) => string;
  /** Nodes with a coloured ring, named in the legend, as start and goal. */
  readonly marks?: readonly { readonly node: number; readonly label: string }[];
  /** What kinds of edges are called in the legend; default "given edge", "wrong edge" and so on. */
  readonly edgeLabels?: Partial<Record<EdgeKind, string>>;
  /** Graphs in a row; default 5. */
  readonly columns?: number;
}

/**
 * Graphs side by side, a panel per landscape, with nodes on a circle, unless they have places, and
 * coloured by score or by component.
 *
 * @param nodes Nodes; those of one panel share `t`
 * @param edges Edges; those without `t` are drawn in each panel
 * @param options Direction, marks, labels
 * @returns The chart
 * @throws {RangeError} If there are no nodes, or a node or the end of an edge is not a node's number, or
 * an option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { graphMaps } from "lib/plots/mod.ts";
 * const nodes = [0, 1, 2].map((node) => ({ t: 0, node, score: node / 2 }));
 * const edges = [{ from: 0, to: 1 }, { from: 1, to: 2, kind: "path" as const }];
 * const marks = [{ node: 0, label: "start" }];
 * assert(graphMaps(nodes, edges, { edges: "directed", marks }).svg().includes("start"));
 * ```
 */
export function graphMaps(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  options: GraphMapsOptions = {},
): Chart {
  checkOptions<GraphMapsOptions>(options, {
    edges: true,
    scoreLabel: true,
    heading: true,
    marks: true,
    edgeLabels: true,
    columns: true,
  });
  check(nodes, edges, options);
  const count = nodes.reduce((most, { node }) => Math.max(most, node + 1), 0);
  const panels = landscapes(nodes.map(({ t = -1 }) => ({ t })));
  const size = panels.length > 1 ? 152 : 300;
  const [low, high] = extent(nodes.flatMap(({ score }) => score ?? []));
  const fill = ({ score, component }: GraphNode) =>
    score !== undefined
      ? rampColour(HEAT, high > low ? (score - low) / (high - low) : 0)
      : component !== undefined
      ? CATEGORIES[component % CATEGORIES.length]!
      : "#dddddd";
  const drawn = panels.map((t) => {
    const here = (one: { readonly t?: number }) => one.t === undefined || one.t === t;
    const block = graph(nodes.filter(here), edges.filter(here), { ...options, count, size, fill });
    return t === -1 ? block : captioned(block, options.heading?.(t) ?? `t = ${t}`);
  });
  const kinds = distinct(edges, ({ kind = "given" }) => kind);
  const items = kinds.map((kind) => ({
    label: options.edgeLabels?.[kind] ?? `${kind} edge`,
    colour: EDGE_STYLES[kind].colour,
    swatch: EDGE_STYLES[kind].swatch,
  }));
  const rings = (options.marks ?? []).map((mark, i) => (
    { label: mark.label, colour: ringColour(i), swatch: "ring" as const }
  ));
  const keys: Block[] = [];
  if (low <= high) {
    const name = options.scoreLabel ?? "score";
    keys.push(colourBar(name, rampColours(HEAT, 12), [low, high]));
  }
  if (kinds.length > 1) keys.push(legend([...items, ...rings], 420));
  else if (rings.length) keys.push(legend(rings, 420));
  const body = grid(drawn, options.columns ?? 5, 12);
  const { title = "Graphs" } = options;
  return chart([...(keys.length ? [grid(keys, 2, 24)] : []), body], { ...options, title });
}

function check(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  { marks = [] }: GraphMapsOptions,
): void {
  const optional = ["t", "score", "component", "x", "y"] as const;
  const kinds = Object.fromEntries(optional.map((name) => [name, "number" as const]));
  checkRows("graphs", nodes, { node: "number" }, { ...kinds, name: "string" });
  const known = new Set(nodes.map(({ node }) => node));
  for (const { node } of nodes) {
    if (!Number.isInteger(node) || node < 0 || node > 199) {
      throw new RangeError(
        `Cannot draw graphs as a node must be an integer from 0 to 199: current value is ${node}`,
      );
    }
  }
  const fields = { from: "number", to: "number" } as const;
  if (edges.length) checkRows("graphs", edges, fields, { t: "number", kind: "string" });
  for (
    const node of [
      ...edges.flatMap(({ from, to }) => [from, to]),
      ...marks.map((m) => m.node),
    ]
  ) {
    if (!known.has(node)) {
      throw new RangeError(`Cannot draw graphs as there is no node ${node}`);
    }
  }
  for (const { kind = "given" } of edges) {
    if (!Object.hasOwn(EDGE_STYLES, kind)) {
      throw new TypeError(
        `Cannot draw graphs as there is no kind of edge "${kind}": accepted are ` +
          Object.keys(EDGE_STYLES).join(", "),
      );
    }
  }
}

const ringColour = (mark: number): string => ["#009e73", "#cc79a7", "#0072b2"][mark % 3]!;

/** Black or white, whichever can be read on `fill`. */
function readable(fill: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16));
  return 0.3 * red! + 0.59 * green! + 0.11 * blue! > 140 ? theme.ink : theme.background;
}

interface Drawing extends GraphMapsOptions {
  readonly count: number;
  readonly size: number;
  readonly fill: (node: GraphNode) => string;
}

function graph(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  { count, size, fill, marks = [], edges: direction = "undirected" }: Drawing,
): Block {
  const around = (node: number, radius: number): Spot => {
    const angle = (2 * Math.PI * node) / count - Math.PI / 2;
    return [size / 2 + radius * Math.cos(angle), size / 2 + radius * Math.sin(angle)];
  };
  const ring = size / 2 - 14;
  const radius = Math.min(10, Math.max(3, (2 * Math.PI * ring) / count / 3));
  const spread = (value: number) => 14 + 2 * ring * value;
  const given = nodes.map(({ node, x, y }): [number, Spot] => [
    node,
    x === undefined || y === undefined ? around(node, ring) : [spread(x), spread(1 - y)],
  ]);
  const placed = nodes.some(({ x, y }) => x !== undefined && y !== undefined);
  const places = new Map(placed ? apart(given, 2 * radius + 8, size) : given);
  const place = (node: number): Spot => places.get(node)!;
  const spots = drawEdges(edges, place, radius, direction);
  const dots = marksLast(nodes, edges, marks).map((one) => {
    const [cx, cy] = place(one.node);
    const stroke = { stroke: theme.ink, "stroke-width": 0.8 };
    const dot = element("circle", { cx, cy, r: radius, fill: fill(one), ...stroke });
    const number = { anchor: "middle", size: 11, colour: readable(fill(one)) } as const;
    return radius < 7.5 ? dot : dot + label(cx, cy + 4, String(one.node), number);
  });
  const rings = marks.map((mark, i) => {
    const [cx, cy] = place(mark.node);
    const stroke = { stroke: ringColour(i), "stroke-width": 2.5, fill: "none" };
    return element("circle", { cx, cy, r: radius + 2.5, ...stroke });
  });
  const names = nodes.flatMap(({ node, name }) =>
    name === undefined ? [] : [
      besideNode(place(node), name, radius, size),
    ]
  );
  return { width: size, height: size, body: spots + [...dots, ...rings, ...names].join("") };
}

/** Nodes in the order in which they are drawn: what a path or a mark is about lies on top. */
function marksLast(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  marks: readonly { readonly node: number }[],
): GraphNode[] {
  const marked = new Set(marks.map(({ node }) => node));
  const shown = edges.filter(({ kind = "given" }) => kind !== "given");
  const onWay = new Set(shown.flatMap(({ from, to }) => [from, to]));
  const rank = ({ node }: GraphNode) => marked.has(node) ? 2 : onWay.has(node) ? 1 : 0;
  return nodes.toSorted((a, b) => rank(a) - rank(b));
}

/** Rounds of pushing nodes apart: few enough to be quick, where a crowd has no room for all. */
const ROUNDS = 60;

/** Places at least `least` from each other, as far as the frame has room: each pair is pushed apart in turn. */
function apart(places: readonly [number, Spot][], least: number, size: number): [number, Spot][] {
  const moved = places.map(([node, [x, y]]): [number, [number, number]] => [node, [x, y]]);
  const inside = (value: number) => Math.max(13, Math.min(size - 13, value));
  for (let round = 0; round < ROUNDS; round++) {
    let pushed = false;
    for (const [i, [node, a]] of moved.entries()) {
      for (const [other, b] of moved.slice(i + 1)) {
        const [dx, dy] = [b[0] - a[0], b[1] - a[1]], distance = Math.hypot(dx, dy);
        if (distance >= least - 0.01) continue;
        // Two on one place part in a direction of their numbers.
        const angle = distance > 0 ? Math.atan2(dy, dx) : node + 2 * other;
        const half = (least - distance) / 2;
        a[0] = inside(a[0] - half * Math.cos(angle));
        a[1] = inside(a[1] - half * Math.sin(angle));
        b[0] = inside(b[0] + half * Math.cos(angle));
        b[1] = inside(b[1] + half * Math.sin(angle));
        pushed = true;
      }
    }
    if (!pushed) break;
  }
  return moved;
}

/** A name to the right of its node, or to the left where there is no room. */
function besideNode([x, y]: Spot, name: string, radius: number, size: number): string {
  const width = textWidth(name, theme.smallSize) + 4;
  const left = x + radius + 4 + width > size ? x - radius - 4 - width : x + radius + 4;
  const box = {
    x: left,
    y: y - 8,
    width,
    height: 16,
    rx: 3,
    fill: "#ffffff",
    "fill-opacity": 0.85,
  };
  return element("rect", box) +
    label(left + 2, y + 4, name, { size: theme.smallSize, weight: "bold" });
}
