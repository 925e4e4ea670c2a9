import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { distances, UNREACHABLE } from "lib/datasets/graphs/distances.ts";
import { type Graph, hasEdge, neighbours } from "lib/datasets/graphs/graph.ts";
import { optimalMoves, shortestPath } from "lib/datasets/graphs/path_oracle.ts";
import { randomGraph } from "lib/datasets/graphs/random_graph.ts";
import { rng } from "lib/datasets/rng.ts";

/** Any directed graph without self-loops, sizes around the 32 bits of a word included. */
const anyGraph: fc.Arbitrary<Graph> = fc
  .tuple(fc.constantFrom(1, 2, 5, 9, 31, 32, 33, 65), fc.integer(), fc.integer({ max: 3, min: 0 }))
  .map(([nodes, seed, mean]) => {
    const random = rng(seed);
    const adjacency = Uint8Array.from({ length: nodes * nodes }, (_, e) => {
      const isLoop = Math.floor(e / nodes) === e % nodes;
      return !isLoop && random.uniform() < mean / nodes ? 1 : 0;
    });
    return { nodes, adjacency, points: new Float64Array(2 * nodes) };
  });

function floydWarshall({ nodes, adjacency }: Graph): number[] {
  const all = Array.from(adjacency, (edge, e) => {
    if (Math.floor(e / nodes) === e % nodes) return 0;
    return edge === 1 ? 1 : Infinity;
  });
  for (let k = 0; k < nodes; k++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        all[i * nodes + j] = Math.min(
          all[i * nodes + j]!,
          all[i * nodes + k]! + all[k * nodes + j]!,
        );
      }
    }
  }
  return all.map((distance) => distance === Infinity ? UNREACHABLE : distance);
}

Deno.test("distances agree with Floyd and Warshall", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      assertEquals([...distances(graph)], floydWarshall(graph));
    }),
    { seed: 1, numRuns: 150 },
  );
});

Deno.test("distances of a long directed ring", () => {
  const nodes = 70;
  const adjacency = new Uint8Array(nodes * nodes);
  for (let i = 0; i < nodes; i++) adjacency[i * nodes + (i + 1) % nodes] = 1;
  const all = distances({ nodes, adjacency });
  all.forEach((distance, e) => {
    const ahead = (e % nodes - Math.floor(e / nodes) + nodes) % nodes;
    assertEquals(distance, ahead);
  });
});

Deno.test("a graph has nodes 4, 5, 6 steps apart as often as it should", () => {
  const has = [0, 0, 0];
  const stream = rng(1);
  for (let g = 0; g < 1500; g++) {
    const all = distances(randomGraph({ nodes: 20, maxDegree: 10, edges: "directed" }, stream));
    for (const k of [0, 1, 2]) if (all.includes(4 + k)) has[k]!++;
  }
  [.999, .86, .45].forEach((share, k) => assertAlmostEquals(has[k]! / 1500, share, .045));
});

Deno.test("shortest paths are legal and as long as the distance, for every pair", () => {
  fc.assert(
    fc.property(anyGraph.filter(({ nodes }) => nodes <= 9), (graph) => {
      const all = distances(graph);
      for (let e = 0; e < all.length; e++) {
        const start = Math.floor(e / graph.nodes), goal = e % graph.nodes;
        if (all[e] === UNREACHABLE) {
          assertEquals(optimalMoves(graph, all, start, goal), []);
          assertThrows(
            () => shortestPath(graph, all, start, goal, rng(1)),
            RangeError,
            `none leads from node ${start} to node ${goal}`,
          );
          continue;
        }
        const path = shortestPath(graph, all, start, goal, rng(1));
        assertEquals(path.length, all[e]);
        assert(path.every((to, i) => hasEdge(graph, i === 0 ? start : path[i - 1]!, to)));
        assertEquals(path.at(-1) ?? start, goal);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("optimal moves are the neighbours at distance one less, each drawn equally often", () => {
  // 0 → {1, 2, 3}, {1, 2} → 4, 3 → 0: two shortest paths from 0 to 4, and a detour.
  const adjacency = new Uint8Array(25);
  for (const [i, j] of [[0, 1], [0, 2], [0, 3], [1, 4], [2, 4], [3, 0]] as const) {
    adjacency[i * 5 + j] = 1;
  }
  const graph = { nodes: 5, adjacency, points: new Float64Array(10) };
  const all = distances(graph);
  assertEquals(neighbours(graph, 0), [1, 2, 3]);
  assertEquals(optimalMoves(graph, all, 0, 4), [1, 2]);
  assertEquals(optimalMoves(graph, all, 4, 4), []);
  const stream = rng(1);
  let first = 0;
  for (let i = 0; i < 1000; i++) if (shortestPath(graph, all, 0, 4, stream)[0] === 1) first++;
  assertAlmostEquals(first / 1000, .5, .06);
});

Deno.test("hasEdge is false for what is no node", () => {
  const graph = { nodes: 2, adjacency: Uint8Array.of(0, 1, 1, 0), points: new Float64Array(4) };
  assert(hasEdge(graph, 0, 1));
  for (const to of [0, -1, 2, .5, NaN]) assert(!hasEdge(graph, 0, to));
});
