/**
 * Scores of answers to the graph tasks. All are taken over a whole set, never averaged over
 * batches, and a prediction that is not a number is never right.
 *
 * @module
 */
import type { PathProblem } from "../../../../lib/datasets/graphs/path_problem.ts";
import { hasEdge } from "../../../../lib/datasets/graphs/graph.ts";
import { isProgress } from "../../../../lib/datasets/graphs/path_oracle.ts";

/** How many pairs of nodes fell into each case; add the counts of batches to score a set. */
export interface ConnectionCounts {
  /** Connected and predicted so. */
  readonly truePositive: number;
  /** Unconnected and predicted so. */
  readonly trueNegative: number;
  /** Unconnected but predicted connected. */
  readonly falsePositive: number;
  /** Connected but predicted unconnected. */
  readonly falseNegative: number;
}

/** No pairs: the start of a sum of counts. */
export const NO_CONNECTIONS: ConnectionCounts = Object.freeze({
  truePositive: 0,
  trueNegative: 0,
  falsePositive: 0,
  falseNegative: 0,
});

/** Connectivity scores; the four cases are fractions of all pairs and sum to 1. */
export interface ConnectivityScores extends ConnectionCounts {
  /** Fraction of pairs that are right. */
  readonly accuracy: number;
  /** Mean of the fractions right among connected and among unconnected pairs. */
  readonly balancedAccuracy: number;
}

/**
 * Counts predictions above 0 as connected.
 *
 * @param predicted `[B, N, N]`, any scale; `NaN` counts as wrong.
 * @param target `[B, N, N]` of ±1.
 * @param before Counts of earlier batches, to be added to.
 * @throws {RangeError} If the lengths differ.
 */
export function countConnections(
  predicted: ArrayLike<number>,
  target: ArrayLike<number>,
  before: ConnectionCounts = NO_CONNECTIONS,
): ConnectionCounts {
  requireLength(predicted, target.length);
  const counts = { ...before };
  for (let i = 0; i < target.length; i++) {
    if (target[i]! > 0) {
      if (predicted[i]! > 0) counts.truePositive++;
      else counts.falseNegative++;
    } else if (predicted[i]! <= 0) counts.trueNegative++;
    else counts.falsePositive++;
  }
  return counts;
}

/**
 * The scores of `counts`. Where one class is absent the balanced accuracy is that of the other.
 *
 * @throws {RangeError} If nothing was counted.
 */
export function connectivityScores(counts: ConnectionCounts): ConnectivityScores {
  const { truePositive, trueNegative, falsePositive, falseNegative } = counts;
  const positive = truePositive + falseNegative;
  const negative = trueNegative + falsePositive;
  const all = positive + negative;
  if (all === 0) throw new RangeError("Cannot score connectivity as no pairs were counted");
  const recalls: number[] = [];
  if (positive > 0) recalls.push(truePositive / positive);
  if (negative > 0) recalls.push(trueNegative / negative);
  return {
    truePositive: truePositive / all,
    trueNegative: trueNegative / all,
    falsePositive: falsePositive / all,
    falseNegative: falseNegative / all,
    accuracy: (truePositive + trueNegative) / all,
    balancedAccuracy: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
  };
}

/**
 * The fraction of graphs whose every pair is right.
 *
 * @param predicted `[B, N, N]`, connected above 0; `NaN` counts as wrong.
 * @param target `[B, N, N]` of ±1.
 * @throws {RangeError} If the lengths differ or are not a positive multiple of N².
 */
export function solvedGraphs(
  predicted: ArrayLike<number>,
  target: ArrayLike<number>,
  nodes: number,
): number {
  requireLength(predicted, target.length);
  const entries = nodes * nodes;
  const count = target.length / entries;
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `Cannot score graphs as the length must be a positive multiple of ${nodes}²: ` +
        `received ${target.length}`,
    );
  }
  const isRight = (i: number) => target[i]! > 0 ? predicted[i]! > 0 : predicted[i]! <= 0;
  let solved = 0;
  for (let b = 0; b < count; b++) {
    let i = b * entries;
    while (i < (b + 1) * entries && isRight(i)) i++;
    if (i === (b + 1) * entries) solved++;
  }
  return solved / count;
}

/** Shortest-path scores, fractions of the problems (of all their steps for the first). */
export interface PathScores {
  /** Steps, padding included, whose best-scored node is the stored one. */
  readonly argmaxAccuracy: number;
  /** First moves that are legal and strictly closer to the goal: what the paper reports. */
  readonly firstActionAccuracy: number;
  /** First moves equal to the stored one of possibly several optimal ones. */
  readonly firstActionOracle: number;
  /** First moves along an edge. */
  readonly firstActionFeasibility: number;
}

/**
 * The node with the highest score in each row: the lowest of equals, -1 if all are `NaN`.
 *
 * @param scores `[…, N]`.
 * @returns `[…]`.
 */
export function bestNodes(scores: ArrayLike<number>, nodes: number): Int32Array {
  return Int32Array.from({ length: scores.length / nodes }, (_, row) => {
    let best = -1;
    let highest = NaN;
    for (let node = 0; node < nodes; node++) {
      const score = scores[row * nodes + node]!;
      if (best === -1 ? !Number.isNaN(score) : score > highest) {
        best = node;
        highest = score;
      }
    }
    return best;
  });
}

/**
 * The scores of open-loop answers to `problems`.
 *
 * @param answers `[B, T, N, 1]`: a score for each node at each of T steps.
 * @throws {RangeError} If there are no problems or the length does not fit T whole steps.
 */
export function pathScores(
  answers: ArrayLike<number>,
  problems: readonly PathProblem[],
): PathScores {
  const nodes = problems[0]?.graph.nodes ?? 0;
  const steps = answers.length / (problems.length * nodes);
  if (!Number.isInteger(steps) || steps === 0) {
    throw new RangeError(
      `Cannot score paths: ${answers.length} values do not make whole answers to ` +
        `${problems.length} problems of ${nodes} nodes`,
    );
  }
  const chosen = bestNodes(answers, nodes);
  let right = 0, closer = 0, oracle = 0, feasible = 0;
  problems.forEach(({ graph, start, goal, actions, distances }, b) => {
    for (let t = 0; t < steps; t++) {
      if (chosen[b * steps + t] === actions[Math.min(t, actions.length - 1)]) right++;
    }
    const first = chosen[b * steps]!;
    if (first === actions[0]) oracle++;
    if (hasEdge(graph, start, first)) feasible++;
    if (isProgress(graph, distances, start, first, goal)) closer++;
  });
  return {
    argmaxAccuracy: right / (problems.length * steps),
    firstActionAccuracy: closer / problems.length,
    firstActionOracle: oracle / problems.length,
    firstActionFeasibility: feasible / problems.length,
  };
}

function requireLength(predicted: ArrayLike<number>, length: number): void {
  if (predicted.length !== length) {
    throw new RangeError(
      `Cannot score ${predicted.length} predictions against ${length} targets`,
    );
  }
}
