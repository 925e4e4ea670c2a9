/** How a network solves, by what it was trained as. */
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import { createFeedforwardSampler } from "./feedforward_sampler.ts";
import type { IremOptions } from "./irem.ts";
import { createIremSampler } from "./irem_sampler.ts";
import type { SamplerMode } from "./landscape_steps.ts";
import type { Method } from "./methods.ts";
import type { SamplerOptions } from "./options.ts";
import { createReverseSampler } from "./reverse_sampler.ts";
import { createSampler, type Sampler } from "./annealed_descent.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";

/** A sampler for a network trained as `method`. */
export function createMethodSampler(
  method: Method,
  network: EnergyNetwork,
  schedule: Schedule,
  options: SamplerOptions,
  irem: IremOptions,
  mode?: SamplerMode,
): Sampler {
  switch (method) {
    case "ired":
      return createSampler(network, schedule, options, mode);
    case "irem":
      return createIremSampler(network, options, irem, mode);
    case "diffusion":
      return createReverseSampler(network, schedule, options, mode);
    case "feedforward":
      return createFeedforwardSampler(network, options, mode);
  }
}
