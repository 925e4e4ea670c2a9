/** The linear experiment, from drawing a model to what the observed subspaces give. */
import { type Dag, membersOf, setOf } from "../../datasets/dag.ts";
import { rotation } from "../../datasets/normal.ts";
import { rng } from "../../datasets/rng.ts";
import { counterfactualPairs, linearScm, mix, randomWeights } from "../../datasets/scm.ts";
import {
  type Cluster,
  clusterSubspaces,
  distance,
  intersectionOf,
  predictedSubspace,
  span,
  totalEffects,
} from "./subspaces.ts";

/** What is drawn. */
export interface LinearExperimentOptions {
  readonly graph: Dag;
  readonly family: readonly (readonly number[])[];
  readonly pairs: number;
  readonly seed: number;
}

/** One set of the family, or one intersection of them. */
export interface SubspaceRow {
  /** Members of the set. */
  readonly set: readonly number[];
  /** Dimension of the observed subspace. */
  readonly dimension: number;
  /** How far it is from R·T·span(e_S). */
  readonly error: number;
}

/** What came out. */
export interface LinearExperiment {
  /** The subspaces of the sets of the family, which set each pair belongs to being known. */
  readonly observed: readonly SubspaceRow[];
  /** Their intersections, without those that are {0}. */
  readonly intersections: readonly SubspaceRow[];
  /** The same subspaces by clustering, with the sets hidden. */
  readonly clusters: readonly Cluster[];
  /** Share of the pairs whose cluster is that of their set. */
  readonly clustered: number;
  /** Greatest distance of a set's subspace from the nearest cluster's. */
  readonly clusterError: number;
  /** Noises whose direction alone is found, up to its scale. */
  readonly singled: readonly number[];
}

/** Draws a linear model and a rotation, watches pairs, and compares subspaces with the theory. */
export function linearExperiment(
  { graph, family, pairs: count, seed }: LinearExperimentOptions,
): LinearExperiment {
  const stream = rng(seed), n = graph.nodes;
  const weights = randomWeights(graph, stream.split("weights"));
  const mixing = rotation(stream.split("mixing"), n);
  const scm = linearScm(graph, weights);
  const pairs = counterfactualPairs(scm, family, count, stream.split("pairs"));
  const [x, after] = [mix(pairs.z, mixing), mix(pairs.after, mixing)];
  const moves = Array.from(
    { length: count },
    (_, row) => Array.from({ length: n }, (_, i) => after[row * n + i]! - x[row * n + i]!),
  );
  const effects = totalEffects(graph, weights);
  const truth = (set: number) => predictedSubspace(mixing, effects, membersOf(set));
  const row = (set: number, basis: number[][]): SubspaceRow => (
    { set: membersOf(set), dimension: basis.length, error: distance(basis, truth(set)) }
  );
  const sets = [...new Set(family.map(setOf))];
  const spaces = new Map(
    sets.map((set) => [set, span(moves.filter((_, i) => pairs.targets[i] === set))] as const),
  );
  const met = new Map<number, number[][]>();
  for (const all = [...spaces]; all.length > 0;) {
    const [set, basis] = all.pop()!;
    for (const [other, its] of spaces) {
      const both = set & other;
      if (both === 0 || spaces.has(both) || met.has(both)) continue;
      const common = intersectionOf(basis, its, n);
      met.set(both, common);
      all.push([both, common]);
    }
  }
  const clusters = clusterSubspaces(moves, stream.split("clusters"));
  const nearest = (basis: number[][]) =>
    clusters.reduce((least, one) => Math.min(least, distance(basis, one.basis)), 1);
  const right = clusters.reduce((sum, { basis, members }) => {
    const set = sets.find((one) => distance(spaces.get(one)!, basis) < 1e-6);
    return sum + members.filter((i) => pairs.targets[i] === set).length;
  }, 0);
  const found = [...spaces, ...met];
  return {
    observed: [...spaces].map(([set, basis]) => row(set, basis)),
    intersections: [...met].map(([set, basis]) => row(set, basis)),
    clusters,
    clustered: right / count,
    clusterError: Math.max(...[...spaces.values()].map(nearest)),
    singled: found.filter(([, basis]) => basis.length === 1).map(([set]) => membersOf(set)[0]!)
      .sort((a, b) => a - b),
  };
}
