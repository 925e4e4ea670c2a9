import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { distances } from "lib/datasets/graphs/distances.ts";
import { hasEdge } from "lib/datasets/graphs/graph.ts";
import { optimalMoves } from "lib/datasets/graphs/path_oracle.ts";
import { PATH_SPLITS, pathProblems } from "lib/datasets/shortest_path.ts";
import { rng } from "lib/datasets/rng.ts";
import {
  closedLoopScores,
  type PathPolicy,
  playClosedLoop,
  randomNeighbourPolicy,
} from "lib/papers/ired/evaluation/closed_loop.ts";

const problems = pathProblems(PATH_SPLITS.harder, { seed: 1, count: 60 });

const oracle: PathPolicy = (queries) =>
  queries.map(({ graph, start, goal }) => optimalMoves(graph, distances(graph), start, goal)[0]!);

Deno.test("closed loop: the oracle reaches every goal in the optimal number of moves", async () => {
  const episodes = await playClosedLoop(problems, (queries) => Promise.resolve(oracle(queries)));
  assertEquals(closedLoopScores(episodes), { withinOptimal: 1, withinTwice: 1, illegalMoves: 0 });
  episodes.forEach(({ path, reached, optimal }, b) => {
    const { start, goal, distance, graph } = problems[b]!;
    assert(reached);
    assertEquals([path[0], path.at(-1), optimal], [start, goal, distance]);
    assertEquals(path.length - 1, distance);
    path.slice(1).forEach((to, i) => assert(hasEdge(graph, path[i]!, to)));
  });
});

Deno.test("closed loop: one wasted move costs the optimum but not the goal", async () => {
  let calls = 0;
  const episodes = await playClosedLoop(
    problems,
    (queries) => calls++ === 0 ? queries.map(() => NaN) : oracle(queries),
  );
  assertEquals(closedLoopScores(episodes), { withinOptimal: 0, withinTwice: 1, illegalMoves: 1 });
  assert(episodes.every(({ path }) => path[0] === path[1]));
});

Deno.test("closed loop: who never moves spends twice the optimum and fails", async () => {
  const episodes = await playClosedLoop(problems, (queries) => queries.map(() => -1));
  const { withinTwice, illegalMoves } = closedLoopScores(episodes);
  assertEquals(withinTwice, 0);
  const budget = problems.reduce((sum, { distance }) => sum + 2 * distance, 0);
  assertEquals(illegalMoves, budget / problems.length);
  assert(episodes.every(({ path, optimal }) => path.length === 2 * optimal + 1));
});

Deno.test("closed loop: only open problems are asked about, from where they stand", async () => {
  const sizes: number[] = [];
  await playClosedLoop(problems, (queries) => {
    sizes.push(queries.length);
    assert(queries.every(({ start, goal }) => start !== goal));
    return oracle(queries);
  });
  const longest = Math.max(...problems.map(({ distance }) => distance));
  const open = (round: number) => problems.filter(({ distance }) => distance > round).length;
  assertEquals(sizes, Array.from({ length: longest }, (_, round) => open(round)));
});

Deno.test("closed loop: random neighbours are legal, seeded and rarely right", async () => {
  const play = () => playClosedLoop(problems, randomNeighbourPolicy(rng(4)));
  const episodes = await play();
  assertEquals(await play(), episodes);
  const { withinOptimal, withinTwice, illegalMoves } = closedLoopScores(episodes);
  assertEquals(illegalMoves, 0);
  assert(withinOptimal <= withinTwice && withinTwice < .25);
});

Deno.test("closed loop: no problems, no episodes, a policy that answers too little", async () => {
  assertEquals(await playClosedLoop([], oracle), []);
  assertThrows(() => closedLoopScores([]), RangeError, "no episodes");
  await assertRejects(() => playClosedLoop(problems, () => [1]), RangeError, "1 moves for 60");
});
