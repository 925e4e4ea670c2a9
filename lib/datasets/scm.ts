/**
 * Structural causal models z_i = f_i(z_pa(i), ε_i), and pairs of what was and what would have been:
 * an intervention on a set S gives its variables new values that depend on nothing else (a perfect
 * intervention); all other mechanisms and their noises stay as they are, so that only S and what
 * descends from it changes.
 *
 * @module
 */
import { type Dag, membersOf, setOf } from "./dag.ts";
import { normal } from "./normal.ts";
import type { Rng } from "./rng.ts";

/** A structural causal model. */
export interface Scm {
  readonly graph: Dag;
  /** z_i from all variables, of which it may read its parents only, and its own noise. */
  mechanism(i: number, z: ArrayLike<number>, noise: number): number;
}

/**
 * z_i = ε_i + Σ_j B_ij z_j.
 *
 * @param weights B `[n][n]`: the effect of j on i, read where the graph has an arrow j → i
 */
export function linearScm(graph: Dag, weights: readonly (readonly number[])[]): Scm {
  return {
    graph,
    mechanism: (i, z, noise) =>
      membersOf(graph.parents[i]!).reduce((sum, j) => sum + weights[i]![j]! * z[j]!, noise),
  };
}

/** Weights of a linear model: signs by a coin, sizes uniform in `[least, most)`. */
export function randomWeights(graph: Dag, stream: Rng, least = 0.5, most = 1.5): number[][] {
  const all = Array.from({ length: graph.nodes }, (_, k) => k);
  return all.map((i) =>
    all.map((j) => {
      const size = least + (most - least) * stream.uniform(), sign = stream.int(2) ? 1 : -1;
      return graph.parents[i]! & (1 << j) ? sign * size : 0;
    })
  );
}

/**
 * Nonlinear: z_i = m_i + s_i ε_i with m_i = Σ_j w_ij sin(1.5 z_j + φ_ij) and
 * log s_i = ½ tanh(Σ_j v_ij z_j), over the parents j; so an intervention on a cause moves its
 * effects by amounts that depend on their noise. Without parents z_i = ε_i.
 */
export function locationScaleScm(graph: Dag, stream: Rng): Scm {
  const w = randomWeights(graph, stream.split("location"), 1, 1.5);
  const v = randomWeights(graph, stream.split("scale"), 0.6, 1.2);
  const phase = w.map((row) => row.map(() => 2 * Math.PI * stream.uniform()));
  return {
    graph,
    mechanism(i, z, noise) {
      const causes = membersOf(graph.parents[i]!);
      if (causes.length === 0) return noise;
      let location = 0, scale = 0;
      for (const j of causes) {
        location += w[i]![j]! * Math.sin(1.5 * z[j]! + phase[i]![j]!);
        scale += v[i]![j]! * z[j]!;
      }
      return location + Math.exp(Math.tanh(scale) / 2) * noise;
    },
  };
}

/** Pairs, row by row: `n` numbers of each array belong to a pair. */
export interface Pairs {
  readonly count: number;
  /** Variables per row, n. */
  readonly n: number;
  /** Noises ε, which both of a pair share where nothing is intervened upon. */
  readonly noise: Float64Array;
  /** What was. */
  readonly z: Float64Array;
  /** What would have been. */
  readonly after: Float64Array;
  /** The set intervened upon, as bits, one a pair. */
  readonly targets: Int32Array;
}

/**
 * Draws pairs; noises are standard normal, and so are the values that interventions give.
 *
 * @param family Sets of variables; which one is intervened upon is uniform
 * @throws {RangeError} If the family is empty or one of its sets has a variable that is none
 */
export function counterfactualPairs(
  scm: Scm,
  family: readonly (readonly number[])[],
  count: number,
  stream: Rng,
): Pairs {
  const { nodes: n, order } = scm.graph;
  checkFamily(family, n);
  const sets = family.map(setOf);
  const empty = () => new Float64Array(count * n);
  const [noise, z, after] = [empty(), empty(), empty()];
  const targets = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const at = <T extends Float64Array>(all: T) => all.subarray(row * n, (row + 1) * n);
    const [e, before, then] = [at(noise), at(z), at(after)];
    const set = targets[row] = sets[stream.int(sets.length)]!;
    for (const i of order) {
      e[i] = normal(stream);
      before[i] = scm.mechanism(i, before, e[i]!);
      const hit = set & (1 << i);
      then[i] = hit ? normal(stream) : scm.mechanism(i, then, e[i]!);
    }
  }
  return { count, n, noise, z, after, targets };
}

/** @throws {RangeError} If there is no set in the family, or a set with a variable that is none */
export function checkFamily(family: readonly (readonly number[])[], nodes: number): void {
  if (family.length === 0) {
    throw new RangeError("Cannot intervene as the family is empty: at least one set is needed");
  }
  for (const k of family.flat()) {
    if (!Number.isInteger(k) || k < 0 || k >= nodes) {
      throw new RangeError(
        `Cannot intervene as the variables are 0 to ${nodes - 1}: current value is ${k}`,
      );
    }
  }
}

/**
 * What is observed: x = R·z for each row.
 *
 * @param mixing Rows of R, `[n][n]`
 */
export function mix(z: Float64Array, mixing: readonly (readonly number[])[]): Float64Array {
  const n = mixing.length, x = new Float64Array(z.length);
  for (let row = 0; row < z.length; row += n) {
    mixing.forEach((weights, i) => {
      x[row + i] = weights.reduce((sum, w, j) => sum + w * z[row + j]!, 0);
    });
  }
  return x;
}
