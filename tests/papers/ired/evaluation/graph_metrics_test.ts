import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  CONNECTIVITY_SPLITS,
  connectivityGraphs,
  encodeConnectivity,
} from "lib/datasets/connectivity.ts";
import {
  connectivityScores,
  countConnections,
  NO_CONNECTIONS,
  solvedGraphs,
} from "../oracles/graph_metrics.ts";
import { adjacencyOnly, allConnected } from "../../../datasets/oracles/connectivity_baselines.ts";

const answers = fc.array(
  fc.record({
    predicted: fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, Infinity, -Infinity)),
    target: fc.constantFrom(-1, 1),
  }),
  { minLength: 1, maxLength: 40 },
);

Deno.test("connectivity scores: fractions sum to 1, stay in 0..1, and agree with a plain count", () => {
  fc.assert(
    fc.property(answers, (pairs) => {
      const scores = connectivityScores(
        countConnections(pairs.map((p) => p.predicted), pairs.map((p) => p.target)),
      );
      const { truePositive, trueNegative, falsePositive, falseNegative } = scores;
      const sum = truePositive + trueNegative + falsePositive + falseNegative;
      assertAlmostEquals(sum, 1, 1e-12);
      const right = pairs.filter(({ predicted, target }) =>
        !Number.isNaN(predicted) && (predicted > 0) === (target > 0)
      );
      assertAlmostEquals(scores.accuracy, right.length / pairs.length, 1e-12);
      for (const score of Object.values(scores)) assert(score >= 0 && score <= 1);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("connectivity scores: batches add up to the set, whatever their classes", () => {
  fc.assert(
    fc.property(answers, fc.nat(40), (pairs, cut) => {
      const predicted = pairs.map((p) => p.predicted);
      const target = pairs.map((p) => p.target);
      const before = countConnections(predicted.slice(0, cut), target.slice(0, cut));
      const all = countConnections(predicted.slice(cut), target.slice(cut), before);
      assertEquals(all, countConnections(predicted, target));
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("connectivity scores: a worked example", () => {
  const scores = connectivityScores(countConnections([1, 1, .1, -1, 0, 2], [1, 1, 1, 1, -1, -1]));
  assertEquals(scores.accuracy, 4 / 6);
  assertEquals(scores.balancedAccuracy, (3 / 4 + 1 / 2) / 2);
  assertEquals(scores.falsePositive, 1 / 6);
});

Deno.test("connectivity scores: one class only, not a number, nothing at all", () => {
  assertEquals(connectivityScores(countConnections([1, -1], [1, 1])).balancedAccuracy, .5);
  assertEquals(connectivityScores(countConnections([-1, -1], [-1, -1])).balancedAccuracy, 1);
  assertEquals(connectivityScores(countConnections([NaN, NaN], [1, -1])).accuracy, 0);
  assertThrows(() => connectivityScores(NO_CONNECTIONS), RangeError, "no pairs were counted");
  assertThrows(() => countConnections([1], [1, 1]), RangeError, "1 predictions against 2 targets");
});

Deno.test("connectivity scores: trivial baselines", () => {
  const { size: _, ...harder } = CONNECTIVITY_SPLITS.harder;
  const batch = encodeConnectivity(connectivityGraphs(harder, { seed: 1, count: 2000 }));
  const all = connectivityScores(countConnections(allConnected(batch), batch.y));
  assertAlmostEquals(all.accuracy, .758, .03);
  assertEquals(all.balancedAccuracy, .5);
  const edges = connectivityScores(countConnections(adjacencyOnly(batch), batch.y));
  assertEquals(edges.falsePositive, 0);
  assertAlmostEquals(edges.accuracy, .446, .03);
});

Deno.test("solved graphs: one wrong pair spoils a graph", () => {
  const target = [1, -1, -1, 1, 1, 1, 1, 1];
  assertEquals(solvedGraphs(target, target, 2), 1);
  assertEquals(solvedGraphs(target.with(1, .1), target, 2), .5);
  assertEquals(solvedGraphs(target.with(1, NaN), target, 2), .5);
  assertEquals(solvedGraphs(target.map((v) => -v), target, 2), 0);
  assertThrows(() => solvedGraphs([], [], 2), RangeError, "positive multiple of 2²: received 0");
  assertThrows(() => solvedGraphs([1], [1], 2), RangeError, "received 1");
});
