/** Runs that go on for longer than they were to. */
import type { RunConfig } from "./config.ts";

/** How long a run is to be. */
export interface Extension {
  /** As long as it was, by default. */
  readonly steps?: number | undefined;
  /** Whether it was trained for fewer already, which its config then remembers. */
  readonly begun: boolean;
  /** The option that says so, for the message; `extendTo` by default. */
  readonly option?: string;
}

/**
 * The config of a run that is to have so many steps.
 *
 * @throws {RangeError} If they are fewer than it has
 */
export function extended<
  Config extends Pick<RunConfig, "steps" | "extendedFrom">,
>(
  config: Config,
  { steps = config.steps, begun, option = "extendTo" }: Extension,
): Config {
  if (steps === config.steps) return config;
  if (steps < config.steps) {
    throw new RangeError(
      `${option} must be at least ${config.steps}, the steps that the run has: current value is ${steps}`,
    );
  }
  const extendedFrom = [...config.extendedFrom ?? [], config.steps];
  return { ...config, steps, ...(begun && { extendedFrom }) };
}
