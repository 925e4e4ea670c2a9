/** What the loop must know of a run's configuration; the rest is the paper's. */
import { suggestion } from "../checks/spelling.ts";

/**
 * A run's configuration: a flat record that can be written as JSON. It is kept in every checkpoint
 * and record.
 */
export interface RunConfig {
  /** Fixes initialisation, data and noise. */
  readonly seed: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /**
   * Steps that the run was to have before it was extended. Up to each of these its learning rate is
   * that of a run of so many steps, after the last one that of a run of `steps`.
   */
  readonly extendedFrom?: readonly number[];
}

/** The smallest and the largest value of a number. */
export type Limits = readonly [low: number, high: number, kind: "integer" | "real"];

/** Limits of what every run has. */
export const runLimits: Readonly<Record<"seed" | "steps", Limits>> = {
  seed: [-(2 ** 31), 2 ** 31 - 1, "integer"],
  steps: [1, 1e9, "integer"],
};

/**
 * Throws unless the named values lie within their limits, or are among the accepted words.
 *
 * @throws {RangeError} If a value is impossible; the message has the accepted ones
 */
export function checkValues(
  values: object,
  limits: Readonly<Record<string, Limits>>,
  choices: Readonly<Record<string, readonly string[]>> = {},
): void {
  const given = values as Readonly<Record<string, unknown>>;
  for (const [name, [low, high, kind]] of Object.entries(limits)) {
    const value = given[name] as number;
    const fits = kind === "integer" ? Number.isInteger(value) : Number.isFinite(value);
    if (!fits || value < low || value > high) {
      const what = kind === "integer" ? "an integer" : "a number";
      throw new RangeError(
        `${name} must be ${what} from ${low} to ${high}: current value is ${value}`,
      );
    }
  }
  for (const [name, accepted] of Object.entries(choices)) {
    if (!accepted.includes(given[name] as string)) {
      throw new RangeError(
        `${name} must be one of ${accepted.join(", ")}: current value is ${given[name]}${
          suggestion(String(given[name]), accepted)
        }`,
      );
    }
  }
}
