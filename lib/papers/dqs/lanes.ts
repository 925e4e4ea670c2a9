/** Perceptrons of several agents at once: every lane has its own parameters and its own data. */
import { type Key, random, type Tensor, type Tensor3D, tf } from "../../tensor/mod.ts";
import { parameter, type Params } from "../../nn/parameters.ts";

/** Widths of a perceptron from inputs to outputs. */
export type Widths = readonly number[];

/** Parameters of `lanes` perceptrons, uniform in ±1/√fan-in; `[lanes, inputs, outputs]`. */
export function laneSpecs(key: Key, name: string, lanes: number, widths: Widths): Params {
  const params: Record<string, Tensor> = {};
  const keys = random.split(key, 2 * (widths.length - 1));
  for (let layer = 1; layer < widths.length; layer++) {
    const [inputs, outputs] = [widths[layer - 1]!, widths[layer]!], bound = 1 / Math.sqrt(inputs);
    const draw = (k: Key, shape: number[]) => random.uniform(k, shape, -bound, bound);
    params[`${name}/${layer}/kernel`] = draw(keys[2 * layer - 2]!, [lanes, inputs, outputs]);
    params[`${name}/${layer}/bias`] = draw(keys[2 * layer - 1]!, [lanes, 1, outputs]);
  }
  return params;
}

/** `x` `[lanes, batch, inputs]` → `[lanes, batch, outputs]`; SiLU between layers. */
export function lanePerceptron(params: Params, name: string, x: Tensor): Tensor3D {
  let hidden = x as Tensor3D;
  for (let layer = 1; `${name}/${layer}/kernel` in params; layer++) {
    if (layer > 1) hidden = tf.mul(hidden, tf.sigmoid(hidden)) as Tensor3D;
    const kernel = parameter(params, `${name}/${layer}/kernel`) as Tensor3D;
    hidden = tf.add(tf.matMul(hidden, kernel), parameter(params, `${name}/${layer}/bias`));
  }
  return hidden;
}
