/** What notebook 13 uses. */
export { bandit, maze } from "./environments.ts";
export { estimatorErrors } from "./estimator_errors.ts";
export { bestSteps, mazePaths, stepsOf } from "./figures.ts";
export { findings } from "./findings.ts";
export {
  atTemperature,
  banditBars,
  banditTable,
  estimateRows,
  mazeKinds,
  mazeRows,
  measureBandit,
  measureWeighted,
  references,
  trained,
  uniformRow,
} from "./report.ts";
