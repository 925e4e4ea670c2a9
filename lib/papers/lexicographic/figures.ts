/** Results of the laboratory as rows for charts and tables. */
import { type Gridworld, gridworld, MOVES } from "../../datasets/gridworld.ts";
import type { Mdp } from "../../datasets/mdp.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import type { GraphEdge, GraphNode } from "../../plots/graph_maps.ts";
import type { PolicyCell } from "../../plots/policy_maps.ts";
import type { PathWorld } from "./annealing.ts";
import { solveConstrained } from "./constrained.ts";
import { penaltyLimit, smallestSafePenalty, withPenalty } from "./penalty.ts";
import { safetyFirst } from "./safety.ts";

/** The cliff: start at the lower left, goal at the lower right, lava between. */
export const CLIFF: readonly string[] = ["......", "......", "......", "SLLLLG"];

/** The cliff with wind downwards, on row 2 just above the lava or on rows of one's own. */
export function cliff(probability: number, rows: readonly number[] = [2]): Gridworld {
  return gridworld(CLIFF, { probability, rows });
}

/** A policy on a world; `moves` gives numbers of {@link MOVES} per cell. */
export function policyCells(
  world: Gridworld,
  panel: string,
  moves: readonly (readonly number[] | number)[],
  windy: readonly number[] = [2],
): PolicyCell[] {
  return world.cells.map((kind, cell) => {
    const row = Math.floor(cell / world.columns), ends = kind === "goal" || kind === "lava";
    const taken = [moves[cell] ?? []].flat().filter((a) => a >= 0 && !ends);
    return {
      panel,
      row,
      column: cell % world.columns,
      kind,
      moves: taken.map((a) => MOVES[a]!),
      windy: windy.includes(row),
    };
  });
}

/** Halvings that place a jump between two penalties: to four digits or so. */
const HALVINGS = 12;

/**
 * Risk against penalty, a curve for each strength of the wind. Between two penalties of different risks stand
 * those at which it falls, so that the picture's steps are where they belong.
 */
export function riskByPenalty(epsilons: readonly number[], points = 60): CurvePoint[] {
  return epsilons.flatMap((epsilon) => {
    const riskAt = (x: number): Risk => ({ x, y: withPenalty(cliff(epsilon), x).risk });
    const tried = Array.from(
      { length: points },
      (_, i) => riskAt(3 * (800 / 3) ** (i / (points - 1))),
    );
    const between = tried.flatMap((to, i) => i ? falls(tried[i - 1]!, to, riskAt) : []);
    return [...tried, ...between].sort((a, b) => a.x - b.x)
      .map((one) => ({ ...one, curve: `ε = ${epsilon}`, mark: "steps" as const }));
  });
}

interface Risk {
  /** Penalty. */
  readonly x: number;
  /** Probability of ending in lava. */
  readonly y: number;
}

/** The least penalties found between two at which the risk is another one, all of them. */
function falls(from: Risk, to: Risk, riskAt: (penalty: number) => Risk): Risk[] {
  if (from.y === to.y) return [];
  let low = from, high = to;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = riskAt(Math.sqrt(low.x * high.x));
    if (middle.y === from.y) low = middle;
    else high = middle;
  }
  return [high, ...falls(high, to, riskAt)];
}

/** A strength of the wind, and the least penalty that makes one number safe. */
export interface PenaltyRow {
  readonly epsilon: number;
  readonly penalty: number;
  /** ε·C*. */
  readonly product: number;
}

/** The least safe penalty by the strength of the wind. */
export function safePenalties(epsilons: readonly number[]): PenaltyRow[] {
  return epsilons.map((epsilon) => {
    const penalty = smallestSafePenalty(cliff(epsilon));
    return { epsilon, penalty, product: epsilon * penalty };
  });
}

/** The same as curves, with what they tend to for rare gusts, 0.41/ε, beside it. */
export function penaltyCurves(rows: readonly PenaltyRow[]): CurvePoint[] {
  const limit = penaltyLimit(), curve = `${limit.toFixed(2)} / ε`;
  return rows.flatMap(({ epsilon, penalty }): CurvePoint[] => [
    { x: epsilon, y: penalty, curve: "least safe penalty C*" },
    { x: epsilon, y: limit / epsilon, curve, mark: "dashed" },
  ]);
}

/** A budget next to none. */
const TINY = 1e-6;

/**
 * What a budget buys: the best expected reward of the world for each bound on the discounted
 * probability of lava, by linear programming. Prices are slopes to the right: at 0, below which nothing is
 * possible, the solver's own price is one of many, and that of a tiny budget is given.
 */
export async function budgetCurve(world: Gridworld, budgets: readonly number[]) {
  const mdp = withCost(world);
  const solved = (budget: number) =>
    solveConstrained(mdp, {
      maximise: 0,
      atLeast: [{ number: 1, value: -budget }],
      start: world.start,
    });
  const rows = await Promise.all(budgets.map(async (budget) => {
    const found = await solved(budget);
    return {
      budget,
      reward: found.values[0]!,
      risk: -found.values[1]! || 0,
      price: (budget > 0 ? found : await solved(TINY)).prices[0]!,
      "states with a coin": found.randomised,
    };
  }));
  return rows;
}

/** The world with rewards (step, −1 in lava), both discounted, as a constrained process. */
export function withCost(world: Gridworld, discount = 0.95): Mdp {
  const mdp = safetyFirst(world);
  return {
    ...mdp,
    actions: mdp.actions.map((own) =>
      own.map(({ name, outcomes }) => ({
        name,
        outcomes: outcomes.map((one) => {
          const kind = world.cells[one.next];
          const ends = kind === "goal" || kind === "lava";
          return {
            ...one,
            reward: [-1, kind === "lava" ? -1 : 0],
            discount: ends ? 0 : discount,
          };
        }),
      }))
    ),
  };
}

/** A square grid of nodes for paths, with a wall of closed nodes. */
export function walledGrid(side: number, closed: readonly number[], moves: number): PathWorld {
  const edges = Array.from({ length: side * side }, (_, k) => k).flatMap((k) => [
    ...(k % side < side - 1 ? [[k, k + 1] as const] : []),
    ...(k < side * (side - 1) ? [[k, k + side] as const] : []),
  ]);
  return { nodes: side * side, edges, closed, start: 0, goal: side * (side - 1), moves };
}

/** A path on a square grid as nodes and edges; panels stand from the greatest `t` to the least. */
export function pathFigure(
  world: PathWorld,
  path: readonly number[],
  t: number,
): { readonly nodes: GraphNode[]; readonly edges: GraphEdge[] } {
  const side = Math.round(Math.sqrt(world.nodes));
  const nodes = Array.from({ length: world.nodes }, (_, node): GraphNode => ({
    t,
    node,
    x: (node % side) / (side - 1),
    y: 1 - Math.floor(node / side) / (side - 1),
    score: Number(world.closed.includes(node)),
  }));
  const taken = path.slice(1).flatMap((to, i): GraphEdge[] =>
    to === path[i] ? [] : [{ t, from: path[i]!, to, kind: "path" }]
  );
  const given = world.edges.map(([from, to]): GraphEdge => ({ t, from, to, kind: "given" }));
  return { nodes, edges: [...given, ...taken] };
}
