/** The paper's energy over Sudoku boards: a convolutional residual network. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { convolution, dense, film, gelu, rowsAt, sinusoids, swish } from "../nn/layers.ts";
import {
  convolutionSpec,
  denseSpec,
  initialize,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link sudokuConv}; the defaults are the paper's. */
export interface SudokuConvConfig {
  /** Channels of the hidden images. */
  readonly width?: number;
  readonly blocks?: number;
  /** Sinusoids of the level, and channels that the time layers have. */
  readonly timeFeatures?: number;
  readonly timeWidth?: number;
  readonly levels?: number;
}

/** Where {@link SudokuConvConfig} has gaps. */
const DEFAULTS = {
  width: 384,
  blocks: 6,
  timeFeatures: 128,
  timeWidth: 64,
  levels: LANDSCAPES,
};

/**
 * Parameters that the released network holds and never uses: three attention modules (a norm, 4
 * heads of 128 channels, an output with a bias), and a second time map per block. With the 44,619,401
 * of {@link sudokuConv} they are the released code's 47,280,521.
 */
export function unusedParameters(width = 384, blocks = 6, timeWidth = 64): number {
  const inner = 4 * 128;
  const attention = width + 3 * width * inner + inner * width + width;
  return 3 * attention + blocks * (timeWidth + 1) * 2 * width;
}

/** Deviation of the kernels that end a block at first: blocks begin as almost the identity. */
const ALMOST_ZERO = 1e-5;

function specs(c: Required<SudokuConvConfig>): ParameterSpecs {
  const blockSpec = (name: string): ParameterSpecs => {
    const { [`${name}/conv2/kernel`]: kernel, ...bias } = convolutionSpec(
      `${name}/conv2`,
      5,
      c.width,
      c.width,
    );
    return {
      ...convolutionSpec(`${name}/conv1`, 5, c.width, c.width),
      [`${name}/conv2/kernel`]: { ...kernel!, deviation: ALMOST_ZERO },
      ...bias,
      ...denseSpec(`${name}/film`, c.timeWidth, 2 * c.width),
    };
  };
  return {
    ...denseSpec("time/dense1", c.timeFeatures, c.timeWidth),
    ...denseSpec("time/dense2", c.timeWidth, c.timeWidth),
    ...convolutionSpec("input", 3, 18, c.width),
    ...Object.assign({}, ...Array.from({ length: c.blocks }, (_, i) => blockSpec(`block${i + 1}`))),
    ...convolutionSpec("readout", 1, c.width, 9),
  };
}

/**
 * E(x, y, t) = Σ o² over the 9 × 9 × 9 outputs of a residual network on the condition's nine planes
 * of digits and the answer's nine (IRED's released code; the paper's Table 10 has a 3 × 3 read-out).
 *
 * h₀ = swish(conv₃(x, y)), hᵢ = hᵢ₋₁ + swish((1 + gᵢ(t))·conv₅(swish(conv₅(hᵢ₋₁))) + cᵢ(t)),
 * o = conv₁(h₆). Boxes can be told from zeros at the border only.
 *
 * Condition: `x`, ±1 with blank cells all -1, `[batch, 9, 9, 9]` like the answer. 44,619,401
 * parameters; see {@link unusedParameters} for those that the released network has besides. A step of
 * training on 64 boards takes 5.5 TFLOP, so that on a CPU a smaller `width` is for learning and this
 * one for checking.
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function sudokuConv(config: SudokuConvConfig = {}): EnergyNetwork {
  const c = { ...DEFAULTS, ...config };
  assertOptionNames(config, Object.keys(DEFAULTS), true);
  checkSizes(c);
  const parameters = specs(c);

  function block(params: Params, name: string, z: Tensor, time: Tensor2D, t: Tensor1D): Tensor {
    const [gain, shift] = tf.split(
      rowsAt(dense(params, `${name}/film`, time) as Tensor2D, t),
      2,
      1,
    );
    const inner = convolution(
      params,
      `${name}/conv2`,
      swish(convolution(params, `${name}/conv1`, z)),
    );
    return tf.add(z, swish(film(inner, gain as Tensor2D, shift as Tensor2D)));
  }

  return readoutEnergy({
    name: "sudoku_conv",
    mode: "graph",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(_, condition) {
      checkCondition("sudoku_conv", condition, { x: [9, 9, 9] });
      return { x: condition.x! };
    },
    readout(params, { x }, y, t) {
      const features = gelu(dense(params, "time/dense1", sinusoids(c.levels, c.timeFeatures)));
      const time = dense(params, "time/dense2", features) as Tensor2D;
      let z = swish(convolution(params, "input", tf.concat([x as Tensor4D, y as Tensor4D], 3)));
      for (let i = 1; i <= c.blocks; i++) z = block(params, `block${i}`, z, time, t);
      return convolution(params, "readout", z);
    },
  });
}
