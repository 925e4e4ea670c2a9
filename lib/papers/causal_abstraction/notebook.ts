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
export { findings, largestError } from "./findings.ts";
export {
  identified,
  matching,
  matrixCells,
  spreadRows,
  summaries,
  variantRows,
} from "./latent_report.ts";
export * from "./linear_experiment.ts";
export { type LatentRecord, readLatentRecord, RECORD } from "./record.ts";
export { type RemainderRow, remainderRows, remainderTable } from "./remainders.ts";

/** Calls `make` and says with what sentence it refuses. */
export function refusal(make: () => unknown): string {
  try {
    make();
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}
