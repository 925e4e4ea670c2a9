/** Results of the laboratory as rows for charts and tables. */
import { allDags, arrowsOf, type Dag, membersOf, writeSet } from "../../datasets/dag.ts";
import type { CausalArrow, CausalNode } from "../../plots/causal_graphs.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import type { LabelledCell } from "../../plots/labelled_matrices.ts";
import {
  type Abstraction,
  abstractionOfSets,
  allFamilies,
  allSubsets,
  blocksBySize,
} from "./abstraction.ts";
import type { BlockRow, LatentRun } from "./experiment.ts";

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
    { panel: middle, node, block: node, text: membersOf(block).join("") }
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
export function levelRows({ contents, quotient, direct }: Abstraction) {
  return [
    ...contents.map((set) => ({ set: writeSet(set), level: "A: content", from: "intersections" })),
    ...quotient.blocks.map((set, i) => ({
      set: writeSet(set),
      level: "B: block (our reconstruction)",
      from: direct[i] ? "is a content" : "a difference of contents",
    })),
  ];
}

/** What all graphs of one size give, over many families. */
export interface CensusRow {
  readonly nodes: number;
  readonly families: string;
  readonly cases: number;
  readonly "cyclic quotients": number;
  readonly blocks: number;
  readonly "of which contents": number;
  readonly "only by differences": number;
}

/** All labelled graphs of up to four nodes, with all families up to three, and some of four. */
export function census(): CensusRow[] {
  const count = (
    nodes: number,
    families: string,
    all: readonly (readonly number[])[],
  ): CensusRow => {
    let [cases, cyclic, blocks, direct] = [0, 0, 0, 0];
    for (const graph of allDags(nodes)) {
      for (const family of all) {
        const one = abstractionOfSets(graph, family);
        cases++;
        cyclic += Number(!one.quotient.acyclic);
        blocks += one.direct.length;
        direct += one.direct.filter(Boolean).length;
      }
    }
    return {
      nodes,
      families,
      cases,
      "cyclic quotients": cyclic,
      blocks,
      "of which contents": direct,
      "only by differences": blocks - direct,
    };
  };
  return [
    count(2, "all", allFamilies(2)),
    count(3, "all", allFamilies(3)),
    count(4, "all singletons", [allSubsets(4, 1)]),
    count(4, "all pairs", [allSubsets(4, 2)]),
  ];
}

/** How many of the four-node graphs have how many blocks under all pairs. */
export function pairCensus(): { readonly blocks: number; readonly graphs: number }[] {
  const counts = new Map<number, number>();
  for (const graph of allDags(4)) {
    const blocks = abstractionOfSets(graph, allSubsets(4, 2)).quotient.blocks.length;
    counts.set(blocks, (counts.get(blocks) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => b - a).map(([blocks, graphs]) => ({ blocks, graphs }));
}

/** Blocks by size of the family, a curve for each graph of three nodes. */
export function blockCurves(graphs: Readonly<Record<string, Dag>>): CurvePoint[] {
  return Object.entries(graphs).flatMap(([curve, graph]) =>
    blocksBySize(graph, allFamilies(graph.nodes)).map(({ size, mean }) => (
      { x: size, y: mean, curve }
    ))
  );
}

/** All orders of 0 … n − 1. */
function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)])
  );
}

/**
 * The learned latents in the order that fits the true noises best, among the orders under which the
 * family stays the same: names of latents that the family does not tell apart mean nothing.
 *
 * @returns For each true noise the number of its latent
 */
export function matching({ family, noise }: Pick<LatentRun, "family" | "noise">): number[] {
  const name = (sets: readonly (readonly number[])[]) =>
    sets.map((set) => [...set].sort((a, b) => a - b).join()).sort().join(";");
  const own = name(family);
  const allowed = permutations(noise.length)
    .filter((order) => name(family.map((set) => set.map((k) => order[k]!))) === own);
  const score = (order: readonly number[]) =>
    order.reduce((sum, latent, k) => sum + noise[latent]![k]!, 0);
  return allowed.reduce((best, order) => score(order) > score(best) ? order : best);
}

/** R² of a run as a labelled matrix, latents in the order of {@link matching}; blocks are framed. */
export function matrixCells(
  run: LatentRun,
  which: "noise" | "variables",
  panel: string,
  blocks: readonly number[],
): LabelledCell[] {
  const order = matching(run), sign = which === "noise" ? "ε" : "z";
  const together = (a: number, b: number) =>
    blocks.some((block) => block & (1 << a) && block & (1 << b));
  return order.flatMap((latent, i) =>
    order.map((_, k) => ({
      panel,
      row: `learned ${i}`,
      column: `${sign}${k}`,
      value: run[which][latent]![k]!,
      framed: together(i, k),
    }))
  );
}

/** What a run shows: how well blocks are found, and how much crosses between them. */
export interface RunSummary {
  readonly family: string;
  readonly seed: number;
  readonly loss: number;
  /** Share of pairs whose set is inferred. */
  readonly "sets inferred": number;
  /** Least R² between a learned block of noises and the true one, larger blocks both ways. */
  readonly "noise blocks": number;
  /** Greatest R² of a true noise given a learned one of another block. */
  readonly "noise across": number;
  /** The same for variables. */
  readonly "variable blocks": number;
  /** Least best R² of a single true noise given a single latent: 1 if none is mixed. */
  readonly "single noises": number;
}

/** Summaries of runs. A set of the family is a block here, as in each shipped family. */
export function summaries(runs: readonly LatentRun[]): RunSummary[] {
  return runs.map((run) => {
    const order = matching(run), { noise, family, blocks } = run;
    const blockOf = (k: number) => family.findIndex((set) => set.includes(k));
    // A single latent may have another's name; a larger block keeps its own in each shipped family.
    const blockScores = ({ members, ...both }: BlockRow, which: "noise" | "variables") =>
      members.length > 1 ? both[which] : [run[which][order[members[0]!]!]![members[0]!]!];
    const across = order.flatMap((latent, i) =>
      order.flatMap((_, k) => blockOf(i) === blockOf(k) ? [] : [noise[latent]![k]!])
    );
    return {
      family: run.name,
      seed: run.seed,
      loss: run.loss,
      "sets inferred": family.reduce((sum, set, i) => {
        const renamed = set.map((k) => order[k]!).sort((a, b) => a - b).join();
        const own = family.findIndex((one) => [...one].sort((a, b) => a - b).join() === renamed);
        return sum + run.sets[i]![own]!;
      }, 0),
      "noise blocks": Math.min(...blocks.flatMap((one) => blockScores(one, "noise"))),
      "noise across": Math.max(...across),
      "variable blocks": Math.min(...blocks.flatMap((one) => blockScores(one, "variables"))),
      "single noises": Math.min(...order.map((_, k) => Math.max(...noise.map((row) => row[k]!)))),
    };
  });
}
