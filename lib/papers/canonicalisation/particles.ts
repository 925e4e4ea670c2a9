/**
 * DW-4, four particles in a plane whose energy is the same however they are turned: a denoiser
 * without the symmetry of rotations learns from clusters as they are, or on the slice of a
 * canonicaliser; beside it an equivariant one. All are equivariant to permutations.
 */
import { rng } from "../../datasets/rng.ts";
import { centred } from "../../energy/targets/particles.ts";
import { wassersteinLine } from "../../metrics/mod.ts";
import { egnn } from "../../models/egnn.ts";
import { framesOf, frameVectors, inFrame } from "../../models/frame_vectors.ts";
import { particleGraph } from "../../models/particle_graph.ts";
import type { Params } from "../../nn/parameters.ts";
import {
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  tf,
} from "../../tensor/mod.ts";
import { fit } from "../../training/fit.ts";
import type { Arm } from "./arms.ts";
import { clusterDistances, clusterEnergies, PARTICLES, PLANE, turnedClusters } from "./clusters.ts";
import { denoisingLoss, type Field, fieldOf, sampled } from "./denoiser.ts";
import { nudged } from "./nudge.ts";
import { trainedArm } from "./trained_arm.ts";

/** What each arm is, in words. */
export const CLUSTER_ARM_NAMES: Readonly<Record<Arm, string>> = {
  none: "none: clusters turned at random",
  frozen: "canonicaliser, frozen at random",
  learned: "canonicaliser, learned",
  equivariant: "equivariant denoiser (EGNN)",
  oracle: "by hand: farthest particle to the right",
};

/** Coordinates are divided by it, so that their deviation is about 1. */
export const LENGTH = 1.84;

/** Sizes and constants, chosen on validation clusters with seed 7. */
export const CLUSTER_SETTINGS = {
  width: 48,
  layers: 3,
  batch: 128,
  learningRate: 2e-3,
  frameWidth: 16,
  samplingSteps: 24,
} as const;

/** Frames that bring the particle farthest from the centre onto the first axis. */
function framesByHand(x: Tensor): Tensor3D {
  const size = tf.sum(tf.square(x), 2);
  const far = tf.oneHot(tf.cast(tf.argMax(size, 1), "int32") as Tensor1D, PARTICLES);
  return framesOf(tf.sum(tf.mul(x, tf.expandDims(far, 2)), 1, true) as Tensor3D);
}

/** Clusters `[batch, 4, 2]` turned by angles of their own. */
export function turned(x: Tensor, key: Key): Tensor {
  const angle = tf.mul(random.uniform(key, [x.shape[0]!]), 2 * Math.PI);
  const direction = tf.stack([tf.cos(angle), tf.sin(angle)], 1);
  return inFrame(x, framesOf(tf.expandDims(direction, 1) as Tensor3D));
}

/** A trained arm. */
export interface TrainedClusters {
  readonly arm: Arm;
  readonly params: Params;
  /** Parameters of a canonicaliser frozen at random, which `slice` uses; to be freed with `params`. */
  readonly frozen?: Params;
  readonly seconds: number;
  /** Clean clusters as the denoiser learns them. */
  slice(params: Params, x: Tensor, key: Key): Tensor;
  readonly field: Field;
}

/** How {@link trainClusters} trains. */
export interface ClusterTraining {
  readonly seed: number;
  readonly steps: number;
  /** Starting parameters are multiplied by 1 more than this; see {@link nudged}. Default 0. */
  readonly nudge?: number;
  readonly observe?: (step: number, loss: number) => void;
}

/**
 * Trains one arm.
 *
 * @param data Rows of 8 numbers, as `clusters` gives them
 */
export function trainClusters(
  arm: Arm,
  data: Float32Array,
  { seed, steps, observe, nudge = 0 }: ClusterTraining,
): TrainedClusters {
  const { width, layers, frameWidth } = CLUSTER_SETTINGS;
  const sizes = { particles: PARTICLES, dimensions: PLANE, width, layers };
  const network = arm === "equivariant" ? egnn({ ...sizes, reach: 5 }) : particleGraph(sizes);
  const field = fieldOf(network);
  const frame = frameVectors({ particles: PARTICLES, dimensions: PLANE, width: frameWidth });
  const [key, frameKey] = tf.tidy(() => random.split(random.key(seed))) as [Key, Key];
  const names = Object.keys(frame.parameters);
  const drawn = arm === "frozen" || arm === "learned" ? frame.init(frameKey) : {};
  const frozen = arm === "frozen" ? drawn : undefined;
  const start: Params = {
    ...network.init(key),
    ...(arm === "learned" &&
      Object.fromEntries(names.map((name) => [`frame/${name}`, drawn[name]!]))),
  };
  const learned = (params: Params): Params =>
    Object.fromEntries(names.map((name) => [name, params[`frame/${name}`]!]));
  const slice = (params: Params, x: Tensor, key: Key): Tensor => {
    if (arm === "oracle") return inFrame(x, framesByHand(x));
    if (frozen) return inFrame(x, framesOf(frame.apply(frozen, x)));
    if (arm === "learned") return inFrame(x, framesOf(frame.apply(learned(params), x)));
    return arm === "none" ? turned(x, key) : tf.clone(x);
  };
  const training = { seed, steps, nudge, ...(observe && { observe }) };
  const trained = trainedArm(() => fitClusters(start, { field, slice }, data, training), {
    taken: [{ key, frameKey }, start],
    ...(frozen && { frozen }),
  });
  return { arm, ...trained, ...(frozen && { frozen }), slice, field };
}

/** Learns to take noise off clusters as `slice` gives them, from `start`, which is not freed. */
export function fitClusters(
  start: Params,
  { field, slice }: Pick<TrainedClusters, "field" | "slice">,
  data: Float32Array,
  { seed, steps, observe, nudge }: ClusterTraining,
): Params {
  const { batch, learningRate } = CLUSTER_SETTINGS;
  const all = tf.tensor3d(data.map((x) => x / LENGTH), [data.length / 8, PARTICLES, PLANE]);
  const from = nudged(start, nudge);
  try {
    return fit(from, (params, { all }, key) => {
      const [rowKey, turnKey, lossKey] = random.split(key, 3);
      const rows = random.integers(rowKey!, [batch], 0, all.shape[0]!) as Tensor1D;
      const clean = slice(params, tf.gather(all, rows), turnKey!);
      return denoisingLoss(field, params, clean, lossKey!, centred);
    }, {
      ...{ seed, steps, learningRate, mode: "graph", clip: 1 },
      ...{ batch: () => ({ all }), keepBatches: "yes" },
      ...(observe && { observe, every: 50 }),
    });
  } finally {
    all.dispose();
    if (from !== start) disposeTree(from);
  }
}

/** Samples as clusters, each turned by a random angle, and milliseconds a sample. */
export function sampleClusters(
  { params, field }: Pick<TrainedClusters, "params" | "field">,
  count: number,
  seed: number,
  turn: "at random" | "not" = "at random",
): { readonly clusters: Float32Array; readonly msPerSample: number } {
  const { samplingSteps: steps } = CLUSTER_SETTINGS;
  const options = {
    shape: [PARTICLES, PLANE],
    batch: Math.min(500, count),
    steps,
    project: centred,
  };
  const { samples, msPerSample } = sampled(field, options, params, { count, seed });
  const scaled = samples.map((x) => x * LENGTH);
  return {
    clusters: turn === "not" ? scaled : turnedClusters(scaled, rng(seed)),
    msPerSample,
  };
}

/** How far samples are from others: W₁ of energies and of distances. */
export function clusterErrors(made: Float32Array, known: Float32Array) {
  const line = (of: (x: Float32Array) => Float64Array, trim: number) =>
    wassersteinLine(of(made), of(known), { order: 1, trim });
  return {
    // A few particles that collide would rule the mean.
    "energy, W₁": line(clusterEnergies, 0.01),
    "distance, W₁": line(clusterDistances, 0),
  };
}
