/** Results of the laboratory as rows for charts and tables. */
import { arrowsOf, type Dag, membersOf, writeSet } from "../../datasets/dag.ts";
import type { CausalArrow, CausalNode } from "../../plots/causal_graphs.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import { type Abstraction, allFamilies, blocksBySize } from "./abstraction.ts";

/** Nodes and arrows of a chart, and what stands below each panel. */
export interface GraphFigure {
  readonly nodes: readonly CausalNode[];
  readonly arrows: readonly CausalArrow[];
  readonly notes: Readonly<Record<string, string>>;
}

/** A panel for each intervention: S with a thick rim, its non-descendants in colour. */
export function interventionFigure({ graph, family, unchanged }: Abstraction): GraphFigure {
  const panels = family.map((set, i) => ({
    panel: `S = ${writeSet(set)}`,
    nodes: numbersOf(graph).map((node) => ({
      panel: `S = ${writeSet(set)}`,
      node,
      block: unchanged[i]! & (1 << node) ? 2 : -1,
      rim: set & (1 << node) ? "thick" as const : "thin" as const,
    })),
    note: `nd(S) = ${writeSet(unchanged[i]!)}`,
  }));
  return {
    nodes: panels.flatMap(({ nodes }) => nodes),
    arrows: panels.flatMap(({ panel }) => arrowsIn(panel, graph)),
    notes: Object.fromEntries(panels.map(({ panel, note }) => [panel, note])),
  };
}

/** The graph with its blocks in colour, and the quotient. */
export function abstractionFigure({ graph, quotient, noiseBlocks }: Abstraction): GraphFigure {
  const [left, middle, right] = ["blocks of variables", "quotient", "blocks of noises"] as const;
  const blockOf = (blocks: readonly number[], node: number) =>
    blocks.findIndex((block) => block & (1 << node));
  const coloured = (panel: string, blocks: readonly number[]) =>
    numbersOf(graph).map((node) => ({ panel, node, block: blockOf(blocks, node) }));
  const between = quotient.blocks.map((block, node) => (
    { panel: middle, node, block: node, text: membersOf(block).join(",") }
  ));
  return {
    nodes: [...coloured(left, quotient.blocks), ...between, ...coloured(right, noiseBlocks)],
    arrows: [
      ...arrowsIn(left, graph),
      ...quotient.arrows.map(([from, to]) => ({ panel: middle, from, to })),
      ...arrowsIn(right, graph),
    ],
    notes: {
      [left]: quotient.blocks.map(writeSet).join(" "),
      [middle]: quotient.acyclic ? "acyclic" : "cyclic",
      [right]: noiseBlocks.map(writeSet).join(" "),
    },
  };
}

const numbersOf = ({ nodes }: Dag) => Array.from({ length: nodes }, (_, node) => node);

const arrowsIn = (panel: string, graph: Dag): CausalArrow[] =>
  arrowsOf(graph).map(([from, to]) => ({ panel, from, to }));

/** The contents and blocks of a graph and a family, as a table. */
export function levelRows({ contents, unchanged, quotient, direct }: Abstraction) {
  return [
    ...contents.map((set) => ({
      set: writeSet(set),
      level: "A: content",
      from: unchanged.includes(set) ? "nd(S)" : "an intersection",
    })),
    ...quotient.blocks.map((set, i) => ({
      set: writeSet(set),
      level: "B: block (our reconstruction)",
      from: direct[i] ? "is a content" : "what contents leave",
    })),
  ];
}

/** Blocks by size of the family, a curve for each graph of three nodes. */
export function blockCurves(graphs: Readonly<Record<string, Dag>>): CurvePoint[] {
  return Object.entries(graphs).flatMap(([curve, graph]) =>
    blocksBySize(graph, allFamilies(graph.nodes)).map(({ size, mean }) => (
      { x: size, y: mean, curve }
    ))
  );
}
