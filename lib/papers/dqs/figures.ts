/** Steps and paths as points of maps. */
import { rng } from "../../datasets/rng.ts";
import type { PlaneMark } from "../../plots/plane_maps.ts";
import { agentActions, bestActions, gridStates } from "./bandit.ts";
import { banditSpots, mazeGoals, mazeMap, mazeStart } from "./environments.ts";
import { agentOutcomes } from "./maze.ts";
import type { MazeMeasure, TrainedAgent } from "./report.ts";

/** Where actions `[count × 2]` lead from a state, with the state as cross. */
function steps(panel: string, s: readonly number[], actions: ArrayLike<number>): PlaneMark[] {
  const from = { panel, group: "from", mark: "cross", x: 4 * s[0]!, y: 4 * s[1]! } as const;
  const dots = Array.from({ length: actions.length / 2 }, (_, i) => ({
    panel,
    group: "to",
    mark: "point" as const,
    x: from.x + 2 * actions[2 * i]!,
    y: from.y + 2 * actions[2 * i + 1]!,
  }));
  const spots = banditSpots.map(([x, y]) => (
    { panel, group: "high reward", mark: "cross" as const, x, y }
  ));
  return [...dots, from, ...spots];
}

/** Exact steps of the best policy from three places. */
export function bestSteps(alpha: number): PlaneMark[] {
  const stream = rng(1);
  return [[0.6, 0.6], [0.6, 0], [0, 0]].flatMap((s) =>
    steps(`s = (${4 * s[0]!}, ${4 * s[1]!})`, s, bestActions(s, alpha, 200, stream))
  );
}

/** Steps of the first lane's agent from the middle. */
export function stepsOf(
  { title, agent, training }: TrainedAgent,
  { count, seed }: { readonly count: number; readonly seed: number },
): PlaneMark[] {
  return steps(title, gridStates[4]!, agentActions(agent, training.state, count, seed)[0]![4]!);
}

/** Cells to the plane: the middle of the maze is the origin, rows go down. */
const placed = ([x, y]: readonly number[]) => ({ x: x! - 4.5, y: 4.5 - y! });

/** Cells that are walls. */
function walls(panel: string): PlaneMark[] {
  return mazeMap.flatMap((row, j) =>
    [...row].flatMap((cell, i) =>
      cell === "1"
        ? [{ panel, group: "wall", mark: "cell" as const, ...placed([i + 0.5, j + 0.5]) }]
        : []
    )
  );
}

/** Paths of every agent of a kind, as dots, a map for each. */
export function mazePaths(one: TrainedAgent, { episodes, seed }: MazeMeasure): PlaneMark[] {
  const outcomes = agentOutcomes(one.agent, one.training.state, episodes, seed);
  return outcomes.flatMap(({ paths }, lane) => {
    const panel = `${one.title} (${lane})`;
    const cross = (group: string, cell: readonly number[]) => (
      { panel, group, mark: "cross" as const, ...placed(cell) }
    );
    const steps = paths.flatMap((path) =>
      path.map((at) => ({ panel, group: "path", mark: "point" as const, ...placed(at) }))
    );
    const goals = mazeGoals.map((goal) => cross("goal", goal));
    return [...walls(panel), ...steps, cross("start", mazeStart), ...goals];
  });
}
