/** What `train --resume` refuses: flags that say otherwise than the run that it is to continue. */
import { usageError } from "../checks/usage.ts";
import { kebabCase } from "../checks/spelling.ts";
import { configDefaults, type IredConfig } from "../papers/ired/config.ts";
import type { FlagValues } from "./flags.ts";

/** Refuses flags that the checkpoint's config contradicts: the checkpoint rules, but for more steps. */
export function assertAgrees(values: FlagValues, found: IredConfig, folder: string): void {
  for (const [name, value] of Object.entries({ ...configDefaults, ...found })) {
    if (name === "steps" && Number(values.steps) > found.steps) continue;
    if (name in values && values[name] !== value) {
      // Without --out these two say where the run is.
      const mend = name === "task" || name === "network"
        ? `write --${name}=${value} to continue that run, or choose another --out`
        : "leave the flag out to continue that run";
      throw usageError(
        `--${kebabCase(name)} is ${values[name]}, but the run in ${folder} has ${value}: ${mend}`,
      );
    }
  }
}

/** Refuses another start than the run had: what it started from is over once it runs. */
export function assertSameStart(
  { from }: FlagValues,
  { startedFrom }: IredConfig,
  folder: string,
): void {
  if (from === undefined || from === (startedFrom?.join(", ") ?? "none")) return;
  throw usageError(
    `--from is ${from}, but the run in ${folder} started from ${
      startedFrom?.join(", ") ?? "none"
    }: leave the flag out to continue that run`,
  );
}
