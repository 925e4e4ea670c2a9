/**
 * An energy over Sudoku boards whose clues are images: as equivariant as {@link sudokuRelational} to
 * bands, rows, stacks, columns and transposition, and to no permutation of digits, as a reader of
 * images stands before it.
 */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../energy/energy_network.ts";
import { checkCondition } from "../energy/check_condition.ts";
import { dense, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import type { Network } from "../nn/network.ts";
import { checkSizes } from "../nn/sizes.ts";
import {
  relationalNames,
  sudokuRelational,
  type SudokuRelationalConfig,
} from "./sudoku_relational.ts";

/** Side of an image. */
const SIDE = 14;

/** Sizes of {@link digitReader}. */
export interface DigitReaderConfig {
  /** Channels of the first convolution; the second has twice as many. */
  readonly channels?: number;
  /** Units behind the convolutions. */
  readonly units?: number;
}

/** Sizes of {@link visualSudoku}. */
export interface VisualSudokuConfig extends DigitReaderConfig, SudokuRelationalConfig {}

/** Names of {@link DigitReaderConfig}. */
const READER_NAMES = ["channels", "units"] as const satisfies (keyof DigitReaderConfig)[];

/** Names of {@link VisualSudokuConfig}. */
export const visualNames: readonly string[] = [...READER_NAMES, ...relationalNames];

/** A reader of images. */
export interface DigitReader extends Network {
  /** Images `[n, 196]`, 0 to 1, → logits of the digits 1 to 9, `[n, 9]`. */
  logits(params: Params, images: Tensor): Tensor;
}

/**
 * The 3 × 3 entries around each, zeros beyond the edge, `[n, side, side, c]` → `[n, side, side, 9·c]`:
 * a convolution is a product with them, which differentiates into products.
 */
function neighbourhoods(z: Tensor): Tensor {
  const [n, side, , channels] = z.shape as [number, number, number, number];
  const padded = tf.pad(z, [[0, 0], [1, 1], [1, 1], [0, 0]]);
  const shifted = Array.from(
    { length: 9 },
    (_, i) => tf.slice(padded, [0, Math.floor(i / 3), i % 3, 0], [n, side, side, channels]),
  );
  return tf.concat(shifted, 3);
}

/** Means of 2 × 2: `[n, side, side, c]` → `[n, side/2, side/2, c]`. */
function halve(z: Tensor): Tensor {
  const [n, side, , channels] = z.shape as [number, number, number, number];
  return tf.mean(tf.reshape(z, [n, side / 2, 2, side / 2, 2, channels]), [2, 4]);
}

/**
 * Two convolutions of 3 × 3, means of 2 × 2 between them, and a hidden layer. Parameters begin with
 * `reader/`.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function digitReader(config: DigitReaderConfig = {}): DigitReader {
  assertOptionNames(config, READER_NAMES, true);
  const { channels = 16, units = 64 } = config;
  checkSizes({ channels, units });
  const side = SIDE / 2;
  const parameters: ParameterSpecs = {
    ...denseSpec("reader/near", 9, channels),
    ...denseSpec("reader/far", 9 * channels, 2 * channels),
    ...denseSpec("reader/hidden", side * side * 2 * channels, units),
    ...denseSpec("reader/digits", units, 9),
  };
  return {
    name: "digit_reader",
    config: { channels, units },
    parameters,
    init: (key) => initialize(key, parameters),
    logits(params, images) {
      const n = images.shape[0]!;
      // Pixels are mostly paper: numbers that are about 0 and 1 are learned.
      const pixels = tf.reshape(tf.mul(tf.sub(images, 0.15), 3), [n, SIDE, SIDE, 1]);
      const near = halve(swish(dense(params, "reader/near", neighbourhoods(pixels))));
      const far = swish(dense(params, "reader/far", neighbourhoods(near)));
      const hidden = swish(dense(params, "reader/hidden", tf.reshape(far, [n, -1])));
      return dense(params, "reader/digits", hidden);
    },
  };
}

/**
 * E(x, y, t) = E_S(x̂, y, t), where E_S is {@link sudokuRelational} and x̂ = 2·softmax(reader(image)) - 1
 * on cells with a clue, -1 elsewhere: what stands where a clue's ±1 would. Its own mask, which says
 * where y is held, is 0 everywhere: a reading is evidence, and y is free to contradict it. Reader and
 * energy are trained together, by the loss of the energy; the reader runs once per problem.
 *
 * Condition: `x`, images `[batch, 9, 9, 196]`, and `mask`, 1 on clue cells, `[batch, 9, 9, 9]`.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function visualSudoku(config: VisualSudokuConfig = {}): EnergyNetwork {
  assertOptionNames(config, visualNames, true);
  const { channels = 16, units = 64, ...sizes } = config;
  const board = sudokuRelational(sizes);
  const reader = digitReader({ channels, units });
  const parameters = { ...reader.parameters, ...board.parameters };
  return {
    ...board,
    name: "visual_sudoku",
    // XLA takes ten times as long for the reader's many small pieces.
    mode: "graph",
    config: { channels, units, ...board.config },
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("visual_sudoku", condition, { x: [9, 9, SIDE * SIDE], mask: [9, 9, 9] });
      const { x, mask } = condition;
      const images = tf.reshape(x!, [-1, SIDE * SIDE]);
      const shares = tf.reshape(tf.softmax(reader.logits(params, images)), mask!.shape);
      const read = tf.sub(tf.mul(tf.mul(shares, 2), mask!), 1);
      return board.encode(params, { x: read, mask: tf.zerosLike(mask!) });
    },
  };
}
