/**
 * Shortest-path problems and answers as a network takes them, entries ±1.
 *
 * @module
 */
import { commonNodes } from "./graph.ts";
import type { PathProblem, PathQuery } from "./path_problem.ts";

/** Number of moves in an answer; shorter paths repeat their last one. */
export const PATH_HORIZON = 8;

/** Channels of a condition: edges, current node's row, edges again, goal's row. */
export const PATH_CHANNELS = 4;

/**
 * The conditions x of `queries`, `[B, N, N, 4]`: +1 for an edge (channels 0 and 2), in the whole
 * row of the current node (channel 1), in the whole row of the goal (channel 3), else -1. That is
 * the first and the last state of a solution, side by side.
 *
 * @throws {RangeError} If the graphs differ in size.
 */
export function encodePathQueries(queries: readonly PathQuery[]): Float32Array {
  const nodes = commonNodes(queries.map((query) => query.graph));
  const x = new Float32Array(queries.length * nodes * nodes * PATH_CHANNELS);
  let at = 0;
  for (const { graph: { adjacency }, start, goal } of queries) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        const edge = adjacency[i * nodes + j] === 1 ? 1 : -1;
        x[at++] = edge;
        x[at++] = i === start ? 1 : -1;
        x[at++] = edge;
        x[at++] = i === goal ? 1 : -1;
      }
    }
  }
  return x;
}

/**
 * The answers y of `problems`, `[B, 8, N, 1]`: at each step +1 at the node moved to, else -1. A
 * path of fewer than 8 moves is padded with its last move, the goal.
 *
 * @throws {RangeError} If the graphs differ in size or a path is empty or longer than 8 moves.
 */
export function encodePathActions(problems: readonly PathProblem[]): Float32Array {
  const nodes = commonNodes(problems.map((problem) => problem.graph));
  const y = new Float32Array(problems.length * PATH_HORIZON * nodes).fill(-1);
  problems.forEach(({ actions }, b) => {
    const last = actions.length - 1;
    if (last < 0 || last >= PATH_HORIZON) {
      throw new RangeError(
        `Cannot encode a path of ${actions.length} moves: accepted are 1..${PATH_HORIZON}`,
      );
    }
    for (let step = 0; step < PATH_HORIZON; step++) {
      y[(b * PATH_HORIZON + step) * nodes + actions[Math.min(step, last)]!] = 1;
    }
  });
  return y;
}
