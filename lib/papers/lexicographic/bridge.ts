/** What annealed chains come to, by two temperatures and by one number with a fixed penalty. */
import { rng } from "../../datasets/rng.ts";
import type { PlaneMark } from "../../plots/plane_maps.ts";
import { wilson } from "../../records/statistics.ts";
import {
  anneal,
  type Annealing,
  bestPath,
  circleThenGoal,
  pathsThenLength,
  type PathWorld,
  penaltiesOf,
} from "./annealing.ts";

/** Ways of cooling by name. */
export type Coolings = Readonly<Record<string, Annealing>>;

/** Whether a way of cooling has two temperatures, or is one number, or leaves E₁ out. */
export type CoolingKind = "two temperatures" | "one number" | "E₂ alone";

/** Two temperatures where the penalty τ₂/τ₁ changes by more than rounding; one number where not. */
export function coolingKind(schedule: Annealing): CoolingKind {
  const [first, last] = penaltiesOf(schedule);
  if (first === 0 && last === 0) return "E₂ alone";
  return Math.abs(last / first - 1) < 1e-9 ? "one number" : "two temperatures";
}

/** The penalty as text, "3 → 1,000" where it changes. */
export function penaltyText(schedule: Annealing): string {
  const [first, last] = penaltiesOf(schedule).map((x) =>
    Number(x.toPrecision(3)).toLocaleString("en")
  );
  return first === last ? first! : `${first} → ${last}`;
}

interface CoolingRow {
  readonly cooling: string;
  readonly kind: CoolingKind;
  /** E₁'s penalty τ₂/τ₁, at the first and the last step. */
  readonly penalty: string;
  readonly chains: number;
}

/** What annealed points on the plane come to. */
export interface PlaneRow extends CoolingRow {
  /** Mean distance from the lexicographic minimum. */
  readonly distance: number;
  readonly standardError: number;
  /** The mean distance that the last τ₂ alone leaves, {@link thermalDistance}. */
  readonly thermal: number;
}

/** What annealed paths come to. */
export interface PathRow extends CoolingRow {
  /** Mean visits of closed nodes, and the least there can be. */
  readonly visits: number;
  readonly leastVisits: number;
  /** Mean number of moves. */
  readonly length: number;
  /** Share of chains at the lexicographic minimum, which is known by dynamic programming. */
  readonly best: number;
  /** Wilson's 95 % interval of that share. */
  readonly low: number;
  readonly high: number;
}

const describe = (cooling: string, schedule: Annealing, chains: number): CoolingRow => (
  { cooling, kind: coolingKind(schedule), penalty: penaltyText(schedule), chains }
);

/**
 * Mean distance along the circle that temperature τ₂ leaves around the point nearest to the goal. At
 * angle θ from it E₂ = 1 + R² − 2R·cos θ ≈ (R − 1)² + Rθ², R the goal's distance from the centre, so that
 * θ is normal with variance τ₂/(2R), and the mean of |θ| is √(τ₂/(πR)).
 */
export function thermalDistance(goal: readonly [number, number], temperature: number): number {
  return Math.sqrt(temperature / (Math.PI * Math.hypot(...goal)));
}

/**
 * Runs chains on the plane for each way of cooling; chain i draws the same numbers for all of them.
 *
 * @returns A row for each, and the ends of chains over the circle and the goal
 */
export function planeEnds(
  goal: readonly [number, number],
  coolings: Coolings,
  chains: number,
  seed: number,
): { readonly rows: PlaneRow[]; readonly marks: PlaneMark[] } {
  const length = Math.hypot(...goal), nearest = goal.map((x) => x / length);
  const marks: PlaneMark[] = [];
  const rows = Object.entries(coolings).map(([panel, schedule]) => {
    const ends = Array.from(
      { length: chains },
      (_, i) => anneal(circleThenGoal(goal), schedule, rng(seed).split(i)).x,
    );
    const angles = Array.from({ length: 73 }, (_, i) => (Math.PI * i) / 36);
    marks.push(
      ...angles.map((a): PlaneMark => (
        { panel, group: "E₁ = 0", mark: "line", x: Math.cos(a), y: Math.sin(a) }
      )),
      ...ends.map(([x, y]): PlaneMark => ({ panel, group: "ends of chains", mark: "dot", x, y })),
      { panel, group: "E₂ = 0", mark: "cross", x: goal[0], y: goal[1] },
    );
    const distances = ends.map(([x, y]) => Math.hypot(x - nearest[0]!, y - nearest[1]!));
    const distance = distances.reduce((sum, d) => sum + d, 0) / chains;
    const variance = distances.reduce((sum, d) => sum + (d - distance) ** 2, 0) / (chains - 1);
    const thermal = thermalDistance(goal, schedule.second[1]);
    const standardError = Math.sqrt(variance / chains);
    return { ...describe(panel, schedule, chains), distance, standardError, thermal };
  });
  return { rows, marks };
}

/**
 * Runs chains on a path problem for each way of cooling; chain i draws the same numbers for all of
 * them.
 *
 * @returns A row for each, and the path that its first chain ends with
 */
export function pathEnds(
  world: PathWorld,
  coolings: Coolings,
  chains: number,
  seed: number,
): { readonly rows: PathRow[]; readonly paths: (readonly number[])[] } {
  const problem = pathsThenLength(world), [leastVisits, shortest] = bestPath(world);
  const paths: (readonly number[])[] = [];
  const rows = Object.entries(coolings).map(([cooling, schedule]) => {
    const ends = Array.from(
      { length: chains },
      (_, i) => anneal(problem, schedule, rng(seed).split("paths").split(i)),
    );
    paths.push(ends[0]!.x);
    const mean = (k: 0 | 1) => ends.reduce((sum, one) => sum + one.energies[k], 0) / chains;
    const good = ends.filter(({ energies: [v, l] }) => v === leastVisits && l === shortest);
    const best = good.length / chains;
    return {
      ...describe(cooling, schedule, chains),
      visits: mean(0),
      leastVisits,
      length: mean(1),
      best,
      ...wilson(best, chains),
    };
  });
  return { rows, paths };
}

/** Paths as the notebook's table shows them. */
export function pathTable(rows: readonly PathRow[]): Readonly<Record<string, string | number>>[] {
  return rows.map(({ cooling, penalty, visits, length, best, low, high }) => ({
    cooling,
    "w = τ₂/τ₁": penalty,
    "visits of closed nodes": visits,
    "moves": length,
    "share at the minimum": best,
    "95 % interval": `${low.toFixed(2)} – ${high.toFixed(2)}`,
  }));
}

/**
 * The penalty on a visit from which on the shortest path with least visits is best for one number: by
 * how many moves it is longer than the shortest of all, for each visit that it spares.
 *
 * @returns That number; 0 where the shortest path of all has the least visits already
 */
export function sufficientPenalty(world: PathWorld): number {
  const [visits, moves] = bestPath(world);
  // The shortest with at most k visits, for every k: closed nodes count 1, and k of them are allowed.
  const through = shortestByVisits(world);
  return through.reduce(
    (most, length, k) => k > visits ? Math.max(most, (moves - length) / (k - visits)) : most,
    0,
  );
}

/** The fewest moves with at most k visits of closed nodes, k = 0, 1, …; Infinity where none. */
function shortestByVisits({ nodes, edges, closed, start, goal }: PathWorld): number[] {
  const shut = new Set(closed), most = closed.length;
  const both = [...edges, ...edges.map(([a, b]) => [b, a] as const)];
  const moves = Array.from({ length: nodes }, () => new Array<number>(most + 1).fill(Infinity));
  moves[start]!.fill(0);
  for (let round = 0; round < nodes; round++) {
    for (const [a, b] of both) {
      for (let k = 0; k <= most; k++) {
        const before = k - Number(shut.has(b));
        if (before >= 0) moves[b]![k] = Math.min(moves[b]![k]!, moves[a]![before]! + 1);
      }
    }
  }
  return moves[goal]!;
}
