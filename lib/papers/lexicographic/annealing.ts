/**
 * The bridge to energies: two of them with temperatures τ₁ ≪ τ₂, p ∝ exp(−E₁/τ₁ − E₂/τ₂). That is one
 * number, E₂ + w·E₁ with the penalty w = τ₂/τ₁, at temperature τ₂. As both fall with τ₁/τ₂ → 0 the
 * penalty passes every bound, and samples go to the lexicographic minima: least E₁ first, then least
 * E₂. On one fixed problem a large fixed penalty has the same minimum. Metropolis's rule, with
 * proposals that are as likely as their reverse.
 */
import type { Arrow } from "../../datasets/dag.ts";
import { normal } from "../../datasets/normal.ts";
import type { Rng } from "../../datasets/rng.ts";

/** A problem with two energies. */
export interface TwoEnergies<X> {
  /** E₁, which comes first, and E₂. */
  energies(x: X): readonly [number, number];
  /** A random start. */
  start(stream: Rng): X;
  /** A change of x; `scale` in 0 … 1 falls as the temperatures do. */
  propose(x: X, scale: number, stream: Rng): X;
}

/** How both temperatures fall, geometrically from first to last. */
export interface Annealing {
  readonly steps: number;
  /** τ₁ at the first and the last step; Infinity leaves E₁ out. */
  readonly first: readonly [number, number];
  /** τ₂ at the first and the last step. */
  readonly second: readonly [number, number];
}

/**
 * One number, E₂ + w·E₁ with a fixed penalty w, as it cools: τ₁ = τ₂/w throughout.
 *
 * @param penalty w, above 0
 * @param second τ₂ at the first and the last step
 */
export function fixedPenalty(
  penalty: number,
  { steps, second }: Pick<Annealing, "steps" | "second">,
): Annealing {
  return { steps, second, first: [second[0] / penalty, second[1] / penalty] };
}

/** What a unit of E₁ counts in units of E₂, τ₂/τ₁, at the first and the last step. */
export function penaltiesOf({ first, second }: Annealing): [first: number, last: number] {
  return [second[0] / first[0], second[1] / first[1]];
}

const between = ([from, to]: readonly [number, number], share: number): number =>
  from === to ? from : from * (to / from) ** share;

/** Runs one chain to its end. */
export function anneal<X>(
  problem: TwoEnergies<X>,
  { steps, first, second }: Annealing,
  stream: Rng,
): { readonly x: X; readonly energies: readonly [number, number] } {
  let x = problem.start(stream), at = problem.energies(x);
  for (let k = 0; k < steps; k++) {
    const share = steps > 1 ? k / (steps - 1) : 1;
    const [t1, t2] = [between(first, share), between(second, share)];
    const other = problem.propose(x, Math.sqrt(t2 / second[0]), stream);
    const energies = problem.energies(other);
    const rise = (energies[0] - at[0]) / t1 + (energies[1] - at[1]) / t2;
    if (rise <= 0 || stream.uniform() < Math.exp(-rise)) [x, at] = [other, energies];
  }
  return { x, energies: at };
}

/**
 * A plane: E₁ = (|x| − 1)² is least on the unit circle, E₂ = |x − goal|² is least at the goal. The
 * lexicographic minimum is the point of the circle that is nearest to the goal.
 */
export function circleThenGoal(goal: readonly [number, number]): TwoEnergies<[number, number]> {
  return {
    energies: ([a, b]) => [(Math.hypot(a, b) - 1) ** 2, (a - goal[0]) ** 2 + (b - goal[1]) ** 2],
    start: (stream) => [2 * normal(stream), 2 * normal(stream)],
    // Half of the proposals are small, as a thin valley lets through no others.
    propose: ([a, b], scale, stream) => {
      const size = scale * (stream.int(2) ? 0.8 : 0.08);
      return [a + size * normal(stream), b + size * normal(stream)];
    },
  };
}

/** A graph for paths: edges in both directions. */
export interface PathWorld {
  readonly nodes: number;
  readonly edges: readonly Arrow[];
  /** Nodes that should never be passed through. */
  readonly closed: readonly number[];
  readonly start: number;
  readonly goal: number;
  /** Moves of a path; one may stay where one is. */
  readonly moves: number;
}

/**
 * Paths of `moves` moves from start to goal: E₁ counts visits of closed nodes, E₂ moves that are not
 * spent staying. A proposal draws a random stretch of the path anew, uniformly among all ways
 * between its ends, and so is as likely as its reverse.
 *
 * @throws {RangeError} If no path is that short
 */
export function pathsThenLength(world: PathWorld): TwoEnergies<readonly number[]> {
  const { nodes, start, goal, moves } = world;
  const near = Array.from({ length: nodes }, (_, k) => [k]);
  for (const [a, b] of world.edges) {
    near[a]!.push(b);
    near[b]!.push(a);
  }
  const closed = new Set(world.closed);
  const ways = new Map<number, Float64Array[]>();
  /** ways to `to`: how many in k moves from each node. */
  const waysTo = (to: number): Float64Array[] => {
    const known = ways.get(to);
    if (known) return known;
    const counts = [Float64Array.from({ length: nodes }, (_, k) => Number(k === to))];
    for (let k = 1; k <= moves; k++) {
      const last = counts[k - 1]!;
      counts.push(
        Float64Array.from(
          { length: nodes },
          (_, v) => near[v]!.reduce((sum, w) => sum + last[w]!, 0),
        ),
      );
    }
    ways.set(to, counts);
    return counts;
  };
  const bridge = (path: number[], from: number, to: number, stream: Rng): number[] => {
    const counts = waysTo(path[to]!);
    for (let i = from; i < to - 1; i++) {
      const left = counts[to - i - 1]!, options = near[path[i]!]!;
      let at = stream.uniform() * options.reduce((sum, v) => sum + left[v]!, 0);
      const next = options.find((v) => (at -= left[v]!) < 0) ?? options.findLast((v) => left[v]!)!;
      path[i + 1] = next;
    }
    return path;
  };
  if (!waysTo(goal)[moves]![start]) {
    throw new RangeError(
      `Cannot go from node ${start} to node ${goal} in ${moves} moves: allow more`,
    );
  }
  return {
    energies(path) {
      let [visits, length] = [0, 0];
      for (let i = 1; i < path.length; i++) {
        if (path[i] === path[i - 1]) continue;
        length++;
        if (closed.has(path[i]!)) visits++;
      }
      return [visits, length];
    },
    start: (stream) => {
      const path = new Array<number>(moves + 1).fill(start);
      path[moves] = goal;
      return bridge(path, 0, moves, stream);
    },
    propose: (path, _scale, stream) => {
      const span = 2 + stream.int(moves - 1);
      const from = stream.int(moves - span + 1);
      return bridge([...path], from, from + span, stream);
    },
  };
}

/** What is best by dynamic programming: least visits of closed nodes, then fewest moves. */
export function bestPath({ nodes, edges, closed, start, goal }: PathWorld): [number, number] {
  const cost = Array.from({ length: nodes }, (): [number, number] => [Infinity, Infinity]);
  cost[start] = [0, 0];
  const shut = new Set(closed);
  for (let round = 0; round < nodes * 2; round++) {
    for (const [a, b] of [...edges, ...edges.map(([x, y]): Arrow => [y, x])]) {
      const visits = cost[a]![0] + Number(shut.has(b)), length = cost[a]![1] + 1;
      const [v, l] = cost[b]!;
      if (visits < v || (visits === v && length < l)) cost[b] = [visits, length];
    }
  }
  return cost[goal]!;
}
