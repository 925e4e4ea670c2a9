/**
 * Diffusion tree sampling and search, as notebook 12 uses them.
 *
 * @module
 */
export { coinBias, enumeratedValue } from "./coins.ts";
export { exactFloor, methods, noiseOf, planeExperiment, sampleMethod } from "./plane.ts";
export { boardProblem, ringProblem, ringWeights } from "./problems.ts";
export {
  coinRows,
  convergenceFinding,
  finalTable,
  LEAST,
  mmdRows,
  overSeeds,
  sampleFindings,
  searchFinding,
  searchRows,
  valueFinding,
  valueRows,
  valueTable,
} from "./report.ts";
export { twistFinding, twistRows, twistTable } from "./twisting.ts";
export { searches } from "./search.ts";
export { valueErrors } from "./values.ts";
export { cloud, wideningRows } from "./figures.ts";
export { digitChain } from "./digits/chain.ts";
export { digitPosterior } from "./digits/experiment.ts";
export { readDigitRecord, realDigits, shippedDigits } from "./digits/files.ts";
export {
  digitFindings,
  digitPictures,
  digitSearchRows,
  digitSearchTable,
  digitTable,
} from "./digits/report.ts";
export { rollouts } from "./digits/samplers.ts";
