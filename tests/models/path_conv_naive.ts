/** The paper's network for shortest paths as it is written, pair by pair: for comparison. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from "../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { dense, gelu, rowsAt, sinusoids, swish } from "../../lib/nn/layers.ts";
import { pathConv, type PathConvConfig } from "../../lib/models/path_conv.ts";
import { withNeighbouringSteps } from "../../lib/models/time_steps.ts";

/** max_j swish(W [v_i; v_j; x_ij; x_ji] + b), of `v` `[batch, steps, n, …]`. */
function block(apply: (x: Tensor) => Tensor, v: Tensor, x: Tensor): Tensor {
  const [batch, steps, n, channels] = v.shape as [number, number, number, number];
  const [, , , pairs] = x.shape as [number, number, number, number];
  const own = tf.broadcastTo(tf.expandDims(v, 3), [batch, steps, n, n, channels]);
  const other = tf.broadcastTo(tf.expandDims(v, 2), [batch, steps, n, n, channels]);
  const spread = (edges: Tensor) =>
    tf.broadcastTo(tf.expandDims(edges, 1), [batch, steps, n, n, pairs]);
  const all = tf.concat([own, other, spread(x), spread(tf.transpose(x, [0, 2, 1, 3]))], 4);
  return tf.max(swish(apply(all)), 3);
}

/** {@link pathConv} with the same parameters, not factored. */
export function naivePathConv(config: PathConvConfig = {}): EnergyNetwork {
  const factored = pathConv(config);
  const c = factored.config as unknown as Required<PathConvConfig>;
  return {
    ...factored,
    name: "path_conv_naive",
    encode: (_, { x }) => ({ x: x! }),
    energy(params, { x }, y, t) {
      const [batch, steps, n] = y.shape as [number, number, number];
      const hidden = gelu(dense(params, "time/dense1", sinusoids(c.levels, c.timeFeatures)));
      const time = rowsAt(dense(params, "time/dense2", hidden) as Tensor2D, t);
      const rows = tf.reshape(time, [-1, 1, 1, c.timeChannels]);
      let u = tf.concat([y, tf.broadcastTo(rows, [batch, steps, n, c.timeChannels])], 3) as Tensor;
      for (const name of ["block1", "block2"]) {
        const v = withNeighbouringSteps(u, c.temporalShift);
        u = block((pairs) => dense(params, name, pairs), v, x!);
      }
      return tf.sum(dense(params, "readout", u), [1, 2, 3]) as Tensor1D;
    },
  };
}
