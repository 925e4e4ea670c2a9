/** Where agents act: a bandit whose best policy is known, and a maze with two goals. */
import type { Rng } from "../../datasets/rng.ts";

/** States are scaled to about [-1, 1], as networks see them; actions lie in [-1, 1]². */
export interface Environment {
  readonly states: number;
  /** Steps after which an episode is cut off. */
  readonly horizon: number;
  reset(stream: Rng): number[];
  step(state: readonly number[], action: readonly number[]): Step;
}

/** What a step leads to. */
export interface Step {
  readonly state: number[];
  readonly reward: number;
  /** Whether the episode ends here. */
  readonly ends: boolean;
  /** Which goal was reached. */
  readonly goal?: number;
}

/** Modes of the bandit: eight on a circle of radius 3. */
export const banditSpots: readonly (readonly [number, number])[] = Array.from(
  { length: 8 },
  (_, i) => [3 * Math.cos(Math.PI * i / 4), 3 * Math.sin(Math.PI * i / 4)] as const,
);
const WIDTH = 0.6, REACH = 2, HALF = 4;

/** Reward at a place: log(Σ_m N(x; μ_m, .6²)/N(0; 0, .6²) + e⁻⁴), from -4 to about 0. */
export function placeReward(x: number, y: number): number {
  let sum = Math.exp(-4);
  for (const [a, b] of banditSpots) {
    sum += Math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * WIDTH ** 2));
  }
  return Math.log(sum);
}

/**
 * Navigation in one step: from s uniform in [-4, 4]² to s + 2a, for the reward there. The best policy
 * for a temperature α is known: π(a|s) ∝ exp(r(s + 2a)/α) on [-1, 1]².
 *
 * It stands for the paper's walk over forty Gaussians in [-50, 50]², which is a bandit too, as its
 * rewards are not discounted into values.
 */
export const bandit: Environment = {
  states: 2,
  horizon: 1,
  reset: (stream) => [2 * stream.uniform() - 1, 2 * stream.uniform() - 1],
  step([s0, s1], [a0, a1]) {
    const x = HALF * s0! + REACH * a0!, y = HALF * s1! + REACH * a1!;
    return { state: [x / HALF, y / HALF], reward: placeReward(x, y), ends: true };
  },
};

/** PointMaze Medium Diverse: 1 wall, r where episodes begin, g goals. Rows downwards. */
export const mazeMap = [
  "111111111",
  "1g0000101",
  "101100101",
  "100000101",
  "1000r0001",
  "101000001",
  "101100101",
  "1000011g1",
  "111111111",
];

/** Middles of the cells with a letter, (column + ½, row + ½). */
const cellsOf = (letter: string): [number, number][] =>
  mazeMap.flatMap((row, j) =>
    [...row].flatMap((c, i) => c === letter ? [[i + 0.5, j + 0.5] as [number, number]] : [])
  );

/** Where the goals lie, in cells. */
export const mazeGoals = cellsOf("g");

/** Where episodes begin, in cells. */
export const mazeStart: readonly [number, number] = cellsOf("r")[0]!;

/** A state in cells. */
export const inCells = ([x, y]: readonly number[]) => [4.5 * (1 + x!), 4.5 * (1 + y!)];

const blocked = (x: number, y: number) =>
  mazeMap[Math.floor(y)]?.[Math.floor(x)] !== "0" &&
  mazeMap[Math.floor(y)]?.[Math.floor(x)] !== "r" &&
  mazeMap[Math.floor(y)]?.[Math.floor(x)] !== "g";

/**
 * A point without mass in the maze: it moves by a/2 cells; a move into a wall does not happen. Reward
 * 1, and the end, within half a cell of a goal; both goals are six cells away, seven steps or
 * more. Episodes last 60 steps.
 */
export const maze: Environment = {
  states: 2,
  horizon: 60,
  reset(stream) {
    const [x, y] = mazeStart;
    const at = [x + 0.2 * (stream.uniform() - 0.5), y + 0.2 * (stream.uniform() - 0.5)];
    return at.map((v) => v / 4.5 - 1);
  },
  step(state, [a0, a1]) {
    const [x, y] = inCells(state) as [number, number];
    const [u, v] = [x + 0.5 * a0!, y + 0.5 * a1!];
    // Halfway too, so that corners are not cut.
    const wall = blocked(u, v) || blocked((x + u) / 2, (y + v) / 2);
    const [px, py] = wall ? [x, y] : [u, v];
    const goal = mazeGoals.findIndex(([gx, gy]) => Math.hypot(px - gx!, py - gy!) < 0.5);
    const next = {
      state: [px / 4.5 - 1, py / 4.5 - 1],
      reward: goal >= 0 ? 1 : 0,
      ends: goal >= 0,
    };
    return goal >= 0 ? { ...next, goal } : next;
  },
};
