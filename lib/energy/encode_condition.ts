/** What a network makes of a condition, looked at before it is used. */
import { kindOf } from "../checks/kinds.ts";
import { tf } from "../tensor/mod.ts";
import type { Params } from "../nn/parameters.ts";
import type { Condition, Encoded, EnergyNetwork } from "./energy_network.ts";

/**
 * `network.encode(params, condition)`.
 *
 * @throws {TypeError} If it does not give tensors by name
 */
export function encodeCondition(
  network: Pick<EnergyNetwork, "name" | "encode">,
  params: Params,
  condition: Condition,
): Encoded {
  const encoded: unknown = network.encode(params, condition);
  const isTensor = encoded instanceof tf.Tensor, kind = kindOf(encoded);
  if (kind === "an object" && !isTensor) return encoded as Encoded;
  throw new TypeError(
    `encode of ${network.name} must give tensors by name, such as { x }: it gives ${
      isTensor ? "a tensor" : kind
    }`,
  );
}
