/** The paper's energy network for matrices: a perceptron with FiLM by time. */
import { assertOptionNames } from "../checks/spelling.ts";
import {
  squaredNorm,
  swish,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../tensor/mod.ts";
import {
  dense,
  filmAt,
  filmFactors,
  filmShifts,
  filmTables,
  gelu,
  linear,
  sinusoids,
} from "../nn/layers.ts";
import {
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
  type Params,
} from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import {
  type Condition,
  type Encoded,
  type EnergyNetwork,
  LANDSCAPES,
} from "../energy/energy_network.ts";

/** Sizes of {@link mlp}. */
export interface MlpConfig {
  /** Entries of the condition x, flattened. */
  readonly conditionSize: number;
  /** Entries of the answer y, flattened. */
  readonly answerSize: number;
  /** Hidden units; 512 in the paper. */
  readonly width?: number;
  /** Features of the time embedding; 128 in the paper. */
  readonly timeFeatures?: number;
  /** Noise levels. */
  readonly levels?: number;
}

/** Names of {@link MlpConfig}. */
const SIZE_NAMES = [
  ...["conditionSize", "answerSize", "width", "timeFeatures", "levels"],
] as const satisfies (keyof MlpConfig)[];

function specs(c: Required<MlpConfig>): ParameterSpecs {
  const inputs = c.conditionSize + c.answerSize;
  const { [`layer1/answer/bias`]: bias, ...answer } = denseSpec(
    "layer1/answer",
    c.answerSize,
    c.width,
    inputs,
  );
  const condition = denseSpec("layer1/condition", c.conditionSize, c.width, inputs);
  return {
    ...denseSpec("time/dense1", c.timeFeatures, c.timeFeatures),
    ...denseSpec("time/dense2", c.timeFeatures, c.timeFeatures),
    "layer1/condition/kernel": condition["layer1/condition/kernel"]!,
    ...answer,
    "layer1/bias": bias!,
    ...denseSpec("layer2", c.width, c.width),
    ...denseSpec("layer2/film", c.timeFeatures, 2 * c.width),
    ...denseSpec("layer3", c.width, c.width),
    ...denseSpec("layer3/film", c.timeFeatures, 2 * c.width),
    ...denseSpec("readout", c.width, c.answerSize),
  };
}

/** Of each example, also where there is none. */
const entriesOf = (x: Tensor): number =>
  x.shape.slice(1).reduce((product, size) => product * size, 1);

const flat = (x: Tensor, size: number): Tensor2D => tf.reshape(x, [-1, size]);

/**
 * E(x, y, t) = ‖o‖², where o is the output of a three-layer perceptron on [x; y] whose second and
 * third layers are scaled and shifted by FiLM of t (IRED's released code; the paper's Table 8 has
 * a linear read-out instead).
 *
 * h₁ = swish(W₁[x; y] + b₁), hₗ = swish((1 + gₗ(t))·(Wₗhₗ₋₁ + bₗ) + cₗ(t)) for l = 2, 3,
 * o = W₄h₃ + b₄. The part of W₁ that meets x is applied in `encode`, and FiLM made for all levels.
 *
 * Condition: `x` `[batch, …]` of `conditionSize` entries. Answer `[batch, …]` of `answerSize`.
 * 1,642,640 parameters for addition, 1,437,840 for completion and inverse.
 *
 * @throws {RangeError} If a size is impossible or missing, or its name is mistyped
 * @throws {TypeError} From `encode`, if x is missing or has another number of entries; from `energy` and
 * `readout`, if y has
 */
export function mlp(config: MlpConfig): EnergyNetwork {
  const c = { width: 512, timeFeatures: 128, levels: LANDSCAPES, ...config };
  assertOptionNames(config, SIZE_NAMES, true);
  const { conditionSize, answerSize } = config;
  checkSizes({ conditionSize, answerSize }); // missing ones, too
  checkSizes(c);
  const parameters = specs(c);

  function encode(params: Params, condition: Condition): Encoded {
    const { x } = condition;
    const entries = x && entriesOf(x);
    if (entries !== c.conditionSize) {
      throw new TypeError(
        `The condition of mlp needs x of ${c.conditionSize} entries for each problem: it has ` +
          (x ? `${entries}` : Object.keys(condition).join(", ") || "nothing"),
      );
    }
    const features = gelu(dense(params, "time/dense1", sinusoids(c.levels, c.timeFeatures)));
    const time = dense(params, "time/dense2", features) as Tensor2D;
    const film = (layer: string) =>
      filmTables(params, layer, time, parameter(params, `${layer}/bias`));
    const given = linear(params, "layer1/condition", flat(x!, c.conditionSize));
    return {
      ...film("layer2"),
      ...film("layer3"),
      hidden: tf.add(given, parameter(params, "layer1/bias")),
    };
  }

  function hidden(params: Params, encoded: Encoded, layer: string, h: Tensor, t: Tensor1D): Tensor {
    const z = (kernel: Tensor) => linear({ [`${layer}/kernel`]: kernel }, layer, h);
    const kernel = parameter(params, `${layer}/kernel`);
    if (t.shape[0] !== 1 || h.shape[0]! < c.width / 4) {
      return swish(filmAt(encoded, layer, z(kernel), t));
    }
    // Factors shared by all examples enter the kernel, once for all steps of a landscape.
    const scaled = z(tf.mul(kernel, filmFactors(encoded, layer, 2, t)));
    return swish(tf.add(scaled, filmShifts(encoded, layer, 2, t)));
  }

  function readout(params: Params, encoded: Encoded, y: Tensor, t: Tensor1D): Tensor2D {
    const entries = entriesOf(y);
    if (entries !== c.answerSize) {
      throw new TypeError(
        `Answers of mlp must have ${c.answerSize} entries for each problem: they have ${entries}`,
      );
    }
    const answer = linear(params, "layer1/answer", flat(y, c.answerSize));
    const h1 = swish(tf.add(encoded.hidden!, answer));
    const h2 = hidden(params, encoded, "layer2", h1, t);
    const h3 = hidden(params, encoded, "layer3", h2, t);
    return dense(params, "readout", h3) as Tensor2D;
  }

  return {
    name: "mlp",
    mode: "graph",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode,
    readout: (params, encoded, y, t) =>
      tf.reshape(readout(params, encoded, y, t), y.shape as [number]),
    energy: (params, encoded, y, t) => squaredNorm(readout(params, encoded, y, t)),
  };
}
