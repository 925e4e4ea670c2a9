/** What notebook 7 shows of paths. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, random } from "lib/tensor/mod.ts";
import { encodePathQueries } from "lib/datasets/shortest_path.ts";
import { methods } from "lib/papers/ired/method/methods.ts";
import { corrected } from "lib/papers/ired/method/options.ts";
import { firstProblems } from "lib/papers/ired/evaluation/problems.ts";
import { traceSolving } from "lib/papers/ired/landscapes/trace.ts";
import { wilson } from "lib/records/statistics.ts";
import { walkAll, walkBars, walkLines, walkRows } from "lib/papers/ired/report/closed_loop.ts";
import { baselineByHardness } from "lib/papers/ired/report/hardness.ts";
import * as paths from "lib/papers/ired/report/paths.ts";
import { graphMaps } from "lib/plots/mod.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";

const task = tasks.shortest_path;
const set = { difficulty: "same", seed: 3, problems: 3 } as const;
const problems = paths.pathProblemsOn(set);

/** An untrained network, as a checkpoint gives it. */
function untrained() {
  const network = task.networks.relational!.create();
  const manifest = { step: 0 } as never;
  const as = {
    trainedAs: methods.ired,
    irem: corrected.loss.irem,
    preset: "corrected",
  } as const;
  return {
    task,
    network,
    title: "untrained",
    params: network.init(random.key(1)),
    manifest,
    ...as,
  };
}

const quick = { sampler: { innerSteps: 1 }, mode: "graph" } as const;

Deno.test("pathProblemsOn() gives the problems that evaluations see", () => {
  const seen = firstProblems(task, set);
  assertEquals(seen.condition.x!.dataSync(), encodePathQueries(problems));
  disposeTree(seen);
  assertThrows(() => paths.pathProblemsOn({ ...set, problems: 257 }), RangeError, "problems must");
});

Deno.test("pathMap() draws all edges, and the stored path or another way", () => {
  const [problem] = problems;
  const { nodes, edges, options } = paths.pathMap(problem!);
  assertEquals(nodes.length, 20);
  nodes.forEach(({ node, x, y }) => {
    assertEquals([x, y], [...problem!.graph.points.slice(2 * node, 2 * node + 2)]);
  });
  const path = edges.filter(({ kind }) => kind === "path");
  assertEquals(path.map(({ to }) => to), [...problem!.actions]);
  assertEquals(path[0]!.from, problem!.start);
  const sum = problem!.graph.adjacency.reduce((total, edge) => total + edge, 0);
  assertEquals(edges.length, sum + path.length);
  assertEquals(options.marks!.map(({ node }) => node), [problem!.start, problem!.goal]);
  const stays = paths.pathMap(problem!, [problem!.start]).edges;
  assert(stays.every(({ kind }) => kind !== "path"));
  assert(graphMaps(nodes, edges, options).svg().includes("start"));
});

Deno.test("scoreMaps() has scores from 0 to 1 and the best move of each landscape", () => {
  const { params, ...network } = untrained();
  const trace = traceSolving({ ...network, ...set, ...quick, params });
  const { nodes, edges, options } = paths.scoreMaps(trace, problems, 1, [9, 0]);
  assertEquals([...new Set(nodes.map(({ t }) => t))], [9, 0]);
  for (const t of [9, 0]) {
    const own = nodes.filter((node) => node.t === t);
    const scores = own.map(({ score }) => score!);
    assertEquals([Math.min(...scores), Math.max(...scores)], [0, 1]);
    const [move, ...others] = edges.filter((edge) => edge.t === t);
    assertEquals(others, []);
    assertEquals(move!.from, problems[1]!.start);
    assertEquals(own[move!.to]!.score, 1);
    const legal = edges.some(({ from, to, t }) =>
      t === undefined && from === move!.from && to === move!.to
    );
    assertEquals(move!.kind, legal ? "path" : "wrong");
  }
  assert(graphMaps(nodes, edges, options).svg().includes("t = 9"));
  disposeTree(params);
});

Deno.test("walkAll() walks both sets with each player, as tables and charts show", async () => {
  const player = untrained();
  const rows = await walkAll([player], { problems: 3, seed: 3, innerSteps: 1 });
  assertEquals(rows.map(({ method, difficulty }) => [method, difficulty]), [
    ["random legal neighbour", "same"],
    ["untrained", "same"],
    ["random legal neighbour", "harder"],
    ["untrained", "harder"],
  ]);
  rows.forEach(({ episodes, withinOptimal, withinTwice, difficulty }) => {
    assertEquals(episodes.length, 3);
    assert(withinOptimal <= withinTwice && withinTwice <= 1);
    const starts = paths.pathProblemsOn({ ...set, difficulty }).map(({ start }) => start);
    assertEquals(episodes.map(({ path }) => path[0]), starts);
  });
  assertEquals(walkLines(rows).map((line) => line["in twice as many"]).length, 4);
  const [bar] = walkBars(rows);
  assertEquals([bar!.kind, bar!.split, bar!.value], [
    "trivial",
    "same difficulty",
    rows[0]!.withinOptimal,
  ]);
  disposeTree(player.params);
});

Deno.test("walkRows() has the three measures of each player, shares with their intervals", () => {
  const walked = {
    problems: 8,
    withinOptimal: 0.25,
    withinTwice: 0.5,
    illegalMoves: 2,
    episodes: [],
  };
  const row = { ...walked, difficulty: "harder" as const, low: 0.1, high: 0.4 };
  const rows = walkRows([{ ...row, method: "random legal neighbour" }, { ...row, method: "net" }]);
  assertEquals(rows.map(({ kind }) => kind).join(), "trivial,trivial,trivial,ours,ours,ours");
  const about = { method: "net", kind: "ours" as const, at: { difficulty: "harder" }, n: 8 };
  assertEquals(rows.slice(3), [
    { ...about, metric: "at the goal in the fewest moves", value: 0.25, low: 0.1, high: 0.4 },
    { ...about, metric: "at the goal in twice as many moves", value: 0.5, ...wilson(0.5, 8) },
    { ...about, metric: "illegal moves for each problem", value: 2 },
  ]);
});

Deno.test("baselineByHardness() scores the trivial answer at each distance, for each panel", () => {
  const of = { metric: "first action accuracy", problems: 256, seed: 1 };
  const rows = baselineByHardness(task, { ...of, innerSteps: [1, 10], values: [2, 6] });
  assertEquals(rows.map(({ split, steps }) => `${split}, ${steps}`), [
    "K = 1, 2",
    "K = 10, 2",
    "K = 1, 6",
    "K = 10, 6",
  ]);
  assertAlmostEquals(rows[0]!.value, rows[1]!.value);
  assert(rows[0]!.value < rows[2]!.value, "rarer distances have fewer wrong turns");
});
