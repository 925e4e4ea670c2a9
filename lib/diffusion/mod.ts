/**
 * The mathematics of diffusion that papers share: schedules, levels, noising, posteriors.
 *
 * @module
 */
export * from "./levels.ts";
export * from "./noising.ts";
export * from "./posterior.ts";
export * from "./schedule.ts";
export {
  edmSchedule,
  geometricSchedule,
  levelAt,
  type NoiseLevel,
  type VarianceSchedule,
} from "./variance_schedule.ts";
