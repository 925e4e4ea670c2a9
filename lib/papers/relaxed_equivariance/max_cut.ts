/** Max-cut on symmetric graphs: two sides for the vertices, as many edges as can be between them. */
import { type Key, random, swish, type Tensor, type Tensor2D, tf, tidy } from "../../tensor/mod.ts";
import { dense } from "../../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../../nn/parameters.ts";
import type { NamedGraph } from "../../datasets/named_graphs.ts";
import { type Adjacency, canonicalLabelling, vertexOrbits } from "../../symmetry/mod.ts";
import { fit } from "../../training/fit.ts";

/** Σ over edges of p_i(1 - p_j) + p_j(1 - p_i): what independent rounding cuts on average. */
export function expectedCut(graph: Adjacency, p: readonly number[]): number {
  let sum = 0;
  graph.forEach((row, i) =>
    row.forEach((edge, j) => {
      if (edge && i < j) sum += p[i]! * (1 - p[j]!) + p[j]! * (1 - p[i]!);
    })
  );
  return sum;
}

/** The largest cut, by trying all; for graphs of up to twenty vertices. */
export function maxCut(graph: Adjacency): number {
  return bestOfBlocks(graph, graph.map((_, v) => [v]));
}

/** The largest cut where the vertices of a block must lie on one side. */
function bestOfBlocks(graph: Adjacency, blocks: readonly (readonly number[])[]): number {
  let best = 0;
  for (let bits = 0; bits < 2 ** (blocks.length - 1); bits++) {
    const p = new Array<number>(graph.length).fill(0);
    blocks.forEach((block, b) => block.forEach((v) => p[v] = (bits >> b) & 1));
    best = Math.max(best, expectedCut(graph, p));
  }
  return best;
}

/**
 * The most that an equivariant function cuts on average: p must be the same within each orbit of the
 * automorphisms. The cut is a quadratic in one p for each orbit, and -(edges within it)·2p² + … in
 * each: its largest value is at 0, ½ or 1 for one orbit, and found by ascent from a grid for more.
 */
export function equivariantBound(graph: Adjacency): number {
  const orbits = vertexOrbits(canonicalLabelling(graph).automorphisms);
  const value = (shares: readonly number[]) => {
    const p = new Array<number>(graph.length);
    orbits.forEach((orbit, o) => orbit.forEach((v) => p[v] = shares[o]!));
    return expectedCut(graph, p);
  };
  let best = 0;
  const starts = Math.min(3 ** orbits.length, 6561);
  for (let start = 0; start < starts; start++) {
    const shares = orbits.map((_, o) => (Math.floor(start / 3 ** o) % 3) / 2);
    // Coordinate ascent: in one share alone the cut is a parabola, known from three points.
    for (let sweep = 0, last = -1; sweep < 100; sweep++) {
      for (let o = 0; o < orbits.length; o++) {
        const at = (share: number) => value(shares.with(o, share));
        const [zero, half, one] = [at(0), at(0.5), at(1)];
        const [a, b] = [2 * (zero + one - 2 * half), 4 * half - 3 * zero - one];
        const top = a < 0 ? Math.min(1, Math.max(0, -b / (2 * a))) : one > zero ? 1 : 0;
        if (at(top) > at(shares[o]!)) shares[o] = top;
      }
      const now = value(shares);
      if (now - last < 1e-12) break;
      last = now;
    }
    best = Math.max(best, value(shares));
  }
  return best;
}

/** What vertices are told beside the edges. */
export type VertexFeatures = "nothing" | "noise" | "canonical labels";

/** Graphs padded to one size, with features. */
type GraphBatch = { readonly adjacency: Tensor; readonly labels: Tensor };

const [WIDTH, LAYERS, FEATURES] = [32, 4, 12];

const specs: ParameterSpecs = Object.assign(
  denseSpec("input", FEATURES + 1, WIDTH),
  ...Array.from({ length: LAYERS }, (_, l) => ({
    ...denseSpec(`layer${l + 1}/own`, WIDTH, WIDTH),
    ...denseSpec(`layer${l + 1}/around`, WIDTH, WIDTH),
  })),
  denseSpec("output", WIDTH, 1),
);

/** p `[graphs, n]`: z ← z + swish(W z + U·(sum over neighbours of z)/√3), four times. */
function sides(params: Params, { adjacency }: GraphBatch, features: Tensor): Tensor {
  const degree = tf.sum(adjacency, 2, true);
  let z = dense(params, "input", tf.concat([features, degree], 2));
  for (let l = 1; l <= LAYERS; l++) {
    const around = tf.div(tf.matMul(adjacency, z), Math.sqrt(3));
    const own = dense(params, `layer${l}/own`, z);
    z = tf.add(z, swish(tf.add(own, dense(params, `layer${l}/around`, around))));
  }
  return tf.squeeze(tf.sigmoid(dense(params, "output", z)), [2]);
}

/** Expected cuts `[graphs]`. */
function cuts(adjacency: Tensor, p: Tensor): Tensor {
  const column = tf.expandDims(p, 2), row = tf.expandDims(p, 1);
  const apart = tf.add(tf.mul(column, tf.sub(1, row)), tf.mul(row, tf.sub(1, column)));
  return tf.div(tf.sum(tf.mul(adjacency, apart), [1, 2]), 2);
}

/** Canonical labels, one-hot, `[n][12]`. */
function labelFeatures(graph: Adjacency): number[][] {
  return canonicalLabelling(graph).labels.map((label) =>
    Array.from({ length: FEATURES }, (_, one) => one === label ? 2 : 0)
  );
}

function batchOf(graphs: readonly NamedGraph[]): GraphBatch {
  const n = Math.max(...graphs.map(({ adjacency }) => adjacency.length));
  const pad = (rows: readonly (readonly number[])[], width: number) =>
    Array.from(
      { length: n },
      (_, i) => Array.from({ length: width }, (_, j) => rows[i]?.[j] ?? 0),
    );
  return {
    adjacency: tf.tensor3d(graphs.map(({ adjacency }) => pad(adjacency, n))),
    labels: tf.tensor3d(graphs.map(({ adjacency }) => pad(labelFeatures(adjacency), FEATURES))),
  };
}

function featuresOf(kind: VertexFeatures, key: Key, { labels }: GraphBatch): Tensor {
  if (kind === "canonical labels") return labels;
  return kind === "noise" ? random.normal(key, labels.shape) : tf.zerosLike(labels);
}

/** How {@link cutByNetwork} trains and measures. */
export interface CutOptions {
  readonly features: VertexFeatures;
  readonly seed: number;
  readonly steps: number;
  /** Draws of the noise over which the cut is averaged. */
  readonly draws?: number;
}

/**
 * Trains a message-passing network on the graphs, to cut many edges on average, without any example
 * of a cut, and measures it on the same graphs with fresh noise: the average expected cut of each.
 */
export function cutByNetwork(
  graphs: readonly NamedGraph[],
  { features, seed, steps, draws = 32 }: CutOptions,
): number[] {
  const batch = batchOf(graphs);
  const edges = tf.div(tf.sum(batch.adjacency, [1, 2]), 2);
  const first = tidy(() => initialize(random.key(seed), specs));
  const params = fit(first, (params, { adjacency, labels, edges }, key) => {
    const graph = { adjacency, labels };
    const p = sides(params, graph, featuresOf(features, key, graph));
    return tf.neg(tf.mean(tf.div(cuts(adjacency, p), edges)));
  }, {
    seed,
    steps,
    learningRate: 0.005,
    batch: () => ({ ...batch, edges }),
    keepBatches: "yes",
    clip: 1,
  });
  const measured = tidy(() => {
    const keys = random.split(random.key(seed + 1_000_000), draws);
    const all = keys.map((key) =>
      cuts(batch.adjacency, sides(params, batch, featuresOf(features, key, batch)))
    );
    return tf.mean(tf.stack(all), 0) as Tensor2D;
  });
  const values = [...measured.dataSync()];
  tf.dispose([measured, edges, batch.adjacency, batch.labels]);
  tf.dispose([...Object.values(params), ...Object.values(first)]);
  return values;
}
