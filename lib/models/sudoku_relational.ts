/** An energy over Sudoku boards with the symmetry of the game. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import { dense, film, linear, rowsAt, swish } from "../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../nn/parameters.ts";
import { checkSizes } from "../nn/sizes.ts";
import { timeFeatures, timeSpec } from "../nn/time_embedding.ts";

/** Sizes of {@link sudokuRelational}. */
export interface SudokuRelationalConfig {
  /** Channels per node. */
  readonly width?: number;
  readonly layers?: number;
  /** Outputs per node whose squares the energy adds up. */
  readonly outputs?: number;
  readonly timeFeatures?: number;
  readonly levels?: number;
}

/** The groups of nodes whose means each layer mixes in. */
const groups = ["cell", "row", "column", "box"] as const;

const kernelOnly = (specs: ParameterSpecs): ParameterSpecs =>
  Object.fromEntries(Object.entries(specs).filter(([name]) => name.endsWith("/kernel")));

export function sudokuRelational(config: SudokuRelationalConfig = {}): EnergyNetwork {
  const c = { width: 32, layers: 8, outputs: 8, timeFeatures: 64, levels: 10, ...config };
  checkSizes(c);
  const h = c.width;
  const layerNames = Array.from({ length: c.layers }, (_, l) => `layer${l + 1}`);
  const layerSpec = (layer: string): ParameterSpecs => ({
    ...kernelOnly(denseSpec(`${layer}/node`, h, h)),
    ...Object.assign({}, ...groups.map((g) => kernelOnly(denseSpec(`${layer}/${g}`, h, h)))),
    ...denseSpec(`${layer}/film`, c.timeFeatures, 2 * h, 4 * c.timeFeatures),
    ...kernelOnly(denseSpec(`${layer}/out`, h, h, 11 * h)),
  });
  const parameters: ParameterSpecs = {
    ...timeSpec(c.timeFeatures),
    ...denseSpec("input/fixed", 2, h, 3),
    ...kernelOnly(denseSpec("input/answer", 1, h, 3)),
    ...Object.assign({}, ...layerNames.map(layerSpec)),
    ...kernelOnly(denseSpec("readout", h, c.outputs)),
  };

  function mix(params: Params, layer: string, z: Tensor): Tensor {
    const n = z.shape[0]!;
    const part = (g: string, mean: Tensor, shape: number[]) =>
      tf.reshape(linear(params, `${layer}/${g}`, tf.reshape(mean, [-1, h])), shape);
    const nodes = tf.reshape(z, [n, 9, 9, 9, h]);
    const blocks = tf.reshape(z, [n, 3, 3, 3, 3, 9 * h]);
    const cell = part("cell", tf.mean(nodes, 3), [n, 9, 9, 1, h]);
    const row = part("row", tf.mean(nodes, 2), [n, 9, 1, 9, h]);
    const column = part("column", tf.mean(nodes, 1), [n, 1, 9, 9, h]);
    const box = part("box", tf.mean(blocks, [2, 4]), [n, 3, 1, 3, 1, 9 * h]);
    const own = tf.reshape(linear(params, `${layer}/node`, z), [n, 9, 9, 9, h]);
    const u = tf.add(tf.add(own, cell), tf.add(row, column));
    return tf.reshape(tf.add(tf.reshape(u, [n, 3, 3, 3, 3, 9 * h]), box), [n, 729, h]);
  }

  return {
    name: "sudoku_relational",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, { x, mask }) {
      const n = x!.shape[0]!;
      const fixed = tf.stack([tf.reshape(x!, [n, 729]), tf.reshape(mask!, [n, 729])], 2);
      return { fixed: dense(params, "input/fixed", fixed) };
    },
    energy(params, { fixed }, y, t) {
      const n = y.shape[0]!;
      const time = timeFeatures(params, c.levels, c.timeFeatures);
      let z = tf.add(fixed!, tf.mul(tf.reshape(y, [n, 729, 1]), params["input/answer/kernel"]!));
      for (const layer of layerNames) {
        const table = dense(params, `${layer}/film`, time) as Tensor2D;
        const [gain, shift] = tf.split(rowsAt(table, t), 2, 1);
        const u = film(mix(params, layer, z), gain as Tensor2D, shift as Tensor2D);
        z = tf.add(z, linear(params, `${layer}/out`, swish(u)));
      }
      const o = linear(params, "readout", z);
      return tf.div(tf.sum(tf.square(o), [1, 2]), c.outputs) as Tensor1D;
    },
  };
}
