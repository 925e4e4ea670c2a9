/**
 * IRED (Du, Mao and Tenenbaum, "Learning Iterative Reasoning through Energy Diffusion", ICML 2024):
 * experiments, training, solving, measuring, landscapes.
 *
 * @module
 */
export * from "./config.ts";
export * from "./problems.ts";
export * from "./training.ts";
export { createTraining, type Training } from "./create_training.ts";

// The method, and those that it is compared with.
export * from "./method/annealed_descent.ts";
export * from "./method/descent.ts";
export { feedforwardAnswer } from "./method/feedforward.ts";
export { type IremOptions } from "./method/irem.ts";
export * from "./method/losses.ts";
export type * from "./method/method.ts";
export * from "./method/methods.ts";
export * from "./method/negatives.ts";
export * from "./method/options.ts";
export {
  landscapeOf,
  type SamplerMode,
  type Solver,
  type SolverInfo,
  type SolverSetting,
  type SolverState,
  type Solving,
} from "./method/solver.ts";

// Experiments.
export * from "./tasks/mod.ts";

// Measuring.
export * from "./evaluation/baselines.ts";
export * from "./evaluation/measure.ts";
export type { Episode } from "./evaluation/closed_loop.ts";
export {
  type OwnAnswer,
  type OwnSolving,
  solveOwn,
  stackConditions,
} from "./evaluation/own_problems.ts";
export * from "./evaluation/problems.ts";
export * from "./evaluation/question.ts";
export * from "./evaluation/result_record.ts";
export * from "./evaluation/scores.ts";
export * from "./evaluation/solve.ts";
export * from "./evaluation/solver.ts";
export * from "./evaluation/sweeps.ts";
export * from "./evaluation/trained.ts";

// Looking at landscapes.
export * from "./landscapes/corruption.ts";
export * from "./landscapes/landscapes.ts";
export * from "./landscapes/line.ts";
