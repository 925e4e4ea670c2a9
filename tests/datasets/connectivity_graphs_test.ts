import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { components } from "lib/datasets/graphs/components.ts";
import { neighbours } from "lib/datasets/graphs/graph.ts";
import { randomGraph } from "lib/datasets/graphs/random_graph.ts";
import { rng } from "lib/datasets/rng.ts";

/** Any relation on up to ten nodes, symmetric or not. */
const relation = fc.integer({ min: 1, max: 10 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    entries: fc.array(fc.constantFrom(0, 0, 0, 0, 1), {
      minLength: nodes * nodes,
      maxLength: nodes * nodes,
    }),
  })
);

/** Warshall's transitive closure of a relation made symmetric and reflexive. */
function closure(entries: readonly number[], nodes: number): boolean[] {
  const joined = entries.map((entry, e) => {
    const i = Math.floor(e / nodes), j = e % nodes;
    return i === j || entry > 0 || entries[j * nodes + i]! > 0;
  });
  for (let k = 0; k < nodes; k++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        joined[i * nodes + j] ||= joined[i * nodes + k]! && joined[k * nodes + j]!;
      }
    }
  }
  return joined;
}

Deno.test("components: union-find agrees with the transitive closure", () => {
  fc.assert(
    fc.property(relation, ({ nodes, entries }) => {
      const labels = components(entries, nodes);
      const same = entries.map((_, e) => labels[Math.floor(e / nodes)] === labels[e % nodes]);
      assertEquals(same, closure(entries, nodes));
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("components: are numbered in the order of their lowest nodes", () => {
  const path = new Float32Array(25).fill(-1);
  path[4 * 5 + 1] = path[3 * 5 + 2] = 1;
  assertEquals([...components(path, 5)], [0, 1, 2, 2, 1]);
  assertEquals([...components([], 0)], []);
  assertThrows(() => components([1], 2), RangeError, "must have 2² entries: received 1");
});

Deno.test("random graph: directed edges lead to the nearest neighbours, 1..u of them", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 20 }), (
      seed,
      nodes,
      maxDegree,
    ) => {
      const graph = randomGraph({ nodes, maxDegree, edges: "directed" }, rng(seed));
      assert(graph.points.every((p) => p >= 0 && p < 1));
      for (let i = 0; i < nodes; i++) {
        const found = neighbours(graph, i);
        const square = (j: number) =>
          (graph.points[2 * j]! - graph.points[2 * i]!) ** 2 +
          (graph.points[2 * j + 1]! - graph.points[2 * i + 1]!) ** 2;
        const others = Array.from({ length: nodes }, (_, j) => j).filter((j) => j !== i);
        others.sort((a, b) => square(a) - square(b));
        assert(found.length >= 1 && found.length <= Math.min(maxDegree, nodes - 1));
        assertEquals(found, others.slice(0, found.length).sort((a, b) => a - b));
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("random graph: undirected is the directed graph of the same stream made symmetric", () => {
  const options = { nodes: 12, maxDegree: 4 };
  const directed = randomGraph({ ...options, edges: "directed" }, rng(5)).adjacency;
  const undirected = randomGraph({ ...options, edges: "undirected" }, rng(5)).adjacency;
  const transposed = directed.map((_, e) => directed[(e % 12) * 12 + Math.floor(e / 12)]!);
  assertEquals(undirected, directed.map((edge, e) => edge | transposed[e]!));
});

Deno.test("random graph: out-degrees are uniform", () => {
  const counts = new Array(11).fill(0);
  const stream = rng(2);
  for (let g = 0; g < 500; g++) {
    const graph = randomGraph({ nodes: 20, maxDegree: 10, edges: "directed" }, stream);
    for (let i = 0; i < 20; i++) counts[neighbours(graph, i).length]++;
  }
  for (let k = 1; k <= 10; k++) assertAlmostEquals(counts[k] / 10_000, .1, .015);
});

Deno.test("random graph: wrong options are refused", () => {
  const draw = (nodes: number, maxDegree: number) => () =>
    randomGraph({ nodes, maxDegree, edges: "directed" }, rng(1));
  assertThrows(draw(1, 1), RangeError, "nodes must be an integer ≥ 2: received 1");
  assertThrows(draw(5, 0), RangeError, "maxDegree must be an integer ≥ 1: received 0");
  assertThrows(draw(5, 1.5), RangeError, "received 1.5");
});
