import type { Key } from "../tensor/mod.ts";
import type { ParameterSpecs, Params } from "./parameters.ts";

/** What training and checkpoints need of a network: how it is called, and its parameters. */
export interface Network {
  /** Identifies the network in checkpoints and results. */
  readonly name: string;
  /** What it was built with; two networks of one name and equal configuration are the same. */
  readonly config: Readonly<Record<string, number | string>>;
  readonly parameters: ParameterSpecs;
  /**
   * How it runs fastest when compiled, "xla" by default: XLA fuses many small ops, TensorFlow's own
   * kernels ("graph") are quicker at large matrix products, and start at once.
   */
  readonly mode?: "xla" | "graph";
  /** Draws parameters. */
  init(key: Key): Params;
}
