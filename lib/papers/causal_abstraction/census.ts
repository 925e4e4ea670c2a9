/** All small graphs with all families of interventions, counted. */
import { allDags, type Dag } from "../../datasets/dag.ts";
import {
  abstractionOfSets,
  allSubsets,
  intersections,
  membershipClasses,
  nonDescendants,
  quotient,
} from "./abstraction.ts";

/** What all graphs of one size give, over many families. */
export interface CensusRow {
  readonly nodes: number;
  readonly families: string;
  readonly cases: number;
  readonly "cyclic quotients": number;
  readonly blocks: number;
  readonly "of which contents": number;
  readonly "only remainders": number;
}

/** All labelled graphs of up to four nodes with all families, and with two families of four. */
export function census(): CensusRow[] {
  const only = (size: number) => (graph: Dag) => [
    { unchanged: distinct(graph, allSubsets(4, size)), families: 1 },
  ];
  return [
    count(2, "all", allUnchanged),
    count(3, "all", allUnchanged),
    count(4, "all", allUnchanged),
    count(4, "all singletons", only(1)),
    count(4, "all pairs", only(2)),
  ];
}

/** Sets nd(S) that occur together, and how many families have just these. */
interface Unchanged {
  readonly unchanged: readonly number[];
  readonly families: number;
}

const distinct = (graph: Dag, family: readonly number[]) => [
  ...new Set(family.map((set) => nonDescendants(graph, set))),
];

/**
 * All non-empty families of a graph, taken together where they have the same sets nd(S): contents,
 * blocks and quotient follow from these alone, so that the 32,767 families of four variables become
 * at most so many and mostly a few dozen.
 */
export function* allUnchanged(graph: Dag): Generator<Unchanged> {
  const times = new Map<number, number>();
  for (let set = 1; set < 1 << graph.nodes; set++) {
    const unchanged = nonDescendants(graph, set);
    times.set(unchanged, (times.get(unchanged) ?? 0) + 1);
  }
  const all = [...times.keys()];
  for (let chosen = 1; chosen < 1 << all.length; chosen++) {
    const unchanged = all.filter((_, k) => chosen & (1 << k));
    // Of the sets S that share an nd(S), any but none may be in the family.
    const families = unchanged.reduce((product, one) => product * (2 ** times.get(one)! - 1), 1);
    yield { unchanged, families };
  }
}

function count(
  nodes: number,
  families: string,
  casesOf: (graph: Dag) => Iterable<Unchanged>,
): CensusRow {
  let [cases, cyclic, blocks, direct] = [0, 0, 0, 0];
  const known = new Map<number, { readonly classes: number[]; readonly direct: number }>();
  const levels = (unchanged: readonly number[]) => {
    const key = unchanged.reduce((all, set) => all | (1 << set), 0);
    const already = known.get(key);
    if (already) return already;
    const classes = membershipClasses(nodes, unchanged);
    const contents = new Set(intersections(unchanged));
    const found = { classes, direct: classes.filter((block) => contents.has(block)).length };
    known.set(key, found);
    return found;
  };
  for (const graph of allDags(nodes)) {
    const acyclic = new Map<string, boolean>();
    for (const one of casesOf(graph)) {
      const both = levels(one.unchanged), { classes } = both, key = classes.join();
      if (!acyclic.has(key)) acyclic.set(key, quotient(graph, classes).acyclic);
      cases += one.families;
      cyclic += acyclic.get(key) ? 0 : one.families;
      blocks += one.families * classes.length;
      direct += one.families * both.direct;
    }
  }
  return {
    nodes,
    families,
    cases,
    "cyclic quotients": cyclic,
    blocks,
    "of which contents": direct,
    "only remainders": blocks - direct,
  };
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
