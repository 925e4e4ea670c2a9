/**
 * What interventions can tell apart, as notebook 19 uses it.
 *
 * @module
 */
export { allDags, type Dag, dag, setOf, writeSet } from "../../datasets/dag.ts";
export * from "./abstraction.ts";
export * from "./census.ts";
export * from "./experiment.ts";
export * from "./figures.ts";
export * from "./latent_report.ts";
export * from "./linear_experiment.ts";
export { type LatentRecord, readLatentRecord, RECORD } from "./record.ts";

/** Calls `make` and says with what sentence it refuses. */
export function refusal(make: () => unknown): string {
  try {
    make();
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}
