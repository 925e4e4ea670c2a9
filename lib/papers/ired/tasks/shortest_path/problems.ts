/** Shortest-path problems as tensors: endless test sets, and a pool to learn from. */
import { type Key, random, tf } from "../../../../tensor/mod.ts";
import {
  encodePathActions,
  encodePathQueries,
  PATH_CHANNELS,
  PATH_HORIZON,
  PATH_SPLITS,
  type PathProblem,
  pathProblems,
  type PathQuery,
  pathRemainder,
  type PathSplit,
} from "../../../../datasets/shortest_path.ts";
import { neighbours } from "../../../../datasets/graphs/graph.ts";
import { optimalMoves } from "../../../../datasets/graphs/path_oracle.ts";
import { rng } from "../../../../datasets/rng.ts";
import type { Split } from "../task.ts";
import type { Problems } from "../../problems.ts";

/** Seed of the one data set that all runs share. */
const DATA_SEED = 0;

/** Test problems of one key are so many in a row at most; those of another key begin elsewhere. */
const LONGEST = 2 ** 16;

/** The conditions of `queries`: `x` `[batch, n, n, 4]`. */
export function pathCondition(queries: readonly PathQuery[]): Problems["condition"] {
  const n = queries[0]!.graph.nodes;
  return { x: tf.tensor4d(encodePathQueries(queries), [queries.length, n, n, PATH_CHANNELS]) };
}

/**
 * Problems as tensors: `x` `[batch, n, n, 4]`, answers `[batch, 8, n, 1]` of ±1, and, for measures
 * only, which first moves are `legal` and which are `optimal`, `[batch, n]` of 0 and 1.
 */
export function pathTensors(problems: readonly PathProblem[]): Problems {
  const batch = problems.length, n = problems[0]!.graph.nodes;
  const legal = new Float32Array(batch * n), optimal = new Float32Array(batch * n);
  problems.forEach(({ graph, distances, start, goal }, b) => {
    for (const node of neighbours(graph, start)) legal[b * n + node] = 1;
    for (const node of optimalMoves(graph, distances, start, goal)) optimal[b * n + node] = 1;
  });
  return {
    condition: pathCondition(problems),
    answer: tf.tensor4d(encodePathActions(problems), [batch, PATH_HORIZON, n, 1]),
    extra: { legal: tf.tensor2d(legal, [batch, n]), optimal: tf.tensor2d(optimal, [batch, n]) },
  };
}

/** `count` problems of an endless list after the problems of `split`; a key chooses where. */
export function drawPaths(split: PathSplit, key: Key, count: number): PathProblem[] {
  if (count > LONGEST) {
    throw new RangeError(`count must be at most ${LONGEST}: current value is ${count}`);
  }
  const start = (random.seedOf(key) % 2 ** 32) * LONGEST;
  return pathProblems({ ...split, size: Number.MAX_SAFE_INTEGER - split.first }, {
    seed: DATA_SEED,
    start,
    count,
  });
}

const testSplits = { same: PATH_SPLITS.test, harder: PATH_SPLITS.harder } as const;

/**
 * The problems of `split` that `key` chooses: of the 90,000 for training, drawn with replacement;
 * of endless lists for testing, which share none with those.
 */
export function pathProblemsOf(split: Split, key: Key, count: number): PathProblem[] {
  if (split !== "train") {
    return drawPaths(testSplits[split === "harder" ? "harder" : "same"], key, count);
  }
  const choose = rng(random.seedOf(key));
  return Array.from({ length: count }, () => {
    const start = choose.int(PATH_SPLITS.train.size);
    return pathProblems(PATH_SPLITS.train, { seed: DATA_SEED, start, count: 1 })[0]!;
  });
}

/**
 * Training problems for one who walks: those of {@link pathProblemsOf}, each from a state on its
 * path, all of them equally likely. So goals are 1 to 6 moves away, near ones more often.
 */
export function pathsOnTheWay(key: Key, count: number): PathProblem[] {
  const moves = rng(random.seedOf(key)).split("moves");
  return pathProblemsOf("train", key, count).map((problem) =>
    pathRemainder(problem, moves.int(problem.distance))
  );
}
