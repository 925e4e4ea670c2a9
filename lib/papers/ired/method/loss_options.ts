import type { IremOptions } from "./irem.ts";
import { type LossOptions, presets } from "./options.ts";
import { configDefaults, methodOf, type TrainingConfig } from "../../../training/config.ts";

/** How a run's network descends, if it is trained as "irem". */
export function iremOptions({ preset, iremStep }: TrainingConfig): IremOptions {
  return { ...presets[preset].loss.irem, stepSize: iremStep ?? configDefaults.iremStep };
}

/**
 * What a run minimises: its preset, then the task's constants, then the method and the switches of
 * its config.
 *
 * @param ofTask Constants of the task that replace those of a preset
 */
export function lossOptions(
  config: TrainingConfig,
  ofTask: Partial<LossOptions> = {},
): LossOptions {
  const { contrast = configDefaults.contrast } = config;
  return {
    ...presets[config.preset].loss,
    ...ofTask,
    method: methodOf(config),
    irem: iremOptions(config),
    ...(contrast === "off" && { contrastWeight: 0 }),
  };
}
