/** Graphs, causal models, pairs. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { allDags, arrowsOf, dag, setOf, withAncestors, withDescendants } from "lib/datasets/dag.ts";
import { normals, rotation } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import {
  counterfactualPairs,
  linearScm,
  locationScaleScm,
  mix,
  randomWeights,
} from "lib/datasets/scm.ts";

Deno.test("graphs: orders, descendants, ancestors", () => {
  const graph = dag(4, [[3, 1], [1, 0], [3, 2]]);
  assertEquals(graph.order, [3, 1, 0, 2]);
  assertEquals(arrowsOf(graph), [[1, 0], [3, 1], [3, 2]]);
  assertEquals(withDescendants(graph, setOf([1])), setOf([0, 1]));
  assertEquals(withDescendants(graph, setOf([3])), 0b1111);
  assertEquals(withAncestors(graph, setOf([0])), setOf([0, 1, 3]));
});

Deno.test("graphs: a cycle, and nodes that are none, are refused in a sentence", () => {
  const cycle = assertThrows(() => dag(3, [[0, 1], [1, 2], [2, 0]]), RangeError);
  assertEquals(
    cycle.message,
    "Cannot make a causal graph of the arrows 0 → 1,1 → 2,2 → 0 as they form a cycle: " +
      "no variable may cause itself",
  );
  assertThrows(() => dag(2, [[1, 1]]), RangeError, "cycle");
  assertThrows(() => dag(2, [[0, 2]]), RangeError, "nodes are 0 to 1");
  assertThrows(() => dag(21, []), RangeError, "1 to 20 nodes");
});

Deno.test("graphs: as many labelled acyclic ones as Robinson counts", () => {
  assertEquals([1, 2, 3, 4].map((n) => allDags(n).length), [1, 3, 25, 543]);
});

Deno.test("normal numbers have the moments of a normal distribution; rotations keep lengths", () => {
  const drawn = normals(rng(3), 20_000);
  const moment = (k: number) => drawn.reduce((sum, x) => sum + x ** k, 0) / drawn.length;
  // Within 4 standard errors: 1, √2, √96 over √20,000.
  assert(Math.abs(moment(1)) < 0.0283);
  assert(Math.abs(moment(2) - 1) < 0.04);
  assert(Math.abs(moment(4) - 3) < 0.28);
  for (const n of [2, 3, 5]) {
    const rows = rotation(rng(n), n);
    rows.forEach((a, i) =>
      rows.forEach((b, j) => {
        const product = a.reduce((sum, x, k) => sum + x * b[k]!, 0);
        assert(Math.abs(product - Number(i === j)) < 1e-12);
      })
    );
  }
  const [[a, b], [c, d]] = rotation(rng(2), 2) as [[number, number], [number, number]];
  assert(Math.abs(a * d - b * c - 1) < 1e-12, "a determinant of 1");
});

Deno.test("pairs: only the set and what descends from it changes, noises stay", () => {
  const graph = dag(4, [[0, 1], [1, 2], [0, 3]]);
  const scm = locationScaleScm(graph, rng(5));
  const family = [[1], [0, 2], [3]];
  const pairs = counterfactualPairs(scm, family, 500, rng(6));
  const seen = new Set<number>();
  for (let row = 0; row < pairs.count; row++) {
    const set = pairs.targets[row]!, changing = withDescendants(graph, set);
    seen.add(set);
    for (let i = 0; i < 4; i++) {
      const at = row * 4 + i;
      assertEquals(pairs.z[at] !== pairs.after[at], Boolean(changing & (1 << i)), `${i} of ${set}`);
      const own = scm.mechanism(i, pairs.after.subarray(row * 4, row * 4 + 4), pairs.noise[at]!);
      assertEquals(pairs.after[at] === own, !(set & (1 << i)), "the mechanism holds outside of S");
    }
  }
  assertEquals(seen, new Set(family.map(setOf)));
});

Deno.test("pairs: what an intervention sets is independent of the causes", () => {
  const graph = dag(2, [[0, 1]]);
  const scm = linearScm(graph, [[0, 0], [2, 0]]);
  const { count, z, after } = counterfactualPairs(scm, [[1]], 4000, rng(1));
  const correlation = (values: Float64Array) => {
    let [xy, xx, yy] = [0, 0, 0];
    for (let row = 0; row < count; row++) {
      const [x, y] = [values[2 * row]!, values[2 * row + 1]!];
      [xy, xx, yy] = [xy + x * y, xx + x * x, yy + y * y];
    }
    return xy / Math.sqrt(xx * yy);
  };
  assert(correlation(z) > 0.85); // 2/√5 = 0.894
  assert(Math.abs(correlation(after)) < 4 / Math.sqrt(count));
});

Deno.test("linear models: z = B z + ε; mixing multiplies", () => {
  const graph = dag(3, [[0, 1], [1, 2], [0, 2]]);
  const weights = randomWeights(graph, rng(2));
  const { z, noise } = counterfactualPairs(linearScm(graph, weights), [[0]], 20, rng(3));
  for (let at = 0; at < z.length; at += 3) {
    for (let i = 0; i < 3; i++) {
      const sum = [0, 1, 2].reduce((all, j) => all + weights[i]![j]! * z[at + j]!, noise[at + i]!);
      assert(Math.abs(sum - z[at + i]!) < 1e-12);
    }
  }
  assertEquals(Array.from(mix(new Float64Array([1, 2, 3, 4]), [[1, 1], [0, 2]])), [3, 4, 7, 8]);
});

Deno.test("families: empty ones, and variables that are none, are refused in a sentence", () => {
  const scm = locationScaleScm(dag(2, []), rng(0));
  assertThrows(() => counterfactualPairs(scm, [], 1, rng(0)), RangeError, "family is empty");
  assertThrows(
    () => counterfactualPairs(scm, [[2]], 1, rng(0)),
    RangeError,
    "variables are 0 to 1",
  );
});
