/**
 * The denoiser: CSPNet's message passing over all pairs of nodes, as SymmCD uses it (section 3.3).
 * It is not equivariant: absolute positions matter, as they do to a space group's axes.
 */
import { dense, linear, sinusoids, swish } from "../../nn/layers.ts";
import {
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../../nn/parameters.ts";
import { checkSizes } from "../../nn/sizes.ts";
import { GROUP_CODE_LENGTH, groupCode, spaceGroup } from "../../symmetry/space_groups/mod.ts";
import { type Key, type Tensor, type Tensor1D, type Tensor2D, tf } from "../../tensor/mod.ts";
import { AXIS_COUNT, ELEMENTS, type Nodes, SYMBOL_COUNT } from "./representation.ts";

/** Sizes of {@linkcode crystalDenoiser}. */
export interface DenoiserConfig {
  readonly nodes: Nodes;
  /** Channels per node. */
  readonly width: number;
  readonly layers: number;
  /** Frequencies of positions and of their differences. */
  readonly frequencies: number;
  /** Numbers that a group's code is squeezed into. */
  readonly latent: number;
  /** Levels T of the diffusion. */
  readonly levels: number;
}

/** A noisy batch; nodes that are not there have mask 0. */
export interface NoisyCrystals {
  /** Scaled lattice numbers `[batch, 6]`. */
  readonly k: Tensor;
  /** `[batch, M, 3]`. */
  readonly x: Tensor;
  /** One-hot elements `[batch, M, 94]`. */
  readonly a: Tensor;
  /** One-hot symbols `[batch, M, 15, 13]`. */
  readonly s: Tensor;
  /** `[batch, M]`. */
  readonly mask: Tensor;
  /** Numbers of space groups `[batch]`, int32. */
  readonly group: Tensor;
  /** Levels `[batch]`, int32. */
  readonly t: Tensor;
}

/** What is predicted of a batch. */
export interface Prediction {
  /** Noise of the lattice `[batch, 6]`. */
  readonly k: Tensor;
  /** Score of positions, divided by the root of its mean square, `[batch, M, 3]`. */
  readonly x: Tensor;
  /** Scores of clean elements `[batch, M, 94]`. */
  readonly a: Tensor;
  /** Scores of clean symbols `[batch, M, 15, 13]`. */
  readonly s: Tensor;
}

/** A denoising network. */
export interface Denoiser {
  readonly name: string;
  readonly config: DenoiserConfig;
  readonly parameters: ParameterSpecs;
  init(key: Key): Params;
  apply(params: Params, noisy: NoisyCrystals): Prediction;
}

/** Codes of all groups by number, `[231, 397]`. */
const codes = () => {
  const rows = Array.from(
    { length: 231 },
    (_, n) => n === 0 ? new Float32Array(GROUP_CODE_LENGTH) : groupCode(spaceGroup(n)),
  );
  const flat = new Float32Array(231 * GROUP_CODE_LENGTH);
  rows.forEach((row, n) => flat.set(row, n * GROUP_CODE_LENGTH));
  return flat;
};

/** (z - mean)/deviation over the last axis, then a gain and a shift. */
function layerNorm(params: Params, name: string, z: Tensor): Tensor {
  const centred = tf.sub(z, tf.mean(z, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  const unit = tf.div(centred, tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(
    tf.mul(unit, tf.add(parameter(params, `${name}/gain`), 1)),
    parameter(params, `${name}/shift`),
  );
}

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

const normSpec = (name: string, width: number): ParameterSpecs => ({
  [`${name}/gain`]: { shape: [width], bound: 0 },
  [`${name}/shift`]: { shape: [width], bound: 0 },
});

/** Numbers that a level is told by. */
const TIME = 32;

/**
 * The network. A node starts from its element, symbols, position (sines and cosines of 2πfx), the
 * level and the group; in each layer m_ij = MLP(h_i, h_j, k, ψ(x_j - x_i)) is averaged over the
 * nodes j and added to h_i through another MLP.
 *
 * @throws {RangeError} If a size is impossible
 */
export function crystalDenoiser(config: DenoiserConfig): Denoiser {
  const { nodes, ...sizes } = config;
  if (nodes !== "orbits" && nodes !== "atoms") {
    throw new RangeError(`Cannot build a denoiser of ${nodes}: accepted are orbits, atoms`);
  }
  checkSizes(sizes);
  const { width: w, layers, frequencies: f, latent, levels } = config;
  const waves = 6 * f;
  const names = Array.from({ length: layers }, (_, l) => `layer${l + 1}`);
  const symbols = AXIS_COUNT * SYMBOL_COUNT;
  const inputs = ELEMENTS + symbols + waves;
  const parameters: ParameterSpecs = {
    ...denseSpec("group/dense1", GROUP_CODE_LENGTH, 128),
    ...denseSpec("group/dense2", 128, latent),
    ...denseSpec("input/node", inputs, w, 60),
    ...denseSpec("input/context", TIME + latent + 6, w),
    ...Object.assign(
      {},
      ...names.map((name): ParameterSpecs => ({
        ...normSpec(`${name}/norm`, w),
        ...denseSpec(`${name}/from`, w, w, 2 * w + waves),
        ...kernelOnly(denseSpec(`${name}/to`, w, w, 2 * w + waves)),
        ...kernelOnly(denseSpec(`${name}/wave`, waves, w, 2 * w + waves)),
        ...denseSpec(`${name}/context`, TIME + latent + 6, w),
        ...denseSpec(`${name}/edge`, w, w),
        ...denseSpec(`${name}/node1`, 2 * w, w),
        ...denseSpec(`${name}/node2`, w, w, 4 * w),
      })),
    ),
    ...normSpec("head/norm", w),
    ...denseSpec("head/x", w, 3),
    ...denseSpec("head/a", w, ELEMENTS),
    ...denseSpec("head/k", w, 6),
    ...(nodes === "orbits" ? denseSpec("head/s", w, symbols) : {}),
  };
  const flatCodes = codes();
  const turns = Float32Array.from({ length: f }, (_, n) => 2 * Math.PI * (n + 1));

  return {
    name: "crystal_denoiser",
    config,
    parameters,
    init: (key) => initialize(key, parameters),
    apply(params, { k, x, a, s, mask, group, t }) {
      const [batch, m] = mask.shape as [number, number];
      const table = tf.tensor2d(flatCodes, [231, GROUP_CODE_LENGTH]);
      const code = tf.gather(table, group as Tensor1D);
      const squeezed = dense(params, "group/dense2", swish(dense(params, "group/dense1", code)));
      const time = tf.gather(sinusoids(levels, TIME), t as Tensor1D);
      const context = tf.concat([time, squeezed, k], 1) as Tensor2D;
      const spread = (z: Tensor) => tf.reshape(z, [batch, 1, w]);

      const phase = tf.reshape(
        tf.mul(tf.expandDims(x, 3), tf.tensor1d(turns)),
        [batch, m, 3 * f],
      );
      const [sine, cosine] = [tf.sin(phase), tf.cos(phase)];
      const present = tf.expandDims(mask, 2);
      const own = tf.concat([a, tf.reshape(s, [batch, m, symbols]), sine, cosine], 2);
      let h = tf.add(
        dense(params, "input/node", own),
        spread(dense(params, "input/context", context)),
      );
      // ψ(x_j - x_i) by the sums of angles: row i, column j.
      const [si, sj] = [tf.expandDims(sine, 2), tf.expandDims(sine, 1)];
      const [ci, cj] = [tf.expandDims(cosine, 2), tf.expandDims(cosine, 1)];
      const psi = tf.concat([
        tf.sub(tf.mul(sj, ci), tf.mul(cj, si)),
        tf.add(tf.mul(cj, ci), tf.mul(sj, si)),
      ], 3);
      const pairs = tf.reshape(psi, [batch * m * m, waves]);
      const weights = tf.div(mask, tf.sum(mask, 1, true));
      const weightOfJ = tf.reshape(weights, [batch, 1, m, 1]);
      for (const name of names) {
        const z = layerNorm(params, `${name}/norm`, h);
        const from = tf.reshape(dense(params, `${name}/from`, z), [batch, m, 1, w]);
        const to = tf.reshape(linear(params, `${name}/to`, z), [batch, 1, m, w]);
        const wave = tf.reshape(linear(params, `${name}/wave`, pairs), [batch, m, m, w]);
        const shared = tf.reshape(dense(params, `${name}/context`, context), [batch, 1, 1, w]);
        const first = swish(tf.add(tf.add(from, tf.add(to, shared)), wave));
        const message = swish(dense(params, `${name}/edge`, first));
        const mean = tf.sum(tf.mul(message, weightOfJ), 2);
        const update = swish(dense(params, `${name}/node1`, tf.concat([z, mean], 2)));
        h = tf.add(h, dense(params, `${name}/node2`, update));
      }
      const z = layerNorm(params, "head/norm", h);
      const pooled = tf.sum(tf.mul(z, tf.expandDims(weights, 2)), 1);
      return {
        x: tf.mul(dense(params, "head/x", z), present),
        a: dense(params, "head/a", z),
        s: nodes === "orbits"
          ? tf.reshape(dense(params, "head/s", z), [batch, m, AXIS_COUNT, SYMBOL_COUNT])
          : tf.zeros([batch, m, AXIS_COUNT, SYMBOL_COUNT]),
        k: dense(params, "head/k", pooled),
      };
    },
  };
}
