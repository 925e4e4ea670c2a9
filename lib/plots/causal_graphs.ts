import { captioned } from "./cells.ts";
import { type Chart, chart, type ChartOptions } from "./chart.ts";
import { checkOptions, checkRows, distinct } from "./check.ts";
import { drawEdges, type Spot } from "./graph_edges.ts";
import { type Block, element, grid, label } from "./svg.ts";
import { CATEGORIES, theme } from "./theme.ts";

/** A variable of a causal graph. */
export interface CausalNode {
  /** Name of the panel. */
  readonly panel: string;
  /** Number of the variable, from 0. */
  readonly node: number;
  /** Its colour: variables of a block share it; −1 leaves it grey. */
  readonly block: number;
  /** What is written in it; default its number. */
  readonly text?: string;
  /** "thick": a dark rim, as for what is intervened upon. */
  readonly rim?: "thin" | "thick";
}

/** An arrow from cause to effect. */
export interface CausalArrow {
  readonly panel: string;
  readonly from: number;
  readonly to: number;
}

/** Options of {@linkcode causalGraphs}. */
export interface CausalGraphsOptions extends ChartOptions {
  /** Small print below each panel, by its name. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Graphs in a row; default 4. */
  readonly columns?: number;
}

/**
 * Causal graphs side by side, causes above their effects, with blocks of variables in one colour.
 *
 * @param nodes Variables of all panels
 * @param arrows Arrows of all panels; none form a cycle
 * @param options Notes, columns
 * @returns The chart
 * @throws {RangeError} If there are no variables, an arrow ends at none, or arrows form a cycle, or an
 * option's name is unknown
 * @throws {TypeError} If a field is missing
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { causalGraphs } from "lib/plots/causal_graphs.ts";
 * const nodes = [0, 1].map((node) => ({ panel: "chain", node, block: 0 }));
 * assert(causalGraphs(nodes, [{ panel: "chain", from: 0, to: 1 }]).svg().includes("chain"));
 * ```
 */
export function causalGraphs(
  nodes: readonly CausalNode[],
  arrows: readonly CausalArrow[],
  options: CausalGraphsOptions = {},
): Chart {
  checkOptions<CausalGraphsOptions>(options, { notes: true, columns: true });
  const fields = { panel: "string", node: "number", block: "number" } as const;
  checkRows("causal graphs", nodes, fields, { text: "string", rim: "string" });
  const { title = "Causal graphs", notes = {}, columns = 4 } = options;
  const panels = distinct(nodes, (one) => one.panel).map((panel) => {
    const here = (one: { readonly panel: string }) => one.panel === panel;
    return captioned(graph(nodes.filter(here), arrows.filter(here)), panel, notes[panel]);
  });
  return chart([grid(panels, columns, 18)], { ...options, title });
}

/** How many arrows lie above each node at most. */
function depths(nodes: readonly CausalNode[], arrows: readonly CausalArrow[]): Map<number, number> {
  const depth = new Map(nodes.map(({ node }) => [node, 0]));
  for (const { from, to } of arrows) {
    const missing = [from, to].find((node) => !depth.has(node));
    if (missing !== undefined) {
      throw new RangeError(`Cannot draw causal graphs as there is no variable ${missing}`);
    }
  }
  for (let round = 0; round <= nodes.length; round++) {
    let changed = false;
    for (const { from, to } of arrows) {
      if (depth.get(to)! <= depth.get(from)!) {
        depth.set(to, depth.get(from)! + 1);
        changed = true;
      }
    }
    if (!changed) return depth;
  }
  throw new RangeError(
    "Cannot draw causal graphs as arrows form a cycle: accepted are acyclic ones",
  );
}

const [SIZE, RADIUS] = [186, 14];

function graph(nodes: readonly CausalNode[], arrows: readonly CausalArrow[]): Block {
  const depth = depths(nodes, arrows);
  const layers = Math.max(...depth.values()) + 1;
  const height = Math.max(70, Math.min(240, 56 * layers));
  const places = new Map<number, Spot>();
  for (let layer = 0; layer < layers; layer++) {
    const own = nodes.filter(({ node }) => depth.get(node) === layer);
    own.forEach(({ node }, i) => {
      // Layers lean to alternate sides, so that an arrow past a layer does not run through a node.
      const lean = own.length % 2 && layers > 2 ? (layer % 2 ? 26 : -14) : 0;
      places.set(node, [
        (SIZE * (i + 1)) / (own.length + 1) + lean,
        layers === 1 ? height / 2 : 20 + ((height - 40) * layer) / (layers - 1),
      ]);
    });
  }
  const lines = drawEdges(
    arrows.map(({ from, to }) => ({ from, to })),
    (node) => places.get(node)!,
    RADIUS,
    "directed",
  );
  const dots = nodes.map(({ node, block, text = String(node), rim = "thin" }) => {
    const [cx, cy] = places.get(node)!;
    const fill = block < 0 ? "#dddddd" : CATEGORIES[block % CATEGORIES.length]!;
    const stroke = { stroke: theme.ink, "stroke-width": rim === "thick" ? 3.2 : 0.8 };
    const colour = block < 0 ? theme.ink : theme.background;
    return element("circle", { cx, cy, r: RADIUS, fill, ...stroke }) +
      label(cx, cy + 4, text, { anchor: "middle", colour, weight: "bold" });
  });
  return { width: SIZE, height, body: lines + dots.join("") };
}
