/**
 * Annealed sampling with weights and resampling, as notebook 10 uses it.
 *
 * @module
 */
export { fkcCells } from "./fkc.ts";
export { publishedFkc } from "./fkc_metrics.ts";
export * from "./live.ts";
export * from "./report.ts";
export { fkcClaims } from "./verdict.ts";
export * from "./ladder_report.ts";
export * from "./ladder_ablation.ts";
export * from "./cluster_report.ts";
export * from "./lj_report.ts";
export * from "./lj_sizes.ts";
export * from "./fkc_weights.ts";
