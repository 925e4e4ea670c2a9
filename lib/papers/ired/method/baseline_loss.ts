import type { Key, Tensor } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Problem } from "../../../diffusion/noising.ts";
import type { LossOptions } from "./options.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

/** What a baseline's loss is of. */
export interface BaselineBatch {
  readonly network: EnergyNetwork;
  readonly schedule: Schedule;
  readonly options: LossOptions;
  /** The parameters as they are: what is computed from them here has no gradient. */
  readonly params: Params;
  readonly problem: Problem;
  /** Weights of the squared errors, like the answer; 1 if absent. */
  readonly weight: Tensor | undefined;
  /** Fixes levels, noise and starts. */
  readonly key: Key;
}

/** Prepares a batch; the result is its loss, a scalar, as a function of the parameters. */
export type BaselineLoss = (batch: BaselineBatch) => (params: Params) => Tensor;
