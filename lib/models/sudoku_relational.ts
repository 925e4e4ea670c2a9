/** An energy over Sudoku boards with the symmetry of the game. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor2D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy, sumOfSquares } from "../energy/readout_energy.ts";
import { assertChoice } from "../checks.ts";
import { checkSizes } from "../nn/sizes.ts";
import { repeat, shortSum } from "../nn/short_axes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link sudokuRelational}. */
export interface SudokuRelationalConfig {
  /** Channels per node. */
  readonly width?: number;
  readonly layers?: number;
  /** Outputs per node whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
  /** Whether the energy depends on the landscape; "on" if absent, else all are that of t = 0. */
  readonly time?: "on" | "off";
  /** Whether all layers share their kernels and FiLM; "off" if absent. */
  readonly tied?: "on" | "off";
}

/** Where {@link SudokuRelationalConfig} has gaps. */
const DEFAULTS = { width: 80, layers: 8, outputs: 8, timeFeatures: 64, levels: LANDSCAPES };

/** Names of {@link SudokuRelationalConfig}. */
export const relationalNames: readonly string[] = [...Object.keys(DEFAULTS), "time", "tied"];

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

/**
 * E(x, y, t) = Σ o²/`outputs` over nodes and outputs; a node is a (row, column, digit).
 *
 * A node's channels start as z = W·(y, x, mask). Each layer mixes a node with the means over its
 * cell (all digits), over the row and the column of its digit, and over the box of its digit:
 * u = W_n·z + W_c·cell + W_l·(row + column) + W_b·box, then z ← z + W_o·swish(FiLM_t(u)). The
 * read-out o = (1 + gain_t)·(W_r·z + b) is linear, and so is the path from the inputs to it, as
 * layers add to z. A mean is taken first and multiplied then: as linear maps commute with means,
 * the groups cost four ninths of one product over nodes.
 *
 * So the energy stays as it is when digits, bands, rows within a band, stacks or columns within a
 * stack are permuted, or the board is transposed.
 *
 * Condition: `x`, ±1 with blank cells all -1, and `mask`, 1 on clue cells, `[batch, 9, 9, 9]` like
 * the answer.
 *
 * @throws {RangeError} If a size is impossible, a name mistyped, or a switch neither "on" nor "off"
 */
export function sudokuRelational(config: SudokuRelationalConfig = {}): EnergyNetwork {
  assertOptionNames(config, relationalNames, true);
  const c = { ...DEFAULTS, ...config };
  const { time: useTime = "on", tied = "off", ...sizes } = c;
  checkSizes(sizes);
  assertChoice("time", useTime, ["on", "off"]);
  assertChoice("tied", tied, ["on", "off"]);
  const h = c.width;
  const kernels = tied === "on" ? 1 : c.layers;
  const layerNames = Array.from({ length: kernels }, (_, l) => `layer${l + 1}`);
  /** Which of them each layer has. */
  const inTurn = Array.from({ length: c.layers }, (_, l) => l % kernels);
  // Where FiLM and the outer kernels start decides how fast eight layers learn: small, so that a
  // layer changes little at first.
  const layerSpec = (layer: string): ParameterSpecs =>
    kernelOnly({
      ...denseSpec(`${layer}/node`, h, h),
      ...denseSpec(`${layer}/cell`, h, h),
      ...denseSpec(`${layer}/line`, h, h),
      ...denseSpec(`${layer}/box`, h, h),
      ...denseSpec(`${layer}/out`, h, h, 11 * h),
    });
  const filmSizes = [...layerNames.flatMap(() => [h, h]), c.outputs];
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input/fixed", 2, h, 3),
    ...kernelOnly(denseSpec("input/answer", 1, h, 3)),
    ...Object.assign({}, ...layerNames.map(layerSpec)),
    ...denseSpec("film", c.timeFeatures, 2 * kernels * h + c.outputs, 4 * c.timeFeatures),
    ...denseSpec("readout", h, c.outputs),
  };

  /** The share of a group in all of its nodes: W·mean, from the group's sum. */
  function part(params: Params, name: string, sum: Tensor): Tensor {
    return tf.reshape(
      linear(params, name, tf.reshape(tf.div(sum, 9), [-1, h])),
      sum.shape,
    );
  }

  function mix(params: Params, layer: string, z: Tensor): Tensor {
    const n = z.shape[0]!;
    const nodes = [n, 9, 9, 9, h], blocks = [n, 3, 3, 3, 3, 9 * h];
    const z5 = tf.reshape(z, nodes), z6 = tf.reshape(z, blocks);
    const cell = part(params, `${layer}/cell`, shortSum(z5, 3));
    const triples = shortSum(z6, 4);
    const rows = shortSum(triples, 3), boxes = shortSum(triples, 2);
    const row = part(params, `${layer}/line`, tf.reshape(rows, [n, 9, 1, 9, h]));
    const column = part(params, `${layer}/line`, shortSum(z5, 1));
    const box = part(params, `${layer}/box`, tf.reshape(boxes, [n, 3, 1, 3, 9, h]));
    const shared = tf.add(
      repeat(tf.reshape(row, [n, 3, 3, 1, 1, 9 * h]), 3, 3),
      repeat(tf.reshape(box, [n, 3, 1, 3, 1, 9 * h]), 2, 3),
    );
    const own = tf.reshape(linear(params, `${layer}/node`, z), nodes);
    const u = tf.add(tf.add(own, repeat(cell, 3, 9)), repeat(column, 1, 9));
    return tf.reshape(tf.add(tf.reshape(u, blocks), repeat(shared, 4, 3)), [n, 729, h]);
  }

  return readoutEnergy({
    name: "sudoku_relational",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("sudoku_relational", condition, { x: [9, 9, 9], mask: [9, 9, 9] });
      const { x, mask } = condition;
      const n = x!.shape[0]!;
      const features = [x!, mask!].map((plane) => tf.reshape(plane, [n, 729]));
      return { fixed: dense(params, "input/fixed", tf.stack(features, 2)) };
    },
    readout(params, { fixed }, y, t) {
      const n = y.shape[0]!;
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      const level = useTime === "on" ? t : tf.zerosLike(t);
      const films = tf.split(rowsAt(dense(params, "film", time) as Tensor2D, level), filmSizes, 1);
      const answer = tf.mul(tf.reshape(y, [n, 729, 1]), parameter(params, "input/answer/kernel"));
      let z = tf.add(fixed!, answer);
      inTurn.forEach((l) => {
        const layer = layerNames[l]!;
        const [gain, shift] = films.slice(2 * l, 2 * l + 2) as [Tensor2D, Tensor2D];
        const u = film(mix(params, layer, z), gain, shift);
        z = tf.add(z, linear(params, `${layer}/out`, swish(u)));
      });
      const gains = tf.reshape(tf.add(films.at(-1)!, 1), [t.shape[0], 1, c.outputs]);
      return tf.reshape(tf.mul(dense(params, "readout", z), gains), [n, 9, 9, 9, c.outputs]);
    },
  }, (outputs) => tf.div(sumOfSquares(outputs), c.outputs));
}
