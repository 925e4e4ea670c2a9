import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  CONNECTIVITY_SPLITS,
  connectivityGraphs,
  encodeConnectivity,
} from "lib/datasets/connectivity.ts";
import { adjacencyOnly, allConnected } from "./oracles/connectivity_baselines.ts";

Deno.test("connectivity: the share of connected pairs and of connected graphs", () => {
  // An independent NumPy implementation gave these on 20,000 graphs each, ± .002 and ± .004; the
  // values .637/.275, .624/.27, .812/.60, .758/.48, .444/.07 quoted elsewhere come from fewer.
  const expected: [keyof typeof CONNECTIVITY_SPLITS, number, number][] = [
    ["train", .632, .270],
    ["nodes13", .603, .227],
    ["nodes15", .808, .578],
    ["harder", .763, .482],
    ["nodes20", .447, .062],
  ];
  for (const [name, pairs, whole] of expected) {
    const { size: _, ...split } = CONNECTIVITY_SPLITS[name];
    const { y, nodes, count } = encodeConnectivity(
      connectivityGraphs(split, { seed: 7, count: 2000 }),
    );
    const connected = y.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    const entries = nodes * nodes;
    let full = 0;
    for (let b = 0; b < count; b++) {
      if (y.subarray(b * entries, (b + 1) * entries).every((value) => value > 0)) full++;
    }
    assertAlmostEquals(connected / y.length, pairs, .025, `${name}: ${connected / y.length}`);
    assertAlmostEquals(full / count, whole, .045, `${name}: ${full / count}`);
  }
});

Deno.test("connectivity: targets are symmetric, reflexive, transitive and hold every edge", () => {
  const { x, y, nodes, count } = encodeConnectivity(
    connectivityGraphs(CONNECTIVITY_SPLITS.test, { seed: 3, count: 50 }),
  );
  const at = (a: Float32Array, b: number, i: number, j: number) => a[(b * nodes + i) * nodes + j]!;
  for (let b = 0; b < count; b++) {
    for (let i = 0; i < nodes; i++) {
      assertEquals(at(y, b, i, i), 1);
      assertEquals(at(x, b, i, i), -1);
      for (let j = 0; j < nodes; j++) {
        assertEquals(at(y, b, i, j), at(y, b, j, i));
        assertEquals(at(x, b, i, j), at(x, b, j, i));
        assert(Math.abs(at(x, b, i, j)) === 1 && Math.abs(at(y, b, i, j)) === 1);
        assert(at(x, b, i, j) <= at(y, b, i, j), "an edge joins unconnected nodes");
        for (let k = 0; k < nodes; k++) {
          if (at(y, b, i, j) > 0 && at(y, b, j, k) > 0) assertEquals(at(y, b, i, k), 1);
        }
      }
    }
  }
});

Deno.test("connectivity: an example depends on seed, split and index only", () => {
  const { train, test } = CONNECTIVITY_SPLITS;
  const all = connectivityGraphs(train, { seed: 1, count: 10 });
  assertEquals(connectivityGraphs(train, { seed: 1, start: 4, count: 3 }), all.slice(4, 7));
  const key = (graphs: ReturnType<typeof connectivityGraphs>) => graphs.map((g) => `${g.points}`);
  const streams = [all, connectivityGraphs(train, { seed: 2, count: 10 })];
  streams.push(connectivityGraphs(test, { seed: 1, count: 10 }));
  assertEquals(new Set(streams.flatMap(key)).size, 30);
});

Deno.test("connectivity: no test graph is among many training graphs", () => {
  const { train, test } = CONNECTIVITY_SPLITS;
  const key = ({ adjacency }: { adjacency: Uint8Array }) => adjacency.join("");
  const seen = new Set(connectivityGraphs(train, { seed: 1, count: 5000 }).map(key));
  const tests = connectivityGraphs(test, { seed: 1, count: 1000 });
  assertEquals(tests.filter((graph) => seen.has(key(graph))).length, 0);
});

Deno.test("connectivity: a range outside the split is refused", () => {
  const { test } = CONNECTIVITY_SPLITS;
  const take = (start: number, count: number) => () =>
    connectivityGraphs(test, { seed: 1, start, count });
  assertThrows(take(999, 2), RangeError, "Cannot take examples 999..1000: accepted are 0..999");
  assertThrows(take(-1, 2), RangeError, "accepted are 0..999");
  assertThrows(take(0, 1.5), RangeError, "accepted are 0..999");
  assertEquals(take(1000, 0)(), []);
});

Deno.test("connectivity: graphs of different sizes do not batch; none make an empty batch", () => {
  const graphs = [CONNECTIVITY_SPLITS.test, CONNECTIVITY_SPLITS.harder]
    .flatMap((split) => connectivityGraphs(split, { seed: 1, count: 1 }));
  assertThrows(() => encodeConnectivity(graphs), RangeError, "expected 12 nodes, received 18");
  assertEquals(encodeConnectivity([]).y.length, 0);
});

Deno.test("connectivity: baselines", () => {
  const batch = encodeConnectivity(
    connectivityGraphs(CONNECTIVITY_SPLITS.harder, { seed: 1, count: 3 }),
  );
  assertEquals(allConnected(batch), new Float32Array(3 * 18 * 18).fill(1));
  const adjacency = adjacencyOnly(batch);
  adjacency.forEach((value, e) => {
    const pair = e % (18 * 18);
    const isDiagonal = Math.floor(pair / 18) === pair % 18;
    assertEquals(value, isDiagonal ? 1 : batch.x[e]);
  });
});
