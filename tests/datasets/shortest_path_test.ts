import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { hasEdge } from "lib/datasets/graphs/graph.ts";
import {
  drawPathProblem,
  PATH_SPLITS,
  type PathProblem,
  pathProblems,
} from "lib/datasets/shortest_path.ts";
import { rng } from "lib/datasets/rng.ts";
import { randomNeighbourScore } from "./oracles/random_neighbour.ts";

/** Fraction of problems whose distance is `d`. */
function shareAt(problems: readonly PathProblem[], d: number): number {
  return problems.filter(({ distance }) => distance === d).length / problems.length;
}

Deno.test("shortest path: distances 4..6 equally often; a random neighbour scores .724, .737", () => {
  for (const [name, score] of [["train", .724], ["harder", .737]] as const) {
    const problems = pathProblems(PATH_SPLITS[name], { seed: 1, count: 3000 });
    assertAlmostEquals(randomNeighbourScore(problems), score, .015);
    for (const d of [4, 5, 6]) assertAlmostEquals(shareAt(problems, d), 1 / 3, .035);
  }
});

Deno.test("shortest path: stored actions walk edges to the goal, each strictly closer", () => {
  for (const split of Object.values(PATH_SPLITS)) {
    const [lowest, highest] = split.distance;
    for (const problem of pathProblems(split, { seed: 5, count: 100 })) {
      const { graph, start, goal, distance, actions, distances } = problem;
      assertEquals(graph.nodes, split.nodes);
      assert(distance >= lowest && distance <= highest);
      assertEquals(distances[start * graph.nodes + goal], distance);
      assertEquals(actions.length, distance);
      let at = start;
      actions.forEach((to, step) => {
        assert(hasEdge(graph, at, to));
        assertEquals(distances[to * graph.nodes + goal], distance - step - 1);
        at = to;
      });
      assertEquals(at, goal);
    }
  }
});

Deno.test("shortest path: a problem depends on seed, set and index only", () => {
  const { train, test } = PATH_SPLITS;
  const all = pathProblems(train, { seed: 1, count: 8 });
  assertEquals(pathProblems(train, { seed: 1, start: 5, count: 2 }), all.slice(5, 7));
  assertEquals(
    pathProblems(test, { seed: 1, count: 2 }),
    pathProblems({ ...train, size: 100_000 }, { seed: 1, start: 90_000, count: 2 }),
  );
  const sets = [all, pathProblems(test, { seed: 1, count: 8 })];
  sets.push(pathProblems(train, { seed: 2, count: 8 }));
  assertEquals(new Set(sets.flat().map(({ graph }) => `${graph.points}`)).size, 24);
});

Deno.test("shortest path: impossible distances and ranges are refused", () => {
  assertThrows(
    () => drawPathProblem({ nodes: 3, maxDegree: 1, distance: [3, 3] }, rng(1)),
    RangeError,
    "no graph of 10000 with 3 nodes had two 3 steps apart",
  );
  assertThrows(
    () => pathProblems(PATH_SPLITS.test, { seed: 1, start: 10_000, count: 1 }),
    RangeError,
    "accepted are 0..9999",
  );
  assertThrows(() => randomNeighbourScore([]), RangeError, "no problems");
});
