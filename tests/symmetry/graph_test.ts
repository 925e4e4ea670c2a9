import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  bernoulliGraph,
  completeBipartite,
  cycleGraph,
  hypercube,
  pathGraph,
  petersen,
  prism,
  wheel,
} from "lib/datasets/named_graphs.ts";
import { rng } from "lib/datasets/rng.ts";
import {
  type Adjacency,
  canonicalLabelling,
  permutationGroup,
  permutations,
  vertexOrbits,
} from "lib/symmetry/mod.ts";

const renamed = (graph: Adjacency, to: readonly number[]): number[][] => {
  const moved = graph.map((row) => row.map(() => 0));
  graph.forEach((row, i) => row.forEach((edge, j) => moved[to[i]!]![to[j]!] = edge));
  return moved;
};

Deno.test("automorphisms are as many as is known, and are automorphisms", () => {
  const known = [
    ...[[cycleGraph(8), 16], [hypercube(3), 48], [petersen(), 120], [completeBipartite(3, 3), 72]],
    ...[[completeBipartite(2, 4), 48], [prism(5), 20], [wheel(6), 12], [pathGraph(8), 2]],
  ] as const;
  for (const [{ name, adjacency }, count] of known) {
    const { automorphisms } = canonicalLabelling(adjacency);
    assertEquals(automorphisms.length, count, name);
    for (const p of automorphisms) assertEquals(renamed(adjacency, p), adjacency, name);
    permutationGroup(name, automorphisms.slice(0, 1)); // the identity comes first
    assertEquals(automorphisms[0], adjacency.map((_, v) => v));
    assertEquals(new Set(automorphisms.map(String)).size, count);
  }
  assertEquals(vertexOrbits(canonicalLabelling(wheel(6).adjacency).automorphisms).length, 2);
});

Deno.test("the form is the same whatever the vertices are called, and tells graphs apart", () => {
  const random = rng(3);
  for (
    const { adjacency } of [petersen(), bernoulliGraph(rng(1), 9, 0.4), prism(4), pathGraph(7)]
  ) {
    const { form, labels } = canonicalLabelling(adjacency);
    const to = random.shuffle(adjacency.map((_, v) => v));
    const other = canonicalLabelling(renamed(adjacency, to));
    assertEquals(other.form, form);
    assertEquals(renamed(adjacency, labels).map((row) => row.join("")).join("|"), form);
  }
  assert(
    canonicalLabelling(hypercube(3).adjacency).form !== canonicalLabelling(prism(3).adjacency).form,
  );
  assertThrows(
    () => canonicalLabelling(petersen().adjacency, 10),
    RangeError,
    "more than 10 orders",
  );
});

Deno.test("what is no graph has no labelling, and permutations of other lengths differ", () => {
  const refused: readonly (readonly [number[][], string])[] = [
    [[[0, 1], [0, 0]], "there is an edge between 0 and 1 in one direction: accepted are symmetric"],
    [[[1]], "vertex 0 has an edge to itself"],
    [[[0, 2], [2, 0]], "entry 1 of row 0 is 2"],
    [[[0, 1], [1]], "row 1 of 2 has 1 entries"],
  ];
  for (const [graph, message] of refused) {
    assertThrows(() => canonicalLabelling(graph), RangeError, message);
  }
  const { equal } = permutations(3);
  assert(!equal([0, 1], [0, 1, 2]) && !equal([0, 1, 2], [0, 1]) && equal([0, 2, 1], [0, 2, 1]));
});
