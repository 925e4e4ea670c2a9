import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";

/**
 * A network's read-out as something like `y`: the mean over the outputs of each entry, where it has
 * several.
 *
 * @throws {TypeError} If the network has no read-out, or one that does not fit `y`
 */
export function readoutLike(
  network: EnergyNetwork,
  params: Params,
  encoded: Encoded,
  y: Tensor,
  t: Tensor1D,
): Tensor {
  if (!network.readout) {
    throw new TypeError(
      `Cannot predict with the network ${network.name}: it has no read-out, only an energy`,
    );
  }
  const outputs = network.readout(params, encoded, y, t);
  if (`${outputs.shape}` === `${y.shape}`) return outputs;
  if (`${outputs.shape.slice(0, -1)}` !== `${y.shape}`) {
    throw new TypeError(
      `Cannot predict with the network ${network.name}: its read-out has shape [${outputs.shape}], ` +
        `accepted are [${y.shape}] and [${y.shape},k]`,
    );
  }
  return tf.mean(outputs, -1);
}
