/** What a random legal move is worth. */
import { neighbours } from "../../../lib/datasets/graphs/graph.ts";
import { optimalMoves } from "../../../lib/datasets/graphs/path_oracle.ts";
import type { PathProblem } from "../../../lib/datasets/shortest_path.ts";

/**
 * Trivial baseline, exactly: the chance that a uniformly drawn legal neighbour of the start is
 * strictly closer to the goal, averaged over `problems`.
 *
 * @throws {RangeError} If there are no problems.
 */
export function randomNeighbourScore(problems: readonly PathProblem[]): number {
  if (problems.length === 0) {
    throw new RangeError("Cannot score random neighbours as there are no problems");
  }
  let sum = 0;
  for (const { graph, start, goal, distances } of problems) {
    const moves = optimalMoves(graph, distances, start, goal);
    sum += moves.length / neighbours(graph, start).length;
  }
  return sum / problems.length;
}
