/**
 * The mathematics of diffusion that papers share: schedules, levels, noising, posteriors.
 *
 * @module
 */
export * from "./conversions.ts";
export { type DdpmSchedule, linearSchedule } from "./ddpm.ts";
export * from "./divergence.ts";
export * from "./levels.ts";
export * from "./noising.ts";
export * from "./posterior.ts";
export * from "./schedule.ts";
export {
  edmSchedule,
  geometricSchedule,
  type NoiseLevel,
  noiseLevelAt,
  type VarianceSchedule,
} from "./variance_schedule.ts";
