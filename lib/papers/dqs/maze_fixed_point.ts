/** What the maze's best policies at a temperature do, without any learning. */
import { inCells, maze, mazeGoals, mazeMap } from "./environments.ts";

/** Places along a cell, and actions along each axis: moves lead from place to place. */
const PER_CELL = 8, ACTIONS = 9;

/** Whether values hold the entropy of the policy: see `AgentOptions.entropy`. */
export type Values = "without" | "with";

/** A policy of the grid, run exactly. */
export interface FixedPoint {
  readonly alpha: number;
  readonly values: Values;
  /** Chance to end at each goal within an episode. */
  readonly goals: readonly number[];
  readonly solved: number;
  /** Of the goals among solved episodes, in bits. */
  readonly entropy: number;
  /** Largest change of a value in the last sweep. */
  readonly residual: number;
}

/** Where each action of each place leads: a place, or -1 - g at goal g. */
interface Moves {
  readonly count: number;
  readonly next: Int32Array;
  /** Places in the middle of the cell where episodes begin. */
  readonly starts: readonly number[];
}

let known: Moves | undefined;

/** All moves between places, by the environment itself. */
function mazeMoves(): Moves {
  if (known) return known;
  const side = mazeMap.length * PER_CELL, number = new Int32Array(side * side).fill(-1);
  const places: (readonly [number, number])[] = [];
  const at = (i: number) => (i + 0.5) / PER_CELL;
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      if (mazeMap[Math.floor(at(j))]![Math.floor(at(i))] === "1") continue;
      if (mazeGoals.some(([x, y]) => Math.hypot(at(i) - x!, at(j) - y!) < 0.5)) continue;
      number[j * side + i] = places.length;
      places.push([at(i), at(j)]);
    }
  }
  const span = Array.from({ length: ACTIONS }, (_, k) => -1 + 2 * k / (ACTIONS - 1));
  const next = new Int32Array(places.length * ACTIONS * ACTIONS);
  places.forEach(([x, y], p) => {
    const state = [x / 4.5 - 1, y / 4.5 - 1];
    span.forEach((v, b) =>
      span.forEach((u, a) => {
        const after = maze.step(state, [u, v]);
        const [i, j] = inCells(after.state).map((c) => Math.floor(c * PER_CELL)) as [
          number,
          number,
        ];
        const k = (p * ACTIONS + b) * ACTIONS + a;
        next[k] = after.goal === undefined ? number[j * side + i]! : -1 - after.goal;
      })
    );
  });
  const starts = places.flatMap(([x, y], p) =>
    mazeMap[Math.floor(y)]![Math.floor(x)] === "r" &&
      Math.max(Math.abs(x % 1 - 0.5), Math.abs(y % 1 - 0.5)) < 0.1
      ? [p]
      : []
  );
  return known = { count: places.length, next, starts };
}

/**
 * The policy π(a|s) ∝ exp(Q(s, a)/α) that goes with its own values, by sweeps over a grid of places
 * an eighth of a cell apart and 81 actions: Q = r + γ·V(s'), V = Σ π·Q ("without", as printed) or
 * α·log mean exp(Q/α) ("with"); and where its episodes end, exactly.
 *
 * @throws {RangeError} If α is not above 0
 */
export function mazeFixedPoint(
  alpha: number,
  values: Values,
  { discount = 0.95, sweeps = 300 }: { readonly discount?: number; readonly sweeps?: number } = {},
): FixedPoint {
  if (!(alpha > 0)) {
    throw new RangeError(`Cannot act at the temperature ${alpha}: it must be above 0`);
  }
  const { count, next, starts } = mazeMoves(), width = ACTIONS * ACTIONS;
  let value = new Float64Array(count), residual = Infinity;
  const policy = new Float64Array(count * width);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const fresh = new Float64Array(count);
    for (let s = 0; s < count; s++) {
      const q = (a: number) =>
        next[s * width + a]! < 0 ? 1 : discount * value[next[s * width + a]!]!;
      let most = -Infinity, sum = 0, mean = 0;
      for (let a = 0; a < width; a++) most = Math.max(most, q(a));
      for (let a = 0; a < width; a++) {
        sum += policy[s * width + a] = Math.exp((q(a) - most) / alpha);
      }
      for (let a = 0; a < width; a++) mean += (policy[s * width + a]! /= sum) * q(a);
      fresh[s] = values === "with" ? most + alpha * Math.log(sum / width) : mean;
    }
    residual = fresh.reduce((r, v, s) => Math.max(r, Math.abs(v - value[s]!)), 0);
    value = fresh;
    if (residual < 1e-9) break;
  }
  const goals = mazeGoals.map(() => 0);
  let mass = new Float64Array(count);
  for (const s of starts) mass[s]! += 1 / starts.length;
  for (let step = 0; step < maze.horizon; step++) {
    const after = new Float64Array(count);
    for (let s = 0; s < count; s++) {
      if (mass[s] === 0) continue;
      for (let a = 0; a < width; a++) {
        const to = next[s * width + a]!, p = mass[s]! * policy[s * width + a]!;
        if (to < 0) goals[-1 - to]! += p;
        else after[to]! += p;
      }
    }
    mass = after;
  }
  const solved = goals.reduce((a, b) => a + b, 0);
  const entropy = goals.reduce(
    (sum, p) => p > 0 ? sum - p / solved * Math.log2(p / solved) : sum,
    0,
  );
  return { alpha, values, goals, solved, entropy, residual };
}

/** Both kinds of values at each temperature. */
export const mazeFixedPoints = (alphas: readonly number[]): FixedPoint[] =>
  alphas.flatMap((alpha) =>
    (["without", "with"] as const).map((values) => mazeFixedPoint(alpha, values))
  );

/** A line for each. */
export const fixedPointLines = (points: readonly FixedPoint[]) =>
  points.map(({ alpha, values, goals, solved, entropy }) => ({
    "α": alpha,
    "entropy in values": values,
    "upper goal": goals[0]!,
    "lower goal": goals[1]!,
    solved,
    "entropy, bits": entropy,
  }));
