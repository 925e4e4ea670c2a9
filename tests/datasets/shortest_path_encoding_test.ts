import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  encodePathActions,
  encodePathQueries,
  PATH_SPLITS,
  type PathProblem,
  pathProblems,
} from "lib/datasets/shortest_path.ts";
import { rng } from "lib/datasets/rng.ts";
import { pathNegatives } from "./oracles/path_negatives.ts";

const problems = pathProblems(PATH_SPLITS.train, { seed: 1, count: 300 });
const y = encodePathActions(problems);
const nodes = 20;
const steps = 8;

Deno.test("path conditions: edges, current row, edges, goal row", () => {
  const x = encodePathQueries(problems);
  assertEquals(x.length, 300 * nodes * nodes * 4);
  problems.slice(0, 20).forEach(({ graph, start, goal }, b) => {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        const at = ((b * nodes + i) * nodes + j) * 4;
        const edge = graph.adjacency[i * nodes + j] === 1 ? 1 : -1;
        assertEquals(
          [...x.subarray(at, at + 4)],
          [edge, i === start ? 1 : -1, edge, i === goal ? 1 : -1],
        );
      }
    }
  });
});

Deno.test("path answers: one node a step, the last move repeated", () => {
  assertEquals(y.length, 300 * steps * nodes);
  problems.forEach(({ actions, goal }, b) => {
    for (let t = 0; t < steps; t++) {
      const row = y.subarray((b * steps + t) * nodes, (b * steps + t + 1) * nodes);
      assertEquals(row.indexOf(1), t < actions.length ? actions[t] : goal);
      assertEquals(row.reduce((sum, value) => sum + value, 0), 2 - nodes);
    }
  });
});

Deno.test("paths that do not fit, and graphs of different sizes, are refused", () => {
  const withActions = (actions: number[]): PathProblem => ({ ...problems[0]!, actions });
  assertEquals(encodePathActions([withActions([1, 2, 3, 4, 5, 6, 7, 8])]).length, 160);
  const nine = withActions([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assertThrows(() => encodePathActions([nine]), RangeError, "of 9 moves: accepted are 1..8");
  assertThrows(() => encodePathActions([withActions([])]), RangeError, "of 0 moves");
  const mixed = [problems[0]!, ...pathProblems(PATH_SPLITS.harder, { seed: 1, count: 1 })];
  assertThrows(() => encodePathQueries(mixed), RangeError, "expected 20 nodes, received 25");
});

Deno.test("path negatives replace the first move and keep the others", () => {
  for (const kind of ["reference", "distinct"] as const) {
    const before = y.slice();
    const negative = pathNegatives(y, nodes, kind, rng(1));
    assertEquals(pathNegatives(y, nodes, kind, rng(1)), negative);
    assertEquals(y, before);
    const counts = new Array(nodes).fill(0);
    let same = 0;
    problems.forEach(({ actions }, b) => {
      const offset = b * steps * nodes;
      const first = negative.subarray(offset, offset + nodes);
      assertEquals(first.reduce((sum, value) => sum + value, 0), 2 - nodes);
      counts[first.indexOf(1)]++;
      if (first.indexOf(1) === actions[0]) same++;
      const end = offset + steps * nodes;
      assertEquals(negative.subarray(offset + nodes, end), y.subarray(offset + nodes, end));
    });
    assert(counts.every((count) => count > 0), "some node is never drawn");
    if (kind === "distinct") assertEquals(same, 0);
    else assertAlmostEquals(same / problems.length, 1 / nodes, .04);
  }
  assertThrows(
    () => pathNegatives(new Float32Array(81), 10, "reference", rng(1)),
    RangeError,
    "must be a multiple of 8×10: received 81",
  );
});
