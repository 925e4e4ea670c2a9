/** What notebook 6 shows of graphs. */
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { random } from "lib/tensor/mod.ts";
import { references } from "lib/papers/ired/evaluation/references.ts";
import type { ResultRow } from "lib/records/rows.ts";
import type { SolvingTrace } from "lib/papers/ired/landscapes/trace.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import * as graphs from "lib/papers/ired/report/graphs.ts";
import { byInnerSteps, sweepNetworksByHardness } from "lib/papers/ired/report/hardness.ts";
import { sharesWrong } from "lib/papers/ired/report/shares.ts";
import { graphRelational } from "lib/models/graph_relational.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";

const task = tasks.connectivity;

Deno.test("problemGraph() gives edges once and the components of the answer", () => {
  for (const [difficulty, n] of [["same", 12], ["harder", 18]] as const) {
    const { nodes, edges } = graphs.problemGraph(task, { difficulty, problem: 2, seed: 3 });
    assertEquals(nodes.map(({ node }) => node), Array.from({ length: n }, (_, i) => i));
    assert(edges.length >= n / 2 && edges.every(({ from, to }) => from < to && to < n));
    for (const { from, to } of edges) assertEquals(nodes[from]!.component, nodes[to]!.component);
  }
  const one = graphs.problemGraph(task, { problem: 0 });
  assert(
    `${one.edges}` !== "" &&
      JSON.stringify(one) !== JSON.stringify(graphs.problemGraph(task, { problem: 1 })),
  );
});

/** Two problems of three nodes: a path of two edges, and one edge. */
const edges = [[0, 1, 0, 1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 0, 0, 0, 0]].flat()
  .map((edge) => edge ? 1 : -1);
const truth = [[1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, -1, 1, 1, -1, -1, -1, 1]].flat();
const landscape = (t: number, estimate: number[]) => (
  { t, estimate: Float32Array.from(estimate), energies: [], accepted: [] }
);
const trace: SolvingTrace = {
  problems: 2,
  shape: [3, 3],
  condition: { x: { shape: [3, 3, 1], values: Float32Array.from(edges) } },
  truth: Float32Array.from(truth),
  answer: Float32Array.from(truth),
  errors: new Float32Array(2),
  landscapes: [
    // All apart but one order of one pair; then right but for the pair (0, 2) of the first problem.
    landscape(1, [1, -1, 0.5, -1, 1, -1, -1, -1, 1, ...truth.slice(9)]),
    landscape(0, [1, 1, -1, 1, 1, 1, -1, 1, 1, ...truth.slice(9)]),
  ],
};

Deno.test("componentMaps() shows components and wrong pairs of each landscape", () => {
  const { nodes, edges } = graphs.componentMaps(trace, 0);
  const at = (t: number) => nodes.filter((node) => node.t === t).map(({ component }) => component);
  assertEquals([at(1), at(0)], [[0, 1, 0], [0, 0, 0]]);
  assertEquals(edges.filter(({ kind }) => kind === undefined), [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ]);
  const wrong = edges.filter(({ kind }) => kind === "wrong").map((
    { t, from, to },
  ) => [t, from, to]);
  assertEquals(wrong, [[1, 0, 1], [1, 0, 2], [1, 1, 2], [0, 0, 2]]);
  const second = graphs.componentMaps(trace, 1, [0]);
  assertEquals(second.nodes.map(({ t, component }) => [t, component]), [[0, 0], [0, 0], [0, 1]]);
  assertEquals(second.edges, [{ from: 0, to: 1 }]);
  assertEquals(graphs.mostWrong(trace, 1), 0);
  assertEquals(graphs.mostWrong(trace, 1, { components: 2 }), 1);
  assertEquals(graphs.mostWrong(trace, 1, { components: 3 }), 0, "none has three");
});

Deno.test("sharesWrong() turns one measure around, and knows how published numbers are rounded", () => {
  const row = { at: { difficulty: "same" }, metric: "accuracy" } as const;
  const rows: ResultRow[] = [
    { ...row, method: "IRED", kind: "published", value: 0.991 },
    { ...row, method: "net", kind: "ours", value: 0.9, standardError: 0.01 },
    { ...row, metric: "luck", method: "net", kind: "ours", value: 0.5 },
  ];
  const [published, ours, ...others] = sharesWrong(rows, "accuracy");
  assertEquals(others, []);
  assertAlmostEquals(published!.value, 0.009, 1e-12);
  assertAlmostEquals(published!.standardError!, 0.0005 / 1.96, 1e-12);
  assertAlmostEquals(ours!.value, 0.1, 1e-12);
  assertEquals([ours!.metric, ours!.standardError], ["1 - accuracy", 0.01]);
});

Deno.test("references() of a measure are its published numbers and the best trivial value", () => {
  const rows = references(task, { problems: 16, metric: "accuracy" });
  assertEquals(rows.map(({ label }) => label).slice(0, 3), [
    "published IRED",
    "published IREM",
    "best trivial answer",
  ]);
  assertEquals(rows[0]!.value, 0.991);
  const best = (metric?: string) =>
    references(task, { problems: 16, ...(metric && { metric }) }).at(-1)!.value;
  // The error is a share of wrong pairs: its best is what the best accuracy leaves.
  assertAlmostEquals(best("accuracy"), 1 - best(), 1e-6);
  assertEquals(references(task, { problems: 4 }).length, 2, "no published mean error");
});

Deno.test("sweepNetworksByHardness() measures every size with every number of steps", async () => {
  const network = graphRelational({ width: 4, layers: 1, relations: 1, timeFeatures: 8 });
  const params = network.init(random.key(0));
  const trained = { task, network, params, title: "tiny" } as unknown as Trained;
  const set = { problems: 2, seed: 0, innerSteps: [1, 2], values: [12, 20], metric: "accuracy" };
  const rows = await sweepNetworksByHardness([trained], set);
  const found = rows.map(({ method, split, steps }) => [method, split, steps]);
  assertEquals(found, [
    ["tiny", "K = 1", 12],
    ["tiny", "K = 1", 20],
    ["tiny", "K = 2", 12],
    ["tiny", "K = 2", 20],
  ]);
  assert(rows.every(({ value }) => value > 0 && value < 1));
  const turned = byInnerSteps(rows, "nodes").map(({ split, steps }) => [split, steps]);
  assertEquals(turned, [["12 nodes", 1], ["20 nodes", 1], ["12 nodes", 2], ["20 nodes", 2]]);
  const { hardness: _, ...single } = task;
  const none = { ...trained, task: single };
  await assertRejects(
    () => sweepNetworksByHardness([none], { ...set, values: [1] }),
    RangeError,
    "connectivity has no sets of problems by hardness",
  );
});
