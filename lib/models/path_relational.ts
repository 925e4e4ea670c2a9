/** An energy over paths in graphs with the symmetry of the problem. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { embedNodes, nodeSpecs } from "./graph_nodes.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link pathRelational}. */
export interface PathRelationalConfig {
  /** Steps of a path. */
  readonly steps?: number;
  /** Channels per step and node. */
  readonly width?: number;
  /** Layers between steps and nodes. */
  readonly layers?: number;
  /** Channels per node of what is known of the graph alone. */
  readonly nodeWidth?: number;
  /** Rounds of messages along edges that make those. */
  readonly nodeRounds?: number;
  /** Outputs f per step and node, the further ones included. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
}

/** Messages are added up over edges, of which nodes have some six: this keeps sums small. */
const EDGE = 1 / 4;

/** Parts that a layer's product makes of an entry: itself, what the steps after and before get. */
const PARTS = 5;

/** What a network may know of the noise: √ᾱ_t and σ_t of each level t. */
export interface NoiseLevels {
  readonly sqrtAlphaBar: ArrayLike<number>;
  readonly sigma: ArrayLike<number>;
}

/**
 * Options in the place of the noise levels would fail where those are read.
 *
 * @throws {TypeError} If `noise` has no levels
 */
export function assertNoise(network: string, noise: NoiseLevels): void {
  if (noise?.sigma?.length > 0 && noise.sqrtAlphaBar?.length === noise.sigma.length) return;
  throw new TypeError(
    `noise of ${network} must be {sqrtAlphaBar, sigma} of all levels, such as cosineSchedule(), ` +
      `options come after it: it is {${Object.keys(noise ?? {})}}`,
  );
}

/**
 * E(x, y, t) = [(σ_t·y - √ᾱ_t·f)² + Σ_c (√ᾱ_t·f_c)²] / 2σ_t, summed over steps and nodes, for graphs
 * of any size. Where f does not depend on y, the gradient of E is σ_t·y - √ᾱ_t·f: the noise, if f is
 * σ_t·y* - √ᾱ_t·ε. So f has the same size at every level, as the network's answer where there is
 * much noise, and the noise itself where there is little. The further outputs f_c shape E.
 *
 * `encode` describes each node by rounds of messages along the edges, from start, goal and degrees
 * ({@link embedNodes}). Each step and node has channels z, from y, the node and the step at first.
 * Each layer adds swish(FiLM_t(u)), where u mixes the entry with its node in the step before and
 * after, with the nodes that have an edge to it in the step before and those it has one to in the
 * step after, with the mean over nodes, and with its node's description; f is linear in the last z.
 * So renumbering the nodes of x and y leaves E as it is.
 *
 * Condition: `x` `[batch, n, n, 4]`: edges, the start's row, edges, the goal's row, ±1. Answer
 * `[batch, steps, n, 1]`.
 *
 * @param noise The levels that it is trained on
 * @throws {TypeError} If `noise` has no levels
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function pathRelational(
  noise: NoiseLevels,
  config: PathRelationalConfig = {},
): EnergyNetwork {
  assertNoise("pathRelational", noise);
  const defaults = {
    steps: 8,
    width: 32,
    layers: 3,
    nodeWidth: 48,
    nodeRounds: 8,
    outputs: 4,
    timeFeatures: 64,
    levels: noise.sigma.length,
  };
  assertOptionNames(config, Object.keys(defaults), true);
  const c = { ...defaults, ...config };
  checkSizes(c);
  const layerNames = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const kernelOnly = (name: string, inputs: number, outputs: number, fanIn: number) => {
    const spec = denseSpec(name, inputs, outputs, fanIn);
    return { [`${name}/kernel`]: spec[`${name}/kernel`]! };
  };
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...nodeSpecs(c.nodeWidth),
    ...kernelOnly("input/answer", 1, c.width, 3),
    "input/steps": { shape: [c.steps, c.width], bound: 1 },
    ...denseSpec("input/nodes", c.nodeWidth, c.width),
    ...denseSpec("input/film", c.timeFeatures, 2 * c.width),
    ...Object.assign(
      {},
      ...layerNames.map((name) => ({
        ...kernelOnly(`${name}/entry`, c.width, PARTS * c.width, c.width),
        ...kernelOnly(`${name}/mean`, c.width, c.width, c.width),
        ...denseSpec(`${name}/nodes`, c.nodeWidth, c.width),
        ...denseSpec(`${name}/film`, c.timeFeatures, 2 * c.width),
      })),
    ),
    // Small at first: f = 0 predicts that part of the noise which needs no knowledge.
    ...denseSpec("readout", c.width, c.outputs, 100 * c.width),
  };

  /** The sum over edges of what each node's `messages` `[batch, n, steps, width]` say. */
  function along(adjacency: Tensor, messages: Tensor, direction: "in" | "out"): Tensor {
    const [batch, n, steps, width] = messages.shape as [number, number, number, number];
    const flat = tf.reshape(messages, [batch, n, steps * width]) as Tensor3D;
    const sums = tf.matMul(adjacency as Tensor3D, flat, direction === "in");
    return tf.reshape(sums, messages.shape);
  }

  /** u of a layer, from z `[batch, n, steps, width]` and the adjacency. */
  function mix(params: Params, name: string, encoded: Record<string, Tensor>, z: Tensor): Tensor {
    const [batch, n, steps, width] = z.shape as [number, number, number, number];
    const parts = tf.split(linear(params, `${name}/entry`, z), PARTS, 3);
    const [stay, forward, forwardAlong, backward, backwardAlong] = parts as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const { adjacency } = encoded as { adjacency: Tensor };
    const later = tf.add(forward, along(adjacency, forwardAlong, "in"));
    const earlier = tf.add(backward, along(adjacency, backwardAlong, "out"));
    const none = tf.zeros([batch, n, 1, width]);
    const shape = [batch, n, steps - 1, width];
    const fromBefore = tf.concat([none, tf.slice(later, [0, 0, 0, 0], shape)], 2);
    const fromAfter = tf.concat([tf.slice(earlier, [0, 0, 1, 0], shape), none], 2);
    const mean = linear(params, `${name}/mean`, tf.mean(z, 1, true));
    const known = tf.add(encoded[name]!, mean);
    return tf.add(tf.add(stay, known), tf.add(fromBefore, fromAfter));
  }

  return readoutEnergy({
    name: "path_relational",
    mode: "graph",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("path_relational", condition, { x: ["nodes", "nodes", 4] });
      const { x } = condition;
      const { adjacency, nodes } = embedNodes(params, x!, c.nodeRounds);
      const to = (name: string) => tf.expandDims(dense(params, `${name}/nodes`, nodes), 2);
      return {
        adjacency: tf.mul(adjacency, EDGE),
        input: tf.add(to("input"), parameter(params, "input/steps")),
        ...Object.fromEntries(layerNames.map((name) => [name, to(name)])),
      };
    },
    readout(params, encoded, y, t) {
      if (y.shape[1] !== c.steps) {
        throw new TypeError(
          `y of path_relational must have shape [batch, ${c.steps}, nodes, 1]: it has [${y.shape}]`,
        );
      }
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const atLevel = (name: string) => rowsAt(dense(params, name, time) as Tensor2D, t);
      const atFilm = (name: string, u: Tensor) => {
        const [gain, shift] = tf.split(atLevel(`${name}/film`), 2, 1);
        return swish(film(u, gain as Tensor2D, shift as Tensor2D));
      };
      const entries = tf.transpose(y, [0, 2, 1, 3]); // nodes first: edges act on whole plans
      let z = atFilm("input", tf.add(encoded.input!, linear(params, "input/answer", entries)));
      for (const name of layerNames) z = tf.add(z, atFilm(name, mix(params, name, encoded, z)));
      const level = (of: (t: number) => number) => {
        const table = tf.tensor2d(Array.from({ length: c.levels }, (_, t) => [of(t)]));
        return tf.reshape(rowsAt(table, t), [-1, 1, 1, 1]);
      };
      const f = tf.mul(level((t) => noise.sqrtAlphaBar[t]!), dense(params, "readout", z));
      const [batch, n, steps] = entries.shape as [number, number, number];
      const others = tf.zeros([batch, n, steps, c.outputs - 1]);
      const answers = tf.concat([tf.mul(level((t) => noise.sigma[t]!), entries), others], 3);
      const o = tf.mul(level((t) => (2 * noise.sigma[t]!) ** -0.5), tf.sub(answers, f));
      return tf.expandDims(tf.transpose(o, [0, 2, 1, 3]), 3);
    },
  });
}
