/**
 * Small molecules: given the atoms, a denoiser learns where they are, in molecules that are turned at
 * random, on the slice of a frame in space, or with rotations built in. All are equivariant to
 * permutations of atoms of a kind.
 */
import { ELEMENTS, type Molecule } from "../../datasets/molecules/mod.ts";
import { egnn } from "../../models/egnn.ts";
import { framesOf, frameVectors, inFrame } from "../../models/frame_vectors.ts";
import { particleGraph } from "../../models/particle_graph.ts";
import { centredWhere } from "../../models/particle_kinds.ts";
import type { Params } from "../../nn/parameters.ts";
import {
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from "../../tensor/mod.ts";
import { fit } from "../../training/fit.ts";
import type { Arm } from "./arms.ts";
import { denoisingLoss, type Field, sampled } from "./denoiser.ts";
import { nudged } from "./nudge.ts";
import { trainedArm } from "./trained_arm.ts";

/** What each arm is, in words. */
export const MOLECULE_ARM_NAMES: Readonly<Record<Arm, string>> = {
  none: "none: molecules turned at random",
  frozen: "canonicaliser, frozen at random",
  learned: "canonicaliser, learned",
  equivariant: "equivariant denoiser (EGNN)",
  oracle: "by hand: farthest heavy atoms on axis and plane",
};

/** Most atoms of a molecule, and kinds of them. */
export const ATOMS = 10, KINDS = ELEMENTS.length;

/** Å; coordinates are divided by it, so that their deviation is about 1. */
export const ANGSTROMS = 1.35;

/** Sizes and constants; only the learning rate was chosen, on validation molecules with seed 7. */
export const MOLECULE_SETTINGS = {
  width: 64,
  layers: 3,
  batch: 64,
  learningRate: 4e-3,
  frameWidth: 16,
  samplingSteps: 24,
} as const;

/** Molecules as tensors. */
export interface Clouds {
  /** Scaled and centred, 0 where there is no atom, `[count, 10, 3]`. */
  readonly x: Tensor3D;
  /** One-hot, 0 where there is no atom, `[count, 10, 5]`. */
  readonly kinds: Tensor3D;
}

/** Tensors of molecules, which belong to the caller. */
export function cloudsOf(molecules: readonly Molecule[]): Clouds {
  const count = molecules.length;
  const x = new Float32Array(count * ATOMS * 3), kinds = new Float32Array(count * ATOMS * KINDS);
  molecules.forEach(({ elements, positions }, m) => {
    if (elements.length > ATOMS) {
      throw new RangeError(
        `Cannot use a molecule of ${elements.length} atoms: accepted are ${ATOMS} at most`,
      );
    }
    x.set(positions.map((value) => value / ANGSTROMS), m * ATOMS * 3);
    elements.forEach((element, i) => {
      kinds[(m * ATOMS + i) * KINDS + ELEMENTS.indexOf(element)] = 1;
    });
  });
  return {
    x: tf.tensor3d(x, [count, ATOMS, 3]),
    kinds: tf.tensor3d(kinds, [count, ATOMS, KINDS]),
  };
}

const presentIn = (kinds: Tensor): Tensor => tf.sum(kinds, 2, true);

/** Vectors of which a frame by hand is made: to the farthest heavy atom, and to that farthest off it. */
export function vectorsByHand(x: Tensor, kinds: Tensor): Tensor3D {
  const heavy = tf.squeeze(tf.slice(kinds, [0, 0, 1], [-1, -1, KINDS - 1]).sum(2, true), [2]);
  const farthest = (squares: Tensor) => {
    const scores = tf.sub(tf.mul(tf.add(squares, 1), heavy), 1);
    const chosen = tf.oneHot(tf.cast(tf.argMax(scores, 1), "int32") as Tensor1D, ATOMS);
    return tf.sum(tf.mul(x, tf.expandDims(chosen, 2)), 1, true);
  };
  const first = farthest(tf.sum(tf.square(x), 2));
  const unit = tf.div(first, tf.sqrt(tf.add(tf.sum(tf.square(first), 2, true), 1e-20)));
  const along = tf.mul(unit, tf.sum(tf.mul(x, unit), 2, true));
  const second = farthest(tf.sum(tf.square(tf.sub(x, along)), 2));
  return tf.concat([first, second], 1) as Tensor3D;
}

/** Uniformly random frames `[count, 3, 3]`: Gram and Schmidt of normal vectors. */
export const randomFrames = (key: Key, count: number): Tensor3D =>
  framesOf(random.normal(key, [count, 2, 3]) as Tensor3D);

/** A network that is told the kinds as a field of x alone. */
export const fieldOfKinds =
  (network: ReturnType<typeof egnn>, kinds: Tensor): Field => (params, x, conditions) => {
    const each = tf.mul(tf.expandDims(conditions, 1), tf.ones([x.shape[0]!, ATOMS, 1]));
    return network.apply(params, x, tf.concat([each, kinds], 2) as Tensor as Tensor2D);
  };

/** A denoiser of molecules and the slice that it learns, untrained or trained. */
export interface MoleculeArm {
  readonly arm: Arm;
  /** Parameters of a canonicaliser frozen at random, which `slice` uses; belong to the caller. */
  readonly frozen?: Params;
  init(key: Key): Params;
  /** Clean molecules as the denoiser learns them, `[batch, 10, 3]`. */
  slice(params: Params, clouds: { readonly x: Tensor; readonly kinds: Tensor }, key: Key): Tensor;
  field(kinds: Tensor): Field;
}

/** The denoiser and the slice of an arm; a frozen canonicaliser is drawn from `seed`. */
export function moleculeArm(arm: Arm, seed: number): MoleculeArm {
  const { width, layers, frameWidth } = MOLECULE_SETTINGS;
  const sizes = { particles: ATOMS, dimensions: 3, width, layers };
  const told = { ...sizes, conditions: 1 + KINDS, kinds: KINDS };
  const network = arm === "equivariant" ? egnn({ ...told, reach: 5 }) : particleGraph(told);
  const frame = frameVectors({
    ...{ particles: ATOMS, dimensions: 3, width: frameWidth, kinds: KINDS },
  });
  const drawn = () =>
    tf.tidy(() => {
      const own = frame.init(random.fold(random.key(seed), 1));
      return own as unknown as tf.TensorContainer;
    }) as Params;
  const frozen = arm === "frozen" ? drawn() : undefined;
  const framed = (own: Params, x: Tensor, kinds: Tensor) =>
    inFrame(x, framesOf(frame.apply(own, x, kinds)));
  const names = Object.keys(frame.parameters);
  return {
    arm,
    ...(frozen && { frozen }),
    init(key) {
      const own = arm === "learned" ? Object.entries(drawn()) : [];
      return {
        ...network.init(key),
        ...Object.fromEntries(own.map(([name, value]) => [`frame/${name}`, value])),
      };
    },
    slice(params, { x, kinds }, key) {
      if (arm === "none") return inFrame(x, randomFrames(key, x.shape[0]!));
      if (frozen) return framed(frozen, x, kinds);
      if (arm === "oracle") return inFrame(x, framesOf(vectorsByHand(x, kinds)));
      if (arm === "equivariant") return tf.clone(x);
      const own = names.map((name) => [name, params[`frame/${name}`]!] as const);
      return framed(Object.fromEntries(own), x, kinds);
    },
    field: (kinds) => fieldOfKinds(network, kinds),
  };
}

/** Takes away the centre of the atoms that are there, and what is not there. */
export const centredAtoms = (kinds: Tensor) => (x: Tensor): Tensor =>
  centredWhere(x, presentIn(kinds));

/** A trained arm. */
export interface TrainedMolecules extends MoleculeArm {
  readonly params: Params;
  readonly seconds: number;
}

/** How {@link trainMolecules} trains. */
export interface MoleculeTraining {
  readonly seed: number;
  readonly steps: number;
  /** Starting parameters are multiplied by 1 more than this; see {@link nudged}. Default 0. */
  readonly nudge?: number;
  /** That of the settings by default. */
  readonly learningRate?: number;
  readonly observe?: (step: number, loss: number) => void;
}

/** Trains one arm on molecules. */
export function trainMolecules(
  arm: Arm,
  molecules: readonly Molecule[],
  { seed, steps, observe, nudge, learningRate = MOLECULE_SETTINGS.learningRate }: MoleculeTraining,
): TrainedMolecules {
  const made = moleculeArm(arm, seed), clouds = cloudsOf(molecules);
  const key = random.key(seed);
  const start = tf.tidy(() => made.init(key) as unknown as tf.TensorContainer) as Params;
  const from = nudged(start, nudge);
  const train = () =>
    fit(from, (params, { x, kinds }, key) => {
      const [rowKey, turnKey, lossKey] = random.split(key, 3);
      const rows = random.integers(rowKey!, [MOLECULE_SETTINGS.batch], 0, x.shape[0]!) as Tensor1D;
      const own = { x: tf.gather(x, rows), kinds: tf.gather(kinds, rows) };
      const clean = made.slice(params, own, turnKey!);
      return denoisingLoss(made.field(own.kinds), params, clean, lossKey!, centredAtoms(own.kinds));
    }, {
      ...{ seed, steps, learningRate, mode: "graph", clip: 1 },
      ...{ batch: () => ({ ...clouds }), keepBatches: "yes" },
      ...(observe && { observe, every: 50 }),
    });
  const trained = trainedArm(train, {
    taken: [{ key }, start, { ...clouds }, ...(from === start ? [] : [from])],
    ...(made.frozen && { frozen: made.frozen }),
  });
  return { ...made, ...trained };
}

/**
 * Where the denoiser puts the atoms of `asked`, each result turned at random, and milliseconds a
 * sample.
 */
export function sampleMolecules(
  { params, field }: Pick<TrainedMolecules, "params" | "field">,
  asked: readonly Molecule[],
  seed: number,
): { readonly molecules: Molecule[]; readonly msPerSample: number } {
  const count = asked.length, { x, kinds } = cloudsOf(asked);
  const key = random.key(seed);
  const options = {
    ...{ shape: [ATOMS, 3], batch: count, steps: MOLECULE_SETTINGS.samplingSteps },
    project: centredAtoms(kinds),
  };
  try {
    const { samples, msPerSample } = sampled(field(kinds), options, params, { count, seed });
    const turned = tf.tidy(() => {
      const frames = randomFrames(random.fold(key, 1), count);
      return inFrame(tf.tensor3d(samples, [count, ATOMS, 3]), frames).dataSync();
    }) as unknown as Float32Array;
    const molecules = asked.map(({ elements, notes }, m) => ({
      elements,
      positions: Float64Array.from(
        turned.subarray(m * ATOMS * 3, m * ATOMS * 3 + elements.length * 3),
        (value) => value * ANGSTROMS,
      ),
      notes,
    }));
    return { molecules, msPerSample };
  } finally {
    [x, kinds, key].forEach((one) => one.dispose());
  }
}
