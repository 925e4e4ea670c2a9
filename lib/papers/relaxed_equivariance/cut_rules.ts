/** Two rules of thumb for max-cut that train nothing: what networks should be compared with. */
import { type Rng, rng } from "../../datasets/rng.ts";
import type { Adjacency } from "../../symmetry/mod.ts";

/** A side, 0 or 1, for each vertex. */
export type Sides = number[];

/** How many edges join different sides. */
export function cutOf(graph: Adjacency, sides: readonly number[]): number {
  let cut = 0;
  graph.forEach((row, i) => {
    for (let j = 0; j < i; j++) cut += row[j] && sides[i] !== sides[j] ? 1 : 0;
  });
  return cut;
}

/** Vertices in a random order. */
const shuffled = (graph: Adjacency, stream: Rng): number[] =>
  stream.shuffle(graph.map((_, v) => v));

/**
 * Colours vertices in random order, each against the majority of its coloured neighbours; where
 * there is none, by a coin.
 */
export function greedyCut(graph: Adjacency, stream: Rng): Sides {
  const sides: Sides = new Array<number>(graph.length).fill(-1);
  for (const v of shuffled(graph, stream)) {
    let ones = 0;
    graph[v]!.forEach((edge, w) => {
      if (edge && sides[w]! >= 0) ones += sides[w] === 1 ? 1 : -1;
    });
    sides[v] = ones === 0 ? stream.int(2) : Number(ones < 0);
  }
  return sides;
}

/**
 * Begins with coins and moves single vertices to the other side, in random order, as long as one
 * move cuts more edges than before.
 */
export function localSearchCut(graph: Adjacency, stream: Rng): Sides {
  const sides: Sides = graph.map(() => stream.int(2));
  for (let moved = true; moved;) {
    moved = false;
    for (const v of shuffled(graph, stream)) {
      const same = graph[v]!.reduce(
        (sum, edge, w) => edge ? sum + (sides[w] === sides[v] ? 1 : -1) : sum,
        0,
      );
      if (same <= 0) continue;
      sides[v] = 1 - sides[v]!;
      moved = true;
    }
  }
  return sides;
}

/** The rules by name. */
export const CUT_RULES = { "greedy": greedyCut, "local search": localSearchCut } as const;

/** Name of a rule. */
export type CutRule = keyof typeof CUT_RULES;

/** A mean over starts, with its standard error. */
export interface RuleCut {
  readonly mean: number;
  readonly standardError: number;
}

/** Random starts over which rules are averaged: s.e. of shares below half a percent. */
const STARTS = 1000;

/**
 * How many edges a rule cuts on average over random starts, not at best: a draw of noise is one
 * start, too.
 */
export function cutByRule(
  graph: Adjacency,
  rule: CutRule,
  seed: number,
  starts = STARTS,
): RuleCut {
  const stream = rng(seed).split(rule);
  const cuts = Array.from(
    { length: starts },
    (_, i) => cutOf(graph, CUT_RULES[rule](graph, stream.split(i))),
  );
  const mean = cuts.reduce((sum, cut) => sum + cut, 0) / starts;
  const variance = cuts.reduce((sum, cut) => sum + (cut - mean) ** 2, 0) / (starts - 1);
  return { mean, standardError: Math.sqrt(variance / starts) };
}
