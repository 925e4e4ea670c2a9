/**
 * Diffusion Q-sampling, as notebook 13 uses it.
 *
 * @module
 */
export { measureActorless } from "./actorless.ts";
export { estimatorErrors } from "./estimator_errors.ts";
export { bestSteps, mazePaths, stepsOf } from "./figures.ts";
export { findings } from "./findings.ts";
export { agentsOf, ALPHAS, BANDIT_ALPHA, SAMPLES, samplesKind, trainKind } from "./kinds.ts";
export { fixedPointLines, mazeFixedPoints } from "./maze_fixed_point.ts";
export {
  atTemperature,
  banditBars,
  banditTable,
  estimateRows,
  mazeRows,
  measureBandit,
  measureWeighted,
  references,
  uniformRow,
} from "./report.ts";
