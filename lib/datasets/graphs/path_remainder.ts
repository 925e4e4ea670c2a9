/**
 * What is left of a path on the way.
 *
 * @module
 */
import type { PathProblem } from "./path_problem.ts";

/**
 * The problem that is left once `moves` moves of the path of `problem` are made.
 *
 * @throws {RangeError} If the goal is reached by then.
 * @example Usage
 * ```ts
 * import { PATH_SPLITS, pathProblems, pathRemainder } from "lib/datasets/shortest_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [problem] = pathProblems(PATH_SPLITS.train, { seed: 1, count: 1 });
 * const { start, distance } = pathRemainder(problem!, 1);
 * assertEquals([start, distance], [problem!.actions[0], problem!.distance - 1]);
 * ```
 */
export function pathRemainder(problem: PathProblem, moves: number): PathProblem {
  const { actions, distance, start } = problem;
  if (!Number.isInteger(moves) || moves < 0 || moves >= distance) {
    throw new RangeError(`moves must be an integer from 0 to ${distance - 1}: got ${moves}`);
  }
  return {
    ...problem,
    start: moves === 0 ? start : actions[moves - 1]!,
    distance: distance - moves,
    actions: actions.slice(moves),
  };
}
