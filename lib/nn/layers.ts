/** Layers as pure functions of parameters; built from ops that are right to second order. */
import { isRecording, type Tensor, type Tensor1D, type Tensor2D, tf } from "../tensor/mod.ts";
import type { Tensor4D } from "../tensor/mod.ts";
import { parameter, type Params } from "./parameters.ts";
import { checkSizes } from "./sizes.ts";

export { swish } from "../tensor/mod.ts";

/** gelu(z) = z·Φ(z), with the exact normal distribution function Φ. */
export function gelu<T extends Tensor>(z: T): T {
  return tf.mul(tf.mul(z, 0.5), tf.add(1, tf.erf(tf.mul(z, Math.SQRT1_2)))) as T;
}

/** x·kernel over the last axis. `x` `[…, inputs]` → `[…, outputs]`. */
export function linear(params: Params, name: string, x: Tensor): Tensor {
  const kernel = parameter(params, `${name}/kernel`) as Tensor2D;
  const [inputs, outputs] = kernel.shape;
  if (x.rank === 2) return tf.matMul(x as Tensor2D, kernel);
  const rows = tf.reshape(x, [-1, inputs]) as Tensor2D;
  return tf.reshape(tf.matMul(rows, kernel), [...x.shape.slice(0, -1), outputs]);
}

/** x·kernel + bias over the last axis. `x` `[…, inputs]` → `[…, outputs]`. */
export function dense(params: Params, name: string, x: Tensor): Tensor {
  return tf.add(linear(params, name, x), parameter(params, `${name}/bias`));
}

/**
 * Convolution that keeps the size of the images, zeros around them, and adds a bias.
 * `x` `[batch, rows, columns, inputs]` → `[batch, rows, columns, outputs]`.
 */
export function convolution(params: Params, name: string, x: Tensor): Tensor {
  const kernel = parameter(params, `${name}/kernel`) as Tensor4D;
  const convolved = tf.conv2d(x as Tensor4D, kernel, 1, "same");
  return tf.add(convolved, parameter(params, `${name}/bias`));
}

/**
 * Sinusoids of the levels 0 … `levels`-1, `[levels, features]`: sin(t·f_k) then cos(t·f_k), with
 * f_k = 10000^(-k/(features/2 - 1)).
 *
 * @throws {RangeError} If `features` is not an even number of at least 4
 */
export function sinusoids(levels: number, features: number): Tensor2D {
  checkSizes({ levels, timeFeatures: features });
  const half = features / 2;
  const table = Array.from({ length: levels }, (_, t) => {
    const angles = Array.from({ length: half }, (_, k) => t * 10000 ** (-k / (half - 1)));
    return [...angles.map(Math.sin), ...angles.map(Math.cos)];
  });
  return tf.tensor2d(table);
}

/** Levels are known, and can be refused, only outside of a recording. */
function assertLevels(t: Tensor1D, levels: number): void {
  if (isRecording()) return;
  const wrong = Array.from(t.dataSync()).find((level) =>
    !(Number.isInteger(level) && level >= 0 && level < levels)
  );
  if (wrong === undefined) return;
  throw new RangeError(
    `Cannot look up level ${wrong}: accepted are integers from 0 to ${levels - 1}`,
  );
}

/**
 * One row per example, `[batch, levels]`, with a one at its level `t` `[batch]`. While a function is
 * recorded levels are not known yet, and there one out of range makes a row of zeros.
 *
 * @throws {RangeError} If a level is no integer from 0 to `levels` - 1
 */
export function oneHot(t: Tensor1D, levels: number): Tensor2D {
  assertLevels(t, levels);
  const all = tf.range(0, levels, 1, "int32");
  return tf.cast(tf.equal(tf.expandDims(tf.cast(t, "int32"), 1), all), "float32") as Tensor2D;
}

/**
 * Rows of `table` `[levels, n]` at `t` `[batch]` → `[batch, n]`, as a product with a one-hot
 * matrix: its gradient is a product again, and cheap for ten levels. A lookup would be no faster,
 * and its index, read anew for each number, keeps XLA from computing eight numbers at a time in all
 * that it fuses with the lookup.
 */
export function rowsAt(table: Tensor2D, t: Tensor1D): Tensor2D {
  return tf.matMul(oneHot(t, table.shape[0]), table);
}

/** FiLM: (1 + gain)·z + shift, with gain and shift `[batch, n]` spread over the middle axes of z. */
export function film(z: Tensor, gain: Tensor2D, shift: Tensor2D): Tensor {
  const [batch, n] = gain.shape;
  const shape = [batch, ...new Array<number>(z.rank - 2).fill(1), n];
  const spread = (v: Tensor2D) => z.rank === 2 ? v : tf.reshape(v, shape);
  return tf.add(tf.mul(z, tf.add(spread(gain), 1)), spread(shift));
}

/**
 * FiLM of a layer at every level, for `encode` to make once: `{layer}/factors`, 1 + gain, and
 * `{layer}/shifts`, both `[levels, n]`. So (1 + gain)·(z + bias) + shift takes one product and one
 * sum of the size of z, as a bias enters the shifts here.
 *
 * @param time Features of the levels, `[levels, features]`
 * @param bias Bias of what FiLM is applied to, `[n]`
 */
export function filmTables(
  params: Params,
  layer: string,
  time: Tensor2D,
  bias?: Tensor,
): Readonly<Record<string, Tensor>> {
  const [gain, shift] = tf.split(dense(params, `${layer}/film`, time), 2, 1);
  const factors = tf.add(gain!, 1);
  const shifts = bias ? tf.add(tf.mul(factors, bias), shift!) : shift!;
  return { [`${layer}/factors`]: factors, [`${layer}/shifts`]: shifts };
}

/** Rows at `t` of a table of {@link filmTables}, shaped to meet tensors of rank `rank`. */
function filmRows(
  tables: Readonly<Record<string, Tensor>>,
  name: string,
  rank: number,
  t: Tensor1D,
): Tensor {
  const table = parameter(tables, name) as Tensor2D;
  const middle = new Array<number>(rank - 2).fill(1);
  return tf.reshape(rowsAt(table, t), [t.shape[0], ...middle, table.shape[1]]);
}

/** factors(t), which meet tensors of rank `rank`; for FiLM applied to the parts of a sum. */
export function filmFactors(
  tables: Readonly<Record<string, Tensor>>,
  layer: string,
  rank: number,
  t: Tensor1D,
): Tensor {
  return filmRows(tables, `${layer}/factors`, rank, t);
}

/** shifts(t), which meet tensors of rank `rank`. */
export function filmShifts(
  tables: Readonly<Record<string, Tensor>>,
  layer: string,
  rank: number,
  t: Tensor1D,
): Tensor {
  return filmRows(tables, `${layer}/shifts`, rank, t);
}

/** factors(t)·z + shifts(t), by the tables that {@link filmTables} has made for `layer`. */
export function filmAt(
  tables: Readonly<Record<string, Tensor>>,
  layer: string,
  z: Tensor,
  t: Tensor1D,
): Tensor {
  const factors = filmFactors(tables, layer, z.rank, t);
  return tf.add(tf.mul(z, factors), filmShifts(tables, layer, z.rank, t));
}
