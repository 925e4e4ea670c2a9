import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { neighbours } from "lib/datasets/graphs/graph.ts";
import { encodePathActions, PATH_SPLITS, pathProblems } from "lib/datasets/shortest_path.ts";
import { rng } from "lib/datasets/rng.ts";
import { bestNodes, pathScores } from "../oracles/graph_metrics.ts";
import { pathNegatives } from "../../../datasets/oracles/path_negatives.ts";
import { randomNeighbourScore } from "../../../datasets/oracles/random_neighbour.ts";

const problems = pathProblems(PATH_SPLITS.test, { seed: 1, count: 400 });
const answers = encodePathActions(problems);

/** Answers of one step that score `choose(problem)` highest. */
function firstMoves(choose: (problem: typeof problems[number], b: number) => number) {
  const scores = new Float32Array(problems.length * 20);
  problems.forEach((problem, b) => scores[b * 20 + choose(problem, b)] = 1);
  return scores;
}

Deno.test("best nodes: agree with indexOf the maximum; ties, not-a-numbers", () => {
  const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(row, (scores) => {
      assertEquals([...bestNodes(scores, 5)], [scores.indexOf(Math.max(...scores))]);
    }),
    { seed: 1 },
  );
  assertEquals([...bestNodes([NaN, -1, -1, NaN, NaN, NaN], 3)], [1, -1]);
  assertEquals([...bestNodes([-Infinity, -Infinity], 2)], [0]);
});

Deno.test("path scores: the stored answers score 1 everywhere, at any scale", () => {
  assertEquals(pathScores(answers.map((v) => .05 * v), problems), {
    argmaxAccuracy: 1,
    firstActionAccuracy: 1,
    firstActionOracle: 1,
    firstActionFeasibility: 1,
  });
});

Deno.test("path scores: staying, diverged and infeasible first moves score nothing", () => {
  const nothing = {
    argmaxAccuracy: 0,
    firstActionAccuracy: 0,
    firstActionOracle: 0,
    firstActionFeasibility: 0,
  };
  assertEquals(pathScores(firstMoves(({ start }) => start), problems), nothing);
  assertEquals(pathScores(new Float32Array(400 * 160).fill(NaN), problems), nothing);
  const far = pathScores(firstMoves(({ goal }) => goal), problems);
  assertEquals(far, nothing, "the goal is at least 4 moves away");
});

Deno.test("path scores: every neighbour counts as feasible, the optimal ones as accurate", () => {
  const stream = rng(1);
  let accurate = 0, feasible = 0;
  const rounds = 20;
  for (let round = 0; round < rounds; round++) {
    const scores = pathScores(
      firstMoves(({ graph, start }) => {
        const choices = neighbours(graph, start);
        return choices[stream.int(choices.length)]!;
      }),
      problems,
    );
    accurate += scores.firstActionAccuracy / rounds;
    feasible += scores.firstActionFeasibility / rounds;
  }
  assertAlmostEquals(feasible, 1, 1e-12);
  assertAlmostEquals(accurate, randomNeighbourScore(problems), .02);
});

Deno.test("path scores: a corrupted first move costs one step of eight", () => {
  const scores = pathScores(pathNegatives(answers, 20, "distinct", rng(1)), problems);
  assertEquals(scores.argmaxAccuracy, 7 / 8);
  assertEquals(scores.firstActionOracle, 0);
});

Deno.test("path scores: lengths that do not fit are refused", () => {
  assertThrows(() => pathScores(answers.subarray(1), problems), RangeError, "whole answers to 400");
  assertThrows(() => pathScores([], []), RangeError, "0 problems of 0 nodes");
  assertThrows(() => pathScores([], problems), RangeError, "whole answers");
});
