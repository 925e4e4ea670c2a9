/** The Neural Logic Machine as its paper writes it, with every triple of nodes; to compare with. */
import { type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { dense, gelu, rowsAt, sinusoids } from "../../lib/nn/layers.ts";
import type { Tensor2D } from "../../lib/tensor/mod.ts";

/** A new last index over nodes, before the channels: `[batch, N, …, C]` → `[batch, N, …, N, C]`. */
function expand(z: Tensor): Tensor {
  const n = z.shape[1]!;
  const wider = tf.expandDims(z, z.rank - 1);
  return tf.tile(wider, wider.shape.map((_, axis) => axis === z.rank - 1 ? n : 1));
}

/** 1 where no two of `arity` indices are equal: `[1, N, …, 1]`. */
function distinct(n: number, arity: number): Tensor {
  const equal = (i: number, j: number) => {
    const shape = Array.from({ length: arity }, (_, axis) => axis === i || axis === j ? n : 1);
    return tf.reshape(tf.eye(n), [1, ...shape, 1]);
  };
  let mask: Tensor = tf.ones([1, ...new Array<number>(arity).fill(n), 1]);
  for (let i = 0; i < arity; i++) {
    for (let j = i + 1; j < arity; j++) mask = tf.mul(mask, tf.sub(1, equal(i, j)));
  }
  return mask;
}

/** Largest, then smallest values over the last node, repeated nodes counting as 0 and 1. */
function reduce(z: Tensor): Tensor {
  const arity = z.rank - 2;
  const mask = distinct(z.shape[1]!, arity);
  const most = tf.max(tf.mul(z, mask), arity);
  const least = tf.min(tf.add(tf.mul(z, mask), tf.sub(1, mask)), arity);
  return tf.concat([most, least], most.rank - 1);
}

/** All orders of the node axes side by side; inverse pairs of orders stand together. */
function permutations(z: Tensor, orders: readonly (readonly number[])[]): Tensor {
  return tf.concat(
    orders.map((order) => tf.transpose(z, [0, ...order.map((axis) => axis + 1), z.rank - 1])),
    z.rank - 1,
  );
}

const PAIRS = [[0, 1], [1, 0]];

/** With v_ijk = v_ij, these transpositions show (i, j, k) the values v_ij, v_ji, v_ik, v_ki, v_jk, v_kj. */
const TRIPLES = [[0, 1, 2], [1, 0, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/** `network`, a `graphNlm` of any size, with its energy computed the plain way. */
export function naiveNlm(network: EnergyNetwork): EnergyNetwork {
  const { levels, timeFeatures } = network.config as { levels: number; timeFeatures: number };
  return {
    ...network,
    encode: (_, { x }) => ({ x: x! }),
    energy(params, { x }, y, t) {
      const [batch, n] = y.shape as [number, number];
      const hidden = gelu(dense(params, "time/dense1", sinusoids(levels, timeFeatures)));
      const table = dense(params, "time/dense2", hidden) as Tensor2D;
      const each = tf.tile(rowsAt(table, t), [batch / t.shape[0], 1]);
      const time = tf.tile(tf.reshape(each, [batch, 1, 1, -1]), [1, n, n, 1]);
      const v = tf.concat([x!, tf.expandDims(y, 3), time], 3);
      const map = (name: string, z: Tensor) => tf.sigmoid(dense(params, name, z));

      const node = map("layer1/node", reduce(v));
      const pair = map("layer1/pair", permutations(v, PAIRS));
      const triple = map("layer1/triple", permutations(expand(v), TRIPLES));
      const seen = tf.concat([expand(node), pair, reduce(triple)], 3);
      const last = map("layer2/pair", permutations(seen, PAIRS));
      return tf.sum(tf.square(dense(params, "readout", last)), [1, 2, 3]) as Tensor1D;
    },
  };
}
