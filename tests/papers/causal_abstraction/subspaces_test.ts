/** The linear experiment: subspaces exact to 1e-12, clustering, intersections. */
import { assert, assertEquals } from "@std/assert";
import { dag } from "lib/datasets/dag.ts";
import { normals } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import { linearExperiment } from "lib/papers/causal_abstraction/linear_experiment.ts";
import {
  clusterSubspaces,
  complement,
  distance,
  intersectionOf,
  span,
  sumOf,
  totalEffects,
} from "lib/papers/causal_abstraction/subspaces.ts";

const graph = dag(5, [[0, 1], [1, 2], [0, 3], [3, 4], [2, 4]]);

Deno.test("spans, complements, sums and intersections", () => {
  const axis = (i: number) => Array.from({ length: 4 }, (_, k) => Number(k === i));
  const plane = span([axis(0), axis(1), [1, 1, 0, 0]]);
  assertEquals(plane.length, 2);
  assert(distance(complement(plane, 4), span([axis(2), axis(3)])) < 1e-14);
  assert(distance(sumOf(plane, [axis(2)]), span([axis(0), axis(1), axis(2)])) < 1e-14);
  const line = intersectionOf(plane, span([[1, 1, 1, 0], axis(2)]), 4);
  assert(distance(line, span([[1, 1, 0, 0]])) < 1e-14);
  assertEquals(intersectionOf(plane, span([axis(2), axis(3)]), 4), []);
  assertEquals(distance([axis(0)], plane), 1);
  assert(
    Math.abs(distance([axis(0)], [[Math.cos(0.1), Math.sin(0.1), 0, 0]]) - Math.sin(0.1)) < 1e-12,
  );
});

Deno.test("total effects are (I − B)⁻¹", () => {
  const weights = [[0, 0, 0], [2, 0, 0], [3, 5, 0]];
  const effects = totalEffects(dag(3, [[0, 1], [0, 2], [1, 2]]), weights);
  assertEquals(effects, [[1, 0, 0], [2, 1, 0], [13, 5, 1]]);
});

Deno.test("what moves is R·T·span(e_S), of dimension |S|, to 1e-12", () => {
  for (let seed = 0; seed < 4; seed++) {
    const family = [[0], [1, 3], [0, 2, 4]];
    const { observed } = linearExperiment({ graph, family, pairs: 60, seed });
    assertEquals(observed.map((row) => row.dimension).sort(), [1, 2, 3]);
    for (const { set, dimension, error } of observed) {
      assertEquals(dimension, set.length);
      assert(error < 1e-12, `${error}`);
    }
  }
});

Deno.test("with the sets hidden, clustering finds the same subspaces, whatever their sizes", () => {
  const families = [[[0], [1], [2], [3], [4]], [[0, 1], [0, 2], [1, 2], [3, 4]], [[0], [1, 3], [
    0,
    2,
    4,
  ]]];
  families.forEach((family, seed) => {
    const found = linearExperiment({ graph, family, pairs: 240, seed });
    assertEquals(found.clusters.length, family.length);
    assertEquals(found.clustered, 1);
    assert(found.clusterError < 1e-7);
  });
});

Deno.test("pairs meet in single noises; a poor family leaves blocks", () => {
  const pairs = linearExperiment({
    graph,
    pairs: 240,
    seed: 3,
    family: [[0, 1], [0, 2], [1, 2], [3, 4]],
  });
  assertEquals(pairs.singled, [0, 1, 2]);
  for (const { error } of pairs.intersections) assert(error < 1e-12, `${error}`);
  const poor = linearExperiment({ graph, family: [[0, 1], [2, 3, 4]], pairs: 120, seed: 3 });
  assertEquals(poor.singled, []);
});

Deno.test("noise alone has no subspaces: nothing is found in random vectors", () => {
  const stream = rng(8);
  const vectors = Array.from({ length: 60 }, () => normals(stream, 4));
  const small = clusterSubspaces(vectors, rng(1)).filter(({ basis }) => basis.length < 4);
  assertEquals(small, []);
});
