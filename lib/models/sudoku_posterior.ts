/**
 * An energy over Sudoku boards whose clues are images, in which each clue's cell has the energy of
 * its own posterior: as equivariant as {@link visualSudoku} to bands, rows, stacks, columns and
 * transposition, and to no permutation of digits.
 */
import { assertOptionNames } from "../checks/spelling.ts";
import { stopGradient, type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import { checkCondition } from "../energy/check_condition.ts";
import { assertNumber } from "../checks.ts";
import { rowsAt } from "../nn/layers.ts";
import { initialize } from "../nn/parameters.ts";
import { assertNoise, type NoiseLevels } from "./path_relational.ts";
import { sudokuRelational } from "./sudoku_relational.ts";
import { digitReader, visualNames, type VisualSudokuConfig } from "./sudoku_visual.ts";

/** Sizes of {@link visualPosterior}, and how far its reader is believed. */
export interface VisualPosteriorConfig extends Omit<VisualSudokuConfig, "levels"> {
  /**
   * What the reader's logits are divided by, 1 by default: a classifier that was trained by
   * cross-entropy is surer than it is right (Guo et al. 2017, *On Calibration of Modern Neural
   * Networks*).
   */
  readonly temperature?: number;
}

/** log Σ_d exp z_d over the last axis, kept as an axis of one. */
function logSumExp(z: Tensor): Tensor {
  const most = stopGradient(tf.max(z, -1, true));
  return tf.add(tf.log(tf.sum(tf.exp(tf.sub(z, most)), -1, true)), most);
}

/** √ᾱ_t and σ_t at levels t, `[batch or 1, 1, 1, 1]` each. */
function noiseAt({ sqrtAlphaBar, sigma }: NoiseLevels, t: Tensor1D): [Tensor, Tensor] {
  const table = tf.tensor2d(Array.from(sigma, (s, i) => [sqrtAlphaBar[i]!, s]));
  const columns = tf.split(rowsAt(table, t), 2, 1);
  return columns.map((column) => tf.reshape(column, [-1, 1, 1, 1])) as [Tensor, Tensor];
}

/**
 * A cell whose answer is one digit d, e_d = 2·onehot(d) - 1, under noise: y = √ᾱ_t·e_d + σ_t·ε. With
 * log p_d of the reader, all that image and y say of it is
 *
 *   s = softmax_d(log p_d + 2·√ᾱ_t·y_d/σ_t²),
 *
 * and E_cell(y) = ‖y‖²/(2σ_t) + (√ᾱ_t/σ_t)·Σ_d y_d - σ_t·log Σ_d exp(log p_d + 2·√ᾱ_t·y_d/σ_t²), which
 * is -σ_t·log p(y | image) but for a constant, and has the slope (y - √ᾱ_t·(2s - 1))/σ_t: the noise
 * as far as the cell alone tells it. The board's energy E_S, {@link sudokuRelational}'s, takes the
 * cell as 2s - 1, as if it were a clue that is held:
 *
 *   E(x, y, t) = E_S(clues 2s - 1, y, t) + Σ E_cell over cells with a clue.
 *
 * So the loss of the slope teaches the reader by a path of its own, from the first step, while E_S
 * starts among clues such as it knows; and rules reach a clue's cell through s. Sharp landscapes,
 * where y alone shows the digit, ask little of the reader, noisy ones all.
 *
 * Condition: `x`, images `[batch, 9, 9, 196]`, and `mask`, 1 on clue cells, `[batch, 9, 9, 9]`.
 *
 * @param noise √ᾱ_t and σ_t of all levels, from the sharpest on
 * @throws {TypeError} If `noise` has no levels
 * @throws {RangeError} If a size or the temperature is impossible, or its name is mistyped
 */
export function visualPosterior(
  noise: NoiseLevels,
  config: VisualPosteriorConfig = {},
): EnergyNetwork {
  assertNoise("visualPosterior", noise);
  assertOptionNames(config, ["temperature", ...visualNames], true);
  const { channels = 16, units = 64, temperature = 1, ...sizes } = config;
  assertNumber("temperature", temperature, "above 0");
  const board = sudokuRelational({ ...sizes, levels: noise.sigma.length });
  const reader = digitReader({ channels, units });
  const parameters = { ...reader.parameters, ...board.parameters };
  return {
    name: "visual_posterior",
    // XLA takes ten times as long for the reader's many small pieces.
    mode: "graph",
    config: { channels, units, ...(temperature !== 1 && { temperature }), ...board.config },
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("visual_posterior", condition, { x: [9, 9, 196], mask: [9, 9, 9] });
      const { x, mask } = condition;
      const logits = reader.logits(params, tf.reshape(x!, [-1, x!.shape[3]!]));
      const chances = tf.logSoftmax(tf.div(logits, temperature));
      return { chances: tf.reshape(chances, mask!.shape), mask: mask! };
    },
    energy(params, { chances, mask }, y, t) {
      const [scale, sigma] = noiseAt(noise, t);
      const evidence = tf.div(tf.mul(tf.mul(y, scale), 2), tf.square(sigma));
      const z = tf.add(chances!, evidence);
      const digits = tf.sub(tf.mul(tf.softmax(z), 2), 1);
      const blank = tf.sub(1, mask!);
      const held = tf.mul(digits, mask!);
      const own = tf.add(tf.mul(y, blank), tf.mul(held, scale));
      const encoded = board.encode(params, { x: tf.sub(held, blank), mask: mask! });
      const ofBoard = board.energy(params, encoded, own, t);
      // Of entries, for whose sum each cell's last term counts once.
      const entries = tf.add(tf.div(tf.square(y), 2), tf.mul(y, scale));
      const cells = tf.sub(
        tf.div(tf.sum(tf.mul(entries, mask!), 3, true), sigma),
        tf.mul(tf.mul(logSumExp(z), sigma), tf.slice(mask!, [0, 0, 0, 0], [-1, 9, 9, 1])),
      );
      return tf.add(ofBoard, tf.sum(cells, [1, 2, 3])) as Tensor1D;
    },
  };
}
