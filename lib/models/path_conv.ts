/** The paper's energy network for shortest paths: messages between all pairs of nodes. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, gelu, linear, rowsAt, sinusoids } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
import { neighbourMax } from "./neighbour_max.ts";
import { assertTemporalShift, type TemporalShift, withNeighbouringSteps } from "./time_steps.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link pathConv}. */
export interface PathConvConfig {
  /** Whether neighbouring steps of a path see each other; by default "reference": they do not. */
  readonly temporalShift?: TemporalShift;
  /** Channels per step and node; 64 in the paper. */
  readonly width?: number;
  /** Channels of the condition. */
  readonly conditionChannels?: number;
  /** Sinusoids of the noise level; 512 in the paper. */
  readonly timeFeatures?: number;
  /** What the energy sees of them, per step and node; 32 in the paper. */
  readonly timeChannels?: number;
  readonly levels?: number;
}

/** Where {@link PathConvConfig} has gaps. */
const DEFAULTS = {
  temporalShift: "reference" as TemporalShift,
  width: 64,
  conditionChannels: 4,
  timeFeatures: 512,
  timeChannels: 32,
  levels: LANDSCAPES,
};

const BLOCKS = ["block1", "block2"] as const;

/**
 * E(x, y, t) = Σ o over steps and nodes, unbounded below (GNNConv1DEBMV2 of IRED's released code).
 *
 * u = [y; features of t] for each step and node. Each of two blocks joins u with those of the
 * neighbouring steps, v = [u₋; u; u₊], and takes u′_i = max_j swish(W [v_i; v_j; x_ij; x_ji] + b);
 * o is linear in the last u′. With `temporalShift` "reference" u₋ and u₊ are u itself, zeroed at
 * the first and at the last step: by an oversight of the released code, steps never meet.
 *
 * W is applied in four parts, W_a v_i + W_b v_j + (W_c x_ij + W_d x_ji), of which the last, for
 * each pair of nodes, depends on neither y nor t, and is made in `encode`.
 *
 * Condition: `x` `[batch, n, n, channels]`. Answer `[batch, steps, n, 1]`. 55,937 parameters.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function pathConv(config: PathConvConfig = {}): EnergyNetwork {
  const c = { ...DEFAULTS, ...config };
  assertOptionNames(config, Object.keys(DEFAULTS), true);
  const { temporalShift, ...sizes } = c;
  checkSizes(sizes);
  assertTemporalShift(temporalShift);
  const inputs = { block1: 1 + c.timeChannels, block2: c.width };
  const pairs = 2 * c.conditionChannels;
  const parameters: ParameterSpecs = {
    ...denseSpec("time/dense1", c.timeFeatures, c.timeChannels),
    ...denseSpec("time/dense2", c.timeChannels, c.timeChannels),
    ...denseSpec("block1", 6 * inputs.block1 + pairs, c.width),
    ...denseSpec("block2", 6 * inputs.block2 + pairs, c.width),
    ...denseSpec("readout", c.width, 1),
  };

  /** W by what it meets: `[3·inputs, 2·width]` for v_i and v_j at once, and `[pairs, width]`. */
  function kernelParts(params: Params, block: typeof BLOCKS[number]): [Tensor2D, Tensor2D] {
    const rows = [3 * inputs[block], 3 * inputs[block], pairs];
    const parts = tf.split<Tensor2D>(parameter(params, `${block}/kernel`) as Tensor2D, rows);
    const [own, other, pair] = parts as [Tensor2D, Tensor2D, Tensor2D];
    return [tf.concat([own, other], 1), pair];
  }

  function block(params: Params, name: typeof BLOCKS[number], u: Tensor, pair: Tensor): Tensor {
    const v = withNeighbouringSteps(u, temporalShift);
    const [kernel] = kernelParts(params, name);
    const [own, other] = tf.split(linear({ "v/kernel": kernel }, "v", v), 2, 3);
    return neighbourMax(tf.add(own!, parameter(params, `${name}/bias`)), other!, pair);
  }

  return readoutEnergy({
    name: "path_conv",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("path_conv", condition, { x: ["nodes", "nodes", c.conditionChannels] });
      const { x } = condition;
      const both = tf.concat([x!, tf.transpose(x!, [0, 2, 1, 3])], 3);
      return Object.fromEntries(BLOCKS.map((name) => [
        name,
        linear({ "x/kernel": kernelParts(params, name)[1] }, "x", both),
      ]));
    },
    readout(params, encoded, y, t) {
      const [batch, steps, n] = y.shape as [number, number, number];
      const hidden = gelu(dense(params, "time/dense1", sinusoids(c.levels, c.timeFeatures)));
      const time = rowsAt(dense(params, "time/dense2", hidden) as Tensor2D, t);
      const shape = [t.shape[0], 1, 1, c.timeChannels];
      const spread = tf.broadcastTo(tf.reshape(time, shape), [batch, steps, n, c.timeChannels]);
      let u: Tensor = tf.concat([y, spread], 3);
      for (const name of BLOCKS) u = block(params, name, u, encoded[name]!);
      return dense(params, "readout", u);
    },
  }, (outputs) => tf.sum(outputs, [1, 2, 3]) as Tensor1D);
}
