/** How samplers take in a problem. */
import type { Condition } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { compiledPiece, perNetwork } from "./compiled.ts";
import type { SamplerMode } from "./landscape_steps.ts";
import type { Clues } from "../../../diffusion/noising.ts";
import type { Solving } from "./annealed_descent.ts";

/** `encode` of a sampler: the network's, compiled once for all samplers that share a mode. */
export const encoder = perNetwork((network, mode: SamplerMode) => {
  const encode = compiledPiece(
    network,
    "encode",
    ({ params, condition }: { params: Params; condition: Condition }) =>
      network.encode(params, condition),
    mode,
  );
  return (params: Params, condition: Condition, clues?: Clues): Solving => ({
    params,
    encoded: encode({ params, condition }),
    ...(clues && { clues }),
  });
}, (mode) => mode);
