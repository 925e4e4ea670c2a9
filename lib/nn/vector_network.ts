import type { Key, Tensor, Tensor2D } from "../tensor/mod.ts";
import type { ParameterSpecs, Params } from "./parameters.ts";

/** A vector field with conditions: what scores, denoisers and drifts are made of. */
export interface VectorNetwork {
  /** Identifies the network in checkpoints and results. */
  readonly name: string;
  /** What it was built with. */
  readonly config: Readonly<Record<string, number | string>>;
  readonly parameters: ParameterSpecs;
  /** Draws parameters. */
  init(key: Key): Params;
  /**
   * A vector for each x, like x `[batch, …shape]`, given `conditions` `[batch, c]` or `[1, c]`,
   * such as the time or the noise level; `[batch, n, c]` where each of n particles has its own.
   */
  apply(params: Params, x: Tensor, conditions: Tensor2D): Tensor;
}
