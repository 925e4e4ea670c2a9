/** The paper's energy network for graphs: a Neural Logic Machine with the time as a feature. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../tensor/mod.ts";
import { type EnergyNetwork, LANDSCAPES } from "../energy/energy_network.ts";
import { dense, gelu, linear, rowsAt, sinusoids } from "../nn/layers.ts";
import { denseSpec, initialize, parameter, type Params } from "../nn/parameters.ts";
import { readoutEnergy } from "../energy/readout_energy.ts";
import { checkSizes } from "../nn/sizes.ts";
import { bestJoin, diagonal, rowExtremes, swapNodes } from "./node_tensors.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Sizes of {@link graphNlm}. */
export interface GraphNlmConfig {
  /** Outputs of each map; 32 in the released code, 64 in the paper. */
  readonly width?: number;
  /** Features of the time among those of a pair of nodes; 32 in the released code. */
  readonly pairTimeFeatures?: number;
  /** Sinusoids of the time; 512 in the released code. */
  readonly timeFeatures?: number;
  readonly levels?: number;
}

/**
 * Parameters of maps that the released code makes and never uses: those from layer 2 to nodes and
 * to triples of nodes. {@link graphNlm} leaves them out.
 */
export function unusedNlmParameters(width = 32): number {
  return (3 * width + 1) * width + (12 * width + 1) * width;
}

/**
 * E(x, y, t) = Σ o² over pairs of nodes, with o from two layers of a Neural Logic Machine (Dong et
 * al. 2019) of breadth 3, as in IRED's released code; for graphs of any number of nodes N.
 *
 * A pair has the features v_ij = [x_ij; y_ij; τ(t)]. Layer 1 makes features of nodes from the largest
 * and the smallest of a row of v, of pairs from v_ij and v_ji, and of triples from v of their six
 * ordered pairs. Layer 2 makes features of a pair (i, j) from those of i and j, its own, and the
 * largest and smallest of the triples (i, j, k), and the same of (j, i). Each map is linear, then a
 * sigmoid. An entry with a repeated node counts as 0 for a largest value and as 1 for a smallest.
 *
 * Computed without triples: a map of concatenated pairs is a sum of maps of pairs, and the sigmoid
 * of a largest value is the largest sigmoid. Equal to the plain form, which is in the tests.
 *
 * Condition: `x` `[batch, N, N, 1]`, ±1 for edge or none. Answer `[batch, N, N]`. 36,705 parameters,
 * or 52,129 with those that the released code never uses ({@link unusedNlmParameters}).
 *
 * @throws {RangeError} If a size is impossible, or its name is mistyped
 */
export function graphNlm(config: GraphNlmConfig = {}): EnergyNetwork {
  const defaults = { width: 32, pairTimeFeatures: 32, timeFeatures: 512, levels: LANDSCAPES };
  assertOptionNames(config, Object.keys(defaults), true);
  const c = { ...defaults, ...config };
  checkSizes(c);
  const { width } = c;
  const features = 2 + c.pairTimeFeatures;
  const parameters = {
    ...denseSpec("time/dense1", c.timeFeatures, c.pairTimeFeatures),
    ...denseSpec("time/dense2", c.pairTimeFeatures, c.pairTimeFeatures),
    ...denseSpec("layer1/node", 2 * features, width),
    ...denseSpec("layer1/pair", 2 * features, width),
    ...denseSpec("layer1/triple", 6 * features, width),
    ...denseSpec("layer2/pair", 8 * width, width),
    ...denseSpec("readout", width, 1),
  };

  /** τ of every level, `[levels, pairTimeFeatures]`. */
  function timeTable(params: Params): Tensor2D {
    const hidden = gelu(dense(params, "time/dense1", sinusoids(c.levels, c.timeFeatures)));
    return dense(params, "time/dense2", hidden) as Tensor2D;
  }

  /**
   * Rows of `kernel` by ordered pair, each split into those of x, of y and of τ. Ordered pairs come
   * in couples, (i, j) and (j, i).
   */
  function byFeature(params: Params, name: string, pairs: number) {
    const kernel = parameter(params, `${name}/kernel`) as Tensor2D;
    const rows = tf.reshape(kernel, [pairs, features, width]);
    const [x, y, time] = tf.split(rows, [1, 1, c.pairTimeFeatures], 1);
    const couples = (part: Tensor) =>
      tf.split(part, pairs / 2, 0).map((couple) => tf.reshape(couple, [2, width]) as Tensor2D);
    return { x: couples(x!), y: couples(y!), time: tf.sum(time!, 0) as Tensor2D };
  }

  /** The maps of layer 1 from pairs, side by side: to pairs, and to the three couples of a triple. */
  function pairMaps(params: Params) {
    const pair = byFeature(params, "layer1/pair", 2),
      triple = byFeature(params, "layer1/triple", 6);
    return {
      x: tf.concat([...pair.x, ...triple.x], 1) as Tensor2D,
      y: tf.concat([...pair.y, ...triple.y], 1) as Tensor2D,
      pairTime: pair.time,
      tripleTime: triple.time,
    };
  }

  /** Σ of a map over a feature at (i, j) and at (j, i): `[batch, N, N, outputs]`. */
  function mapCouple(feature: Tensor, kernel: Tensor2D): Tensor {
    const [batch, n] = feature.shape as [number, number];
    const couple = tf.stack([feature, swapNodes(feature)], 3);
    return tf.reshape(tf.matMul(tf.reshape(couple, [-1, 2]) as Tensor2D, kernel), [
      batch,
      n,
      n,
      -1,
    ]);
  }

  /** Layer 1 at nodes, `[batch, N, width]`. */
  function nodes(params: Params, extremes: Tensor, y: Tensor3D, time: Tensor2D): Tensor {
    const [batch, n] = y.shape;
    const spread = (z: Tensor) => tf.tile(tf.expandDims(z, 1), [batch / z.shape[0]!, n, 1]);
    // The largest and smallest of τ and of the diagonal's 0 and 1.
    const [most, least] = [tf.maximum(time, 0), tf.minimum(time, 1)].map(spread);
    const [mostX, leastX] = tf.split(extremes, 2, 2),
      [mostY, leastY] = tf.split(rowExtremes(y), 2, 2);
    const row = tf.concat([mostX!, mostY!, most!, leastX!, leastY!, least!], 2);
    return tf.sigmoid(dense(params, "layer1/node", row));
  }

  return readoutEnergy({
    name: "graph_nlm",
    config: c,
    parameters,
    init: (key) => initialize(key, parameters),
    encode(params, condition) {
      checkCondition("graph_nlm", condition, { x: ["nodes", "nodes", 1] });
      const { x } = condition;
      const [batch, n] = x!.shape as [number, number];
      const edges = tf.reshape(x!, [batch, n, n]) as Tensor3D;
      return { pairs: mapCouple(edges, pairMaps(params).x), extremes: rowExtremes(edges) };
    },
    readout(params, encoded, answer, t) {
      const y = answer as Tensor3D;
      const n = y.shape[1];
      const table = timeTable(params);
      const maps = pairMaps(params);
      const atLevel = (name: string, kernel: Tensor2D) => {
        const rows = tf.add(tf.matMul(table, kernel), parameter(params, `layer1/${name}/bias`));
        return tf.reshape(rowsAt(rows as Tensor2D, t), [t.shape[0], 1, 1, width]);
      };
      const mapped = tf.split(tf.add(encoded.pairs!, mapCouple(y, maps.y)), 4, 3);
      const [own, ij, ik, jk] = mapped as [Tensor, Tensor, Tensor, Tensor];
      const pair = tf.sigmoid(tf.add(own, atLevel("pair", maps.pairTime)));
      const base = tf.add(ij, atLevel("triple", maps.tripleTime));
      // Where i = j every triple repeats a node.
      const eye = diagonal(n), other = tf.sub(1, eye);
      const most = tf.mul(tf.sigmoid(tf.add(base, bestJoin(ik, jk, "largest"))), other);
      const least = tf.sigmoid(tf.add(base, bestJoin(ik, jk, "smallest")));
      const lowest = tf.add(tf.mul(least, other), eye);

      const node = nodes(params, encoded.extremes!, y, rowsAt(table, t));
      const kernel = parameter(params, "layer2/pair/kernel") as Tensor2D;
      const [nodeRow, pairRow, nodeColumn, pairColumn] = tf.split(
        kernel,
        [width, 3 * width, width, 3 * width],
        0,
      );
      const fromNode = (rows: Tensor) => linear({ "map/kernel": rows }, "map", node);
      const both = { "map/kernel": tf.concat([pairRow!, pairColumn!], 1) };
      const [forward, backward] = tf.split(
        linear(both, "map", tf.concat([pair, most, lowest], 3)),
        2,
        3,
      );
      const ends = tf.add(
        tf.expandDims(fromNode(nodeRow!), 2),
        tf.expandDims(fromNode(nodeColumn!), 1),
      );
      const sum = tf.add(
        tf.add(tf.add(forward!, swapNodes(backward!)), ends),
        parameter(params, "layer2/pair/bias"),
      );
      return dense(params, "readout", tf.sigmoid(sum));
    },
  });
}
