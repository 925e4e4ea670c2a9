/** Learning rates by step. */
import { assertChoice } from "../checks.ts";

/** How the learning rate goes. */
export interface LearningRateOptions {
  /** The largest learning rate. */
  readonly learningRate: number;
  /** "constant", or "cosine": a half cosine to zero over the whole run, times a linear warm-up. */
  readonly schedule: "constant" | "cosine";
  /** Steps of the linear warm-up of "cosine". */
  readonly warmupSteps: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Steps that the run was to have before it was extended. */
  readonly extendedFrom?: readonly number[];
}

/**
 * The learning rate of optimiser step `step` = 1, 2, …: up to each length that a run was to have,
 * that of a run of so many steps.
 *
 * @throws {RangeError} If there is no such schedule
 */
export function learningRateAt(step: number, options: LearningRateOptions): number {
  if (options.schedule === "constant") return options.learningRate;
  assertChoice("schedule", options.schedule, ["constant", "cosine"]);
  const warmup = Math.min(1, step / Math.max(1, options.warmupSteps));
  const earlier = options.extendedFrom?.filter((steps) => steps < options.steps) ?? [];
  const length = earlier.find((steps) => step <= steps) ?? options.steps;
  const progress = Math.min(1, (step - 1) / length);
  return options.learningRate * warmup * 0.5 * (1 + Math.cos(Math.PI * progress));
}
