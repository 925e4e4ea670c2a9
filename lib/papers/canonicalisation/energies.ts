/**
 * IRED's question to a symmetric problem: an **energy** of clusters, from coordinates as they are, on a
 * canonical slice, or of distances alone. Denoisers are the energies' slopes, so that the last two
 * have the symmetry built in, and the samples need no turning.
 */
import { energyAndGradient } from "../../energy/mod.ts";
import { egnn } from "../../models/egnn.ts";
import { framesOf, frameVectors, inFrame } from "../../models/frame_vectors.ts";
import { particleGraph } from "../../models/particle_graph.ts";
import type { Params } from "../../nn/parameters.ts";
import {
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../tensor/mod.ts";
import { PARTICLES, PLANE } from "./clusters.ts";
import type { Field } from "./denoiser.ts";
import { CLUSTER_SETTINGS, type ClusterTraining, fitClusters, turned } from "./particles.ts";
import { trainedArm } from "./trained_arm.ts";

/** What energies are compared. */
export const ENERGY_ARMS = ["coordinates", "slice", "invariant"] as const;

/** One of {@link ENERGY_ARMS}. */
export type EnergyArm = typeof ENERGY_ARMS[number];

/** What each is, in words. */
export const ENERGY_ARM_NAMES: Readonly<Record<EnergyArm, string>> = {
  coordinates: "energy of coordinates, E(x)",
  slice: "energy on a learned slice, E(c(x))",
  invariant: "invariant energy (EGNN)",
};

/** An energy of clusters at a noise level, `[batch]` of x `[batch, 4, 2]`. */
export interface ClusterEnergy {
  init(key: Key): Params;
  energy(params: Params, x: Tensor, conditions: Tensor2D): Tensor1D;
}

/**
 * E(x) = ½⟨N(x), x⟩ of a network of vectors N: of one that reads coordinates; of the same on the slice,
 * ½⟨N(c(x)), c(x)⟩ with c(x) = h(x)⁻¹x, whose slope passes through the frame h too; or of an equivariant
 * one, whose inner product with x no rotation changes.
 */
export function clusterEnergyNetwork(arm: EnergyArm): ClusterEnergy {
  const { width, layers, frameWidth } = CLUSTER_SETTINGS;
  const sizes = { particles: PARTICLES, dimensions: PLANE, width, layers };
  const network = arm === "invariant" ? egnn({ ...sizes, reach: 5 }) : particleGraph(sizes);
  const frame = frameVectors({ particles: PARTICLES, dimensions: PLANE, width: frameWidth });
  const own = (params: Params): Params =>
    Object.fromEntries(
      Object.keys(frame.parameters).map((name) => [name, params[`frame/${name}`]!]),
    );
  return {
    init(key) {
      if (arm !== "slice") return network.init(key);
      const [networkKey, frameKey] = random.split(key) as [Key, Key];
      const named = Object.entries(frame.init(frameKey))
        .map(([name, value]) => [`frame/${name}`, value] as const);
      return { ...network.init(networkKey), ...Object.fromEntries(named) };
    },
    energy(params, x, conditions) {
      const y = arm === "slice" ? inFrame(x, framesOf(frame.apply(own(params), x))) : x;
      const vectors = network.apply(params, y, conditions);
      return tf.mul(0.5, tf.sum(tf.mul(vectors, y), [1, 2])) as Tensor1D;
    },
  };
}

/** The slope of an energy as a field that a denoiser is made of. */
export const slopeOf = ({ energy }: ClusterEnergy): Field => (params, x, conditions) =>
  energyAndGradient((x) => energy(params, x, conditions), x).gradient;

/** Trains an energy so that the denoiser that its slope makes takes the noise off clusters. */
export function trainClusterEnergy(
  arm: EnergyArm,
  data: Float32Array,
  training: ClusterTraining,
) {
  const network = clusterEnergyNetwork(arm), field = slopeOf(network);
  const key = random.key(training.seed);
  const start = tf.tidy(() => network.init(key) as unknown as tf.TensorContainer) as Params;
  const slice = (_: Params, x: Tensor, key: Key): Tensor =>
    arm === "coordinates" ? turned(x, key) : tf.clone(x);
  const trained = trainedArm(() => fitClusters(start, { field, slice }, data, training), {
    taken: [{ key }, start],
  });
  return { arm, ...trained, slice, field };
}
