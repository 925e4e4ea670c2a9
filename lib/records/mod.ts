/**
 * Numbers that hold: statistics, result rows, records on disk. It knows no paper.
 *
 * @module
 */
export { checkRecord } from "./record_check.ts";
export * from "./merge.ts";
export * from "./records.ts";
export * from "./rows.ts";
export * from "./statistics.ts";
export * from "./training_seeds.ts";
