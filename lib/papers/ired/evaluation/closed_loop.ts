/**
 * Closed-loop planning: ask for one move, make it, ask again from there, until the goal.
 *
 * @module
 */
import { type Stoppable, stoppable } from "../../../checks/interruption.ts";
import { hasEdge, neighbours } from "../../../datasets/graphs/graph.ts";
import type { PathProblem, PathQuery } from "../../../datasets/graphs/path_problem.ts";
import type { Rng } from "../../../datasets/rng.ts";

/** Chooses the next node for each of several queries, `[B]` in, `[B]` out. */
export type PathPolicy = (
  queries: readonly PathQuery[],
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** What became of one problem. */
export interface Episode {
  /** The node after 0, 1, … moves: the start first, the goal last if it was reached. */
  readonly path: readonly number[];
  /** Moves that an optimal player needs. */
  readonly optimal: number;
  /** Moves asked for that no edge allows; each is spent and leaves the player where it is. */
  readonly illegal: number;
  /** Whether the goal was reached within the budget. */
  readonly reached: boolean;
}

/** Fractions of the episodes, except the last. */
export interface ClosedLoopScores {
  /** Goal reached in the optimal number of moves. */
  readonly withinOptimal: number;
  /** Goal reached in at most twice as many. */
  readonly withinTwice: number;
  /** Illegal moves per episode. */
  readonly illegalMoves: number;
}

/**
 * Plays all `problems` at once, each for at most twice its optimal number of moves. The policy is
 * called with the problems that are still open.
 *
 * @throws {RangeError} If the policy does not answer every query.
 * @example Usage
 * ```ts
 * import { PATH_SPLITS, pathProblems } from "lib/datasets/shortest_path.ts";
 * import { rng } from "lib/datasets/rng.ts";
 * import {
 *   closedLoopScores, playClosedLoop, randomNeighbourPolicy,
 * } from "lib/papers/ired/evaluation/closed_loop.ts";
 * import { assert } from "@std/assert";
 *
 * const problems = pathProblems(PATH_SPLITS.test, { seed: 1, count: 10 });
 * const episodes = await playClosedLoop(problems, randomNeighbourPolicy(rng(2)));
 * assert(closedLoopScores(episodes).withinTwice <= 1);
 * ```
 */
export async function playClosedLoop(
  problems: readonly PathProblem[],
  policy: PathPolicy,
): Promise<Episode[]> {
  const played = problems.map(({ graph, start, goal, distance }) => ({
    graph,
    goal,
    at: start,
    path: [start],
    optimal: distance,
    illegal: 0,
  }));
  const work = stoppable();
  try {
    await play(played, policy, work);
  } finally {
    work.end();
  }
  return played.map(({ at, goal, path, optimal, illegal }) => (
    { path, optimal, illegal, reached: at === goal }
  ));
}

/** One problem while it is played. */
interface Player {
  readonly graph: PathProblem["graph"];
  readonly goal: number;
  readonly path: number[];
  readonly optimal: number;
  at: number;
  illegal: number;
}

async function play(played: Player[], policy: PathPolicy, work: Stoppable): Promise<void> {
  for (let open = played;;) {
    open = open.filter(({ at, goal, path, optimal }) => at !== goal && path.length <= 2 * optimal);
    if (open.length === 0) return;
    await work.pause(() =>
      `stopped with ${open.length} of ${played.length} walks open; nothing that was there is lost`
    );
    const moves = await policy(open.map(({ graph, at, goal }) => ({ graph, start: at, goal })));
    if (moves.length !== open.length) {
      throw new RangeError(`The policy gave ${moves.length} moves for ${open.length} queries`);
    }
    open.forEach((player, i) => {
      const to = moves[i]!;
      if (hasEdge(player.graph, player.at, to)) player.at = to;
      else player.illegal++;
      player.path.push(player.at);
    });
  }
}

/**
 * The scores of `episodes`.
 *
 * @throws {RangeError} If there are none
 */
export function closedLoopScores(episodes: readonly Episode[]): ClosedLoopScores {
  const count = episodes.length;
  if (count === 0) throw new RangeError("Cannot score a closed loop as there are no episodes");
  const reached = episodes.filter((episode) => episode.reached);
  const direct = reached.filter(({ path, optimal }) => path.length - 1 === optimal);
  return {
    withinOptimal: direct.length / count,
    withinTwice: reached.length / count,
    illegalMoves: episodes.reduce((sum, episode) => sum + episode.illegal, 0) / count,
  };
}

/** Trivial baseline: a uniformly drawn legal neighbour of the current node; -1 if it has none. */
export function randomNeighbourPolicy(random: Rng): PathPolicy {
  return (queries) =>
    queries.map(({ graph, start }) => {
      const choices = neighbours(graph, start);
      return choices.length === 0 ? -1 : choices[random.int(choices.length)]!;
    });
}
